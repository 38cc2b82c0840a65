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
  const sorted = inOrder(value);
  return sorted === UNORDERED ? spelledOut(value) : JSON.stringify(sorted);
}

/**
 * The same value with the keys of every object in order, so that Node's own writer, which is several times as
 * fast as any loop here, can write it. An object whose keys are in order already is taken as it is.
 */
function inOrder(value: Json): Json | typeof UNORDERED {
  if (typeof value === 'number') return exact(value);
  if (value === null || typeof value !== 'object') return value;
  return isList(value) ? listInOrder(value) : objectInOrder(value);
}

function listInOrder(value: readonly Json[]): Json | typeof UNORDERED {
  let list: Json[] | null = null;
  for (let at = 0; at < value.length; at++) {
    const item = value[at] as Json;
    const ordered = inOrder(item);
    if (ordered === UNORDERED) return UNORDERED;
    if (ordered !== item) (list ??= [...value])[at] = ordered;
  }
  return list ?? value;
}

function objectInOrder(value: {
  readonly [key: string]: Json | undefined;
}): Json | typeof UNORDERED {
  const keys = Object.keys(value);
  let isSorted = true;
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] as string;
    if (mayMove(key)) return UNORDERED;
    if (at > 0 && (keys[at - 1] as string) > key) isSorted = false;
  }
  let object: Record<string, Json | undefined> | null = isSorted ? null : {};
  if (!isSorted) keys.sort();
  for (const key of keys) {
    const member = value[key];
    const ordered = member === undefined ? undefined : inOrder(member);
    if (ordered === UNORDERED) return UNORDERED;
    if (!isSorted) (object as Record<string, Json | undefined>)[key] = ordered;
    else if (ordered !== member) (object ??= { ...value })[key] = ordered;
  }
  return object ?? value;
}

/** Stands for a value with a key that no object keeps in its place: numbers come first, `__proto__` is no member. */
const UNORDERED = Symbol('unordered');
function mayMove(key: string): boolean {
  const first = key.charCodeAt(0);
  return first < COLON ? /^[0-9]+$/.test(key) : key === '__proto__';
}

/** The character after the digits. */
const COLON = 0x3a;

function spelledOut(value: Json): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return String(exact(value));
  if (value === null || typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map(spelledOut).join(',')}]`;
  const members = Object.keys(value)
    .sort()
    .flatMap((key) => {
      const member = value[key];
      return member === undefined ? [] : [`${quoted(key)}:${spelledOut(member)}`];
    });
  return `{${members.join(',')}}`;
}

function exact(value: number): number {
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
    throw new Error(`canonical JSON cannot hold the number ${value}`);
  }
  return value;
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
