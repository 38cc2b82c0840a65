import type { Bytes } from '../../src/present/reportPage/comparison';
import { el, spoken } from './dom';
import { foreign } from './text';

const ROW = 16;

/** The bytes around the first place where two files part. */
export function bytesView(
  bytes: Bytes,
  sides: { readonly was: string; readonly is: string },
): HTMLElement {
  const { first, from, was, is } = bytes;
  const rows: HTMLElement[] = [];
  for (let at = 0; at < Math.max(was.length, is.length); at += ROW) {
    const [a, b] = [was.subarray(at, at + ROW), is.subarray(at, at + ROW)];
    const same = a.length === b.length && a.every((byte, index) => byte === b[index]);
    if (same) {
      rows.push(hexRow(from + at, a, null, ''));
      continue;
    }
    if (a.length > 0) rows.push(hexRow(from + at, a, b, 'removed'));
    if (b.length > 0) rows.push(hexRow(from + at, b, a, 'added'));
  }
  const words = first === null ? 'No byte differs' : `The first byte that differs is ${first}`;
  return el(
    'div',
    {},
    el('p', { class: 'dim' }, `${words}: − `, foreign(sides.was), ', + ', foreign(sides.is), '.'),
    el('div', { class: 'scroll' }, el('table', { class: 'hex' }, el('tbody', {}, ...rows))),
  );
}

function hexRow(
  offset: number,
  bytes: Uint8Array,
  other: Uint8Array | null,
  change: '' | 'removed' | 'added',
): HTMLElement {
  const hex = el('td', { class: 'hex-bytes' });
  const text = el('td', { class: 'hex-text' });
  bytes.forEach((byte, index) => {
    const digits = byte.toString(16).padStart(2, '0');
    const sign = byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·';
    const space = index === bytes.length - 1 ? '' : index % 8 === 7 ? '  ' : ' ';
    if (other !== null && other[index] !== byte) {
      const name = change === 'removed' ? 'was' : 'is';
      hex.append(el('mark', { class: name, text: digits }), space);
      text.append(el('mark', { class: name, text: sign }));
    } else {
      hex.append(digits + space);
      text.append(sign);
    }
  });
  return el(
    'tr',
    { class: change },
    el('td', { class: 'number', text: offset.toString(16).padStart(8, '0') }),
    el(
      'td',
      { class: 'sign', text: change === 'removed' ? '−' : change === 'added' ? '+' : '' },
      change === '' ? null : spoken(`${change}: `),
    ),
    hex,
    text,
  );
}
