import { digestOf, isDigest } from '../base/digest';
import { canonicalJson } from '../base/json';
import type { Json } from '../base/json';
import { isObject } from '../base/shape';

/** What a record's file turned out to hold. */
export type Opened =
  /** `digest` is null where the record was not sealed. */
  | {
      readonly state: 'whole';
      readonly value: Readonly<Record<string, unknown>>;
      readonly sealed: boolean;
    }
  | { readonly state: 'damaged' };

/** A record as text: its canonical JSON and, as its last key, the digest of that. */
export function seal(record: object): string {
  const text = canonicalJson(record as Readonly<Record<string, Json>>);
  const rest = text.slice(0, -1);
  return `${rest}${rest === '{' ? '' : ','}"digest":"${digestOf(text)}"}\n`;
}

/** A record as text that may still change: canonical JSON without a digest. */
export function leaveOpen(record: object): string {
  return `${canonicalJson(record as Readonly<Record<string, Json>>)}\n`;
}

/** Reads a record's text and proves its seal, where it has one. White space and the order of keys do not count. */
export function unseal(text: string): Opened {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { state: 'damaged' };
  }
  if (!isObject(parsed)) return { state: 'damaged' };
  const { digest, ...value } = parsed;
  if (digest === undefined) return { state: 'whole', value, sealed: false };
  const whole = isDigest(digest) && (isAsWritten(text, digest) || isProven(value, digest));
  return whole ? { state: 'whole', value, sealed: true } : { state: 'damaged' };
}

/** The short way: the text is as it was written, so no JSON has to be made to prove it. */
function isAsWritten(text: string, digest: string): boolean {
  const end = `,"digest":"${digest}"}\n`;
  return text.endsWith(end) && digestOf(`${text.slice(0, -end.length)}}`) === digest;
}

function isProven(value: Readonly<Record<string, unknown>>, digest: string): boolean {
  try {
    return digestOf(canonicalJson(value as Readonly<Record<string, Json>>)) === digest;
  } catch {
    return false; // a number that no writer of ours would write
  }
}
