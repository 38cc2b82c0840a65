import { isMap, isScalar, parseDocument } from 'yaml';
import type { YAMLMap } from 'yaml';

import { complaintsAbout } from './complaints';
import { readDocument } from './document';
import { isLabel } from './label';
import { memberOf, scalarOf } from './textNode';

/**
 * The text of a pipeline file with `version:` set to a label; comments and layout stay. A text that cannot be made
 * to hold the label, or something that is no label, comes back unchanged.
 */
export function setVersion(text: string, label: string): string {
  if (!isLabel(label)) return text;
  for (const attempt of [replaceValue, insertKey, replaceLine, insertLine]) {
    const edited = attempt(text, label);
    if (edited !== null && versionOf(edited) === label) return edited;
  }
  return text;
}

/** The label that a text asks for, or null. */
export function versionOf(text: string): string | null {
  const root = readDocument(text, complaintsAbout(text));
  return scalarOf(memberOf(root, 'version'))?.text ?? null;
}

/** Only the characters of the value, in the quotes that it has. */
function replaceValue(text: string, label: string): string | null {
  const map = topMapping(text);
  const pair = map?.items.find((item) => isScalar(item.key) && item.key.value === 'version');
  const key = pair?.key;
  const value = pair?.value;
  if (!isScalar(key) || !key.range) return null;
  if (value === null || value === undefined || (isScalar(value) && value.source === '')) {
    const colon = text.indexOf(':', key.range[1]);
    return colon < 0 ? null : splice(text, colon + 1, colon + 1, ` ${written(label)}`);
  }
  const range = (value as { range?: readonly [number, number, number] | null }).range;
  if (!range) return null;
  const [start, end] = range;
  const isBlock =
    isScalar(value) && (value.type === 'BLOCK_LITERAL' || value.type === 'BLOCK_FOLDED');
  if (isBlock) return splice(text, start, end, `${written(label)}${newlineOf(text)}`);
  const quote = isScalar(value) && value.type === 'QUOTE_SINGLE' ? "'" : '"';
  const quoted =
    isScalar(value) && (value.type === 'QUOTE_SINGLE' || value.type === 'QUOTE_DOUBLE');
  return splice(text, start, end, quoted ? `${quote}${label}${quote}` : written(label));
}

/** A new line after `name:`, or before the first key. */
function insertKey(text: string, label: string): string | null {
  const map = topMapping(text);
  const first = map?.items[0]?.key;
  if (!map?.range || !isScalar(first) || !first.range) return null;
  if (map.flow === true) {
    return splice(text, map.range[0] + 1, map.range[0] + 1, ` version: ${written(label)},`);
  }
  const name = map.items.find((item) => isScalar(item.key) && item.key.value === 'name');
  const value = name?.value as
    { range?: readonly [number, number, number] | null } | null | undefined;
  const newline = newlineOf(text);
  const line = `${' '.repeat(columnOf(text, first.range[0]))}version: ${written(label)}`;
  if (value?.range) {
    const end = text.indexOf('\n', Math.max(value.range[0], value.range[1] - 1));
    return end < 0
      ? `${text}${newline}${line}${newline}`
      : splice(text, end + 1, end + 1, line + newline);
  }
  const start = first.range[0] - columnOf(text, first.range[0]);
  return splice(text, start, start, line + newline);
}

/** For a text that is no whole YAML just now: the first line that begins with the key. */
function replaceLine(text: string, label: string): string | null {
  const pattern = /^version:[^\r\n#]*?(?=\s*(?:#.*)?\r?$)/m;
  return pattern.test(text) ? text.replace(pattern, `version: ${written(label)}`) : null;
}

function insertLine(text: string, label: string): string {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  return splice(text, start, start, `version: ${written(label)}${newlineOf(text)}`);
}

/** The top mapping of a text with the places of its parts, or null where there is none; `whole`: nor where YAML has errors in it. */
export function topMapping(text: string, { whole = false } = {}): YAMLMap | null {
  const root = readDocument(text, complaintsAbout(text));
  if (root?.kind !== 'map') return null;
  const { contents, errors } = parseDocument(text, { logLevel: 'silent', uniqueKeys: false });
  return isMap(contents) && !(whole && errors.length > 0) ? contents : null;
}

/** A label as YAML has to have it: what reads as null unless it is quoted is quoted. */
function written(label: string): string {
  return /^null$/i.test(label) ? `"${label}"` : label;
}

/** How far a place is from the start of its line, a byte order mark not counted. */
function columnOf(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return offset - start - (start === 0 && text.startsWith('\uFEFF') ? 1 : 0);
}

function newlineOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

function splice(text: string, start: number, end: number, replacement: string): string {
  return text.slice(0, start) + replacement + text.slice(end);
}
