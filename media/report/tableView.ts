import { countText } from '../../src/present/amounts';
import type { RowChange, Table } from '../../src/present/reportPage/comparison';
import { el, spoken } from './dom';
import { foreign } from './text';

/** A table that differs: what changed in each column, then the rows that are not as they were. */
export function tableView(
  table: Table,
  sides: { readonly was: string; readonly is: string },
): HTMLElement {
  const { total, rows, size } = table;
  const counts = [
    `${countText(total, 'row')} of ${Math.max(size.was, size.is)} ${total === 1 ? 'differs' : 'differ'}`,
    ...(size.was === size.is ? [] : [`${size.was} rows then, ${size.is} now`]),
  ];
  const left = total - rows.length;
  return el(
    'div',
    { class: 'table-view' },
    el('p', { class: 'dim', text: `${counts.join('; ')}.` }),
    table.otherHeader === null
      ? null
      : el(
          'p',
          { class: 'note' },
          `The columns of ${sides.is} are other ones: `,
          foreign(table.otherHeader.join(', ')),
        ),
    table.columns.length === 0 ? null : columnsView(table),
    el('div', { class: 'scroll' }, rowsView(table)),
    left > 0 ? el('p', { class: 'dim', text: `… and ${countText(left, 'row')} more.` }) : null,
  );
}

function columnsView({ columns }: Table): HTMLElement {
  const rows = columns
    .slice(0, MOST_COLUMNS)
    .map(({ name, cells, largest }) =>
      el(
        'tr',
        {},
        el('th', { attributes: { scope: 'row' } }, foreign(name)),
        el('td', { class: 'num', text: String(cells) }),
        el('td', { class: 'num', text: largest }),
      ),
    );
  return el(
    'table',
    { class: 'columns' },
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        ...['Column', 'Cells', 'Largest difference'].map((text, at) =>
          el('th', { class: at === 0 ? '' : 'num', text, attributes: { scope: 'col' } }),
        ),
      ),
    ),
    el('tbody', {}, ...rows),
  );
}

const MOST_COLUMNS = 30;

function rowsView({ header, rows }: Table): HTMLElement {
  return el(
    'table',
    { class: 'cells' },
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        el('th', { class: 'num', text: 'Row', attributes: { scope: 'col' } }),
        ...header.map((name) => el('th', { attributes: { scope: 'col' } }, foreign(name))),
      ),
    ),
    el('tbody', {}, ...rows.map(rowView)),
  );
}

function rowView({ row, was, is }: RowChange): HTMLElement {
  const change = was === null ? 'added' : is === null ? 'removed' : '';
  const cells = (is ?? was ?? []).map((cell, at) =>
    cellView(was?.[at] ?? null, is?.[at] ?? null, cell),
  );
  return el(
    'tr',
    { class: change, attributes: { 'data-stop': '', tabindex: -1 } },
    el(
      'th',
      { class: 'num', text: String(row), attributes: { scope: 'row' } },
      change === '' ? null : spoken(` ${change}`),
    ),
    ...cells,
  );
}

function cellView(was: string | null, is: string | null, cell: string): HTMLElement {
  const number = NUMBER.test(cell) ? 'num' : '';
  if (was === null || is === null || was === is) return el('td', { class: number }, foreign(cell));
  return el(
    'td',
    { class: `${number} changed` },
    el('del', {}, foreign(was)),
    ' ',
    el('ins', {}, foreign(is)),
  );
}

const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;
