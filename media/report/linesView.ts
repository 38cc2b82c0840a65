import type { HunkLine, Lines } from '../../src/present/reportPage/comparison';
import { visibleText } from '../../src/present/reportPage/visibleText';
import { countText } from '../../src/present/amounts';
import { el, spoken } from './dom';

/** Changed lines with what stands around them, the changed part of each marked. */
export function linesView(lines: Lines): HTMLElement {
  const body = el('tbody');
  lines.hunks.forEach((hunk, index) => {
    if (index > 0 || (hunk.lines[0]?.was ?? 1) > 1) body.append(gap());
    rowsOf(hunk.lines).forEach((row) => body.append(row));
  });
  const left = lines.changed - lines.shown;
  return el(
    'div',
    {},
    lines.byPlace
      ? el('p', {
          class: 'note',
          text: 'Too much differs to find what belongs together: lines are compared by their place.',
        })
      : null,
    lines.changed === 0 ? el('p', { class: 'dim', text: 'No line differs.' }) : null,
    el('div', { class: 'scroll' }, el('table', { class: 'lines' }, body)),
    left > 0
      ? el('p', {
          class: 'dim',
          text: `… and ${countText(left, 'changed line')} more; the diff editor shows all.`,
        })
      : null,
  );
}

function gap(): HTMLElement {
  return el(
    'tr',
    { class: 'gap', attributes: { 'aria-hidden': 'true' } },
    el('td', { text: '⋯', attributes: { colspan: 4 } }),
  );
}

/** Lines that went and lines that came in their place are laid beside each other to mark what changed in them. */
function rowsOf(lines: readonly HunkLine[]): HTMLElement[] {
  const rows: HTMLElement[] = [];
  for (let at = 0; at < lines.length;) {
    const start = at;
    while (at < lines.length && isRemoved(lines[at])) at += 1;
    const middle = at;
    while (at < lines.length && isAdded(lines[at])) at += 1;
    if (at === start) {
      const line = lines[at++];
      if (line !== undefined) rows.push(rowOf(line, null, false));
      continue;
    }
    const [removed, added] = [lines.slice(start, middle), lines.slice(middle, at)];
    removed.forEach((line, index) =>
      rows.push(rowOf(line, added[index]?.text ?? null, index === 0)),
    );
    added.forEach((line, index) =>
      rows.push(rowOf(line, removed[index]?.text ?? null, index === 0 && removed.length === 0)),
    );
  }
  return rows;
}

function isRemoved(line: HunkLine | undefined): boolean {
  return line?.was !== null && line?.is === null;
}

function isAdded(line: HunkLine | undefined): boolean {
  return line?.was === null && line.is !== null;
}

function rowOf(line: HunkLine, other: string | null, isStop: boolean): HTMLElement {
  const change = isRemoved(line) ? 'removed' : isAdded(line) ? 'added' : '';
  const sign = change === 'removed' ? '−' : change === 'added' ? '+' : '';
  return el(
    'tr',
    {
      class: change,
      ...(isStop ? { attributes: { 'data-stop': '', tabindex: -1 } } : {}),
    },
    el('td', { class: 'number', text: line.was === null ? '' : String(line.was) }),
    el('td', { class: 'number', text: line.is === null ? '' : String(line.is) }),
    el('td', { class: 'sign', text: sign }, change === '' ? null : spoken(`${change}: `)),
    el('td', { class: 'line' }, el('bdi', {}, ...markedText(line.text, other, change))),
  );
}

function markedText(text: string, other: string | null, change: string): Node[] {
  if (change === '' || other === null) return [document.createTextNode(visibleText(text))];
  const start = same(text, other, 0);
  const rest = Math.min(text.length, other.length) - start;
  const end = Math.min(rest, sameEnd(text, other));
  const parts = [
    text.slice(0, start),
    text.slice(start, text.length - end),
    text.slice(text.length - end),
  ];
  const [before = '', changed = '', after = ''] = parts.map(visibleText);
  const nodes: Node[] = [document.createTextNode(before)];
  if (changed !== '') {
    nodes.push(el('mark', { class: change === 'removed' ? 'was' : 'is', text: changed }));
  }
  return [...nodes, document.createTextNode(after)];
}

function same(a: string, b: string, from: number): number {
  let at = from;
  while (at < a.length && at < b.length && a[at] === b[at]) at += 1;
  // never between the halves of one character
  return at > 0 && /[\uD800-\uDBFF]/.test(a[at - 1] ?? '') ? at - 1 : at;
}

function sameEnd(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a[a.length - 1 - at] === b[b.length - 1 - at]) at += 1;
  return at > 0 && /[\uDC00-\uDFFF]/.test(a[a.length - at] ?? '') ? at - 1 : at;
}
