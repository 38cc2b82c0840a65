import type { Values } from '../../src/present/reportPage/comparison';
import { el } from './dom';
import { foreign } from './text';

/** Values that are not as they were, each with how far it moved. */
export function valuesView(
  values: Values,
  sides: { readonly was: string; readonly is: string },
): HTMLElement {
  const rows = values.rows.map((row) => {
    const bar = el('span', { class: 'bar', attributes: { 'aria-hidden': 'true' } });
    bar.style.width = `${Math.max(row.bar === 0 ? 0 : 2, Math.round(row.bar * BAR))}px`;
    return el(
      'tr',
      { attributes: { 'data-stop': '', tabindex: -1 } },
      el('th', { attributes: { scope: 'row' } }, el('code', {}, foreign(row.place))),
      el('td', { class: 'num' }, ...marked(row.was, 'was')),
      el('td', { class: 'num' }, ...marked(row.is, 'is')),
      el('td', { class: 'num' }, row.delta, ' ', el('span', { class: 'dim', text: row.share })),
      el('td', { class: 'bars' }, bar),
    );
  });
  const numeric = values.rows.some(({ number }) => number);
  const left = values.total - values.rows.length;
  return el(
    'div',
    { class: 'scroll' },
    el(
      'table',
      { class: 'values' },
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          el('th', { text: 'Value', attributes: { scope: 'col' } }),
          el('th', { class: 'num', attributes: { scope: 'col' } }, foreign(sides.was)),
          el('th', { class: 'num', attributes: { scope: 'col' } }, foreign(sides.is)),
          el('th', {
            class: 'num',
            text: numeric ? 'Difference' : '',
            attributes: { scope: 'col' },
          }),
          el('th', {}),
        ),
      ),
      el('tbody', {}, ...rows),
    ),
    left > 0 ? el('p', { class: 'dim', text: `… and ${left} more.` }) : null,
  );
}

/** The value alone is marked, not the blanks that bring its decimal point into line. */
function marked(value: string, side: 'was' | 'is'): Node[] {
  const text = value.trimEnd();
  return [
    el('mark', { class: side }, foreign(text)),
    document.createTextNode(value.slice(text.length)),
  ];
}

/** The longest bar, in CSS pixels. */
const BAR = 64;
