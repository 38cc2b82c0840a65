import { isScalar } from 'yaml';
import type { Pair } from 'yaml';

import { setVersion, topMapping, versionOf } from './editVersion';

/**
 * Whether two texts of a pipeline file differ in nothing but the label that they ask for: in the value of
 * `version:`, or in whether the line of it is there. Every other character counts, comments too.
 */
export function sameButLabel(was: string, is: string): boolean {
  if (was === is) return true;
  const [before, now] = [withoutLabel(was), withoutLabel(is)];
  if (before === null || now === null) return false;
  return before === now || becomes(was, is) || becomes(is, was);
}

/** Whether one text is what writing a label into the other one gives. */
function becomes(from: string, to: string): boolean {
  const label = versionOf(to);
  return label !== null && setVersion(from, label) === to;
}

/**
 * A text without the value of `version:`, and without the line where nothing else stands on it. Null where
 * the value may be more than a label: it is no text, or has an anchor by which others may take it.
 */
function withoutLabel(text: string): string | null {
  const map = topMapping(text, { whole: true });
  if (map === null) return null;
  const [pair, second] = map.items.filter(({ key }) => isScalar(key) && key.value === 'version');
  if (pair === undefined) return text;
  const place = second === undefined ? placeOfValue(pair) : null;
  if (place === null) return null;
  const { start, end } = place;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  const lineEnd = newline < 0 ? text.length : newline + 1;
  const line = text.slice(lineStart, start) + text.slice(end, lineEnd);
  return /^\uFEFF?[ \t]*(["']?)version\1[ \t]*:\s*$/.test(line)
    ? text.slice(0, lineStart) + text.slice(lineEnd)
    : text.slice(0, start) + text.slice(end);
}

function placeOfValue({ key, value }: Pair): { start: number; end: number } | null {
  if (value === null) {
    const end = isScalar(key) ? (key.range?.[1] ?? null) : null;
    return end === null ? null : { start: end, end };
  }
  if (!isScalar(value) || !value.range || value.anchor !== undefined) return null;
  const [start, end] = value.range;
  return { start, end };
}
