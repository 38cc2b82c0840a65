import type { ScalarNode } from '../textNode';

/** Texts that YAML may take for a number, and that are left to the library where they are not the simplest. */
const LIKE_A_NUMBER = /^(?:[-+.]?\d[\w.+-]*|[-+]?\.(?:inf|nan))$/i;
const SIMPLE_NUMBER = /^(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?(?:e-?\d{1,2})?$/;
const LIKE_A_WORD = /^(?:true|false|null)$/i;
const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** What characters without quotes stand for; null where that is better left to the library. */
export function plainScalar(text: string, start: number): ScalarNode | null {
  const span = { start, end: start + text.length };
  if (LIKE_A_NUMBER.test(text)) {
    if (!SIMPLE_NUMBER.test(text)) return null;
    return { kind: 'scalar', text, value: Number(text), span };
  }
  if (LIKE_A_WORD.test(text)) {
    const value = WORDS.get(text);
    return value === undefined ? null : { kind: 'scalar', text, value, span };
  }
  return { kind: 'scalar', text, value: text, span };
}

/** The quoted text that begins at a place of a line and holds nothing escaped; null of any other. */
export function quotedScalar(text: string, at: number, end: number): ScalarNode | null {
  const close = text.indexOf(text[at] ?? '', at + 1);
  if (close < 0 || close >= end) return null;
  const value = text.slice(at + 1, close);
  const isEscaped = text[at] === '"' ? value.includes('\\') : text[close + 1] === "'";
  return isEscaped
    ? null
    : { kind: 'scalar', text: value, value, span: { start: at, end: close + 1 } };
}
