/** Anything that JSON can hold. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * Canonical JSON (RFC 8785): keys by UTF-16 code unit, no white space, numbers as ECMAScript prints
 * them. Keys whose value is undefined are left out. Throws on non-finite numbers and on integers
 * beyond 2^53, which have to be strings before they get here (see `exactNumber`).
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
      throw new Error(`canonical JSON cannot hold the number ${value}`);
    }
    return String(value);
  }
  if (value === null || typeof value !== 'object') return String(value);
  let text = '';
  if (isList(value)) {
    for (const item of value) text += text === '' ? canonicalJson(item) : `,${canonicalJson(item)}`;
    return `[${text}]`;
  }
  for (const key of sortedKeys(value)) {
    const member = value[key];
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${quoted(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

/** A number where JSON holds it exactly, else the text it was written as. */
export function exactNumber(value: number, source = String(value)): number | string {
  const exact = Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
  return exact ? value : source;
}

/** A value that JSON holds exactly: numbers in it that it would not hold become text. */
export function exactJson(value: Json): Json {
  if (typeof value === 'number') return exactNumber(value);
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map(exactJson);
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      member === undefined ? member : exactJson(member),
    ]),
  );
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}

/** Most texts are plain, and records are full of them. */
function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

const PLAIN = /^[ !#-[\]-~]*$/;

function sortedKeys(value: object): string[] {
  const keys = Object.keys(value);
  for (let at = 1; at < keys.length; at++) {
    if ((keys[at - 1] as string) > (keys[at] as string)) return keys.sort();
  }
  return keys;
}
