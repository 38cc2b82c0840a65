import { skipSpaces } from './plainLines';
import { plainScalar, quotedScalar } from './plainScalar';
import type { ListNode, MapMember, MapNode, TextNode } from '../textNode';

/** A key as nearly everybody writes it: the name of something, or a path. */
const PLAIN_KEY = /[A-Za-z_][\w./-]*(?=:[ \r\n]|:$)/y;

/** Characters between brackets that end there, mean nothing else, and need no quotes. */
const FLOW_TEXT = /[\w./$][^,[\]{}#:"'\n\r]*(?::(?![ ,[\]{}\n\r]|$)[^,[\]{}#:"'\n\r]*)*/y;

/** Of how many brackets in one another. */
const DEEPEST = 10;

/** The key that begins at a place, if one does. */
export function keyAt(text: string, at: number): string | null {
  PLAIN_KEY.lastIndex = at;
  return PLAIN_KEY.exec(text)?.[0] ?? null;
}

/** Reads what stands between brackets on one line; null where it is not plain. */
export function plainFlow(
  text: string,
  at: number,
  end: number,
  deepness = 0,
): ListNode | MapNode | null {
  if (deepness > DEEPEST) return null;
  return text[at] === '['
    ? flowList(text, at, end, deepness + 1)
    : flowMap(text, at, end, deepness + 1);
}

function flowList(text: string, start: number, end: number, deepness: number): ListNode | null {
  const items: TextNode[] = [];
  let at = skipSpaces(text, start + 1);
  while (text[at] !== ']') {
    const item = flowPair(text, at, end, deepness) ?? flowValue(text, at, end, deepness);
    if (item === null) return null;
    items.push(item);
    const next = behindComma(text, item.span.end, ']');
    if (next === null) return null;
    at = next;
  }
  return at < end ? { kind: 'list', items, span: { start, end: at + 1 } } : null;
}

function flowMap(text: string, start: number, end: number, deepness: number): MapNode | null {
  const members: MapMember[] = [];
  let at = skipSpaces(text, start + 1);
  while (text[at] !== '}') {
    const pair = flowPair(text, at, end, deepness);
    const member = pair?.members[0];
    if (member === undefined || members.some(({ key }) => key === member.key)) return null;
    members.push(member);
    const next = behindComma(text, member.value.span.end, '}');
    if (next === null) return null;
    at = next;
  }
  return at < end ? { kind: 'map', members, span: { start, end: at + 1 } } : null;
}

/** A key with its value, which in a list is a mapping of its own. */
function flowPair(text: string, at: number, end: number, deepness: number): MapNode | null {
  const key = keyAt(text, at);
  if (key === null) return null;
  const keySpan = { start: at, end: at + key.length };
  const value = flowValue(text, skipSpaces(text, keySpan.end + 1), end, deepness);
  if (value === null) return null;
  return {
    kind: 'map',
    members: [{ key, keySpan, value }],
    span: { start: at, end: value.span.end },
  };
}

function flowValue(text: string, at: number, end: number, deepness: number): TextNode | null {
  const first = text[at];
  if (at >= end) return null;
  if (first === '[' || first === '{') return plainFlow(text, at, end, deepness);
  if (first === '"' || first === "'") return quotedScalar(text, at, end);
  FLOW_TEXT.lastIndex = at;
  const written = FLOW_TEXT.exec(text)?.[0].trimEnd();
  return written === undefined ? null : plainScalar(written, at);
}

/** Where the next item begins, or the bracket that closes stands; null where neither follows. */
function behindComma(text: string, behind: number, close: string): number | null {
  const at = skipSpaces(text, behind);
  if (text[at] === close) return at;
  if (text[at] !== ',') return null;
  const next = skipSpaces(text, at + 1);
  return text[next] === close ? null : next;
}
