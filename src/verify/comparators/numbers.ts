import type { Bounds } from '../../pipeline/model';

/** A number of a document: its double, and exactly where a double would round it. */
export interface ReadNumber {
  readonly value: number;
  /** For whole numbers beyond 2^53, which a double cannot tell from their neighbours. */
  readonly exact: bigint | null;
  /** A finite number that no double reaches: by its digits only. */
  readonly beyond: string | null;
}

/** How far two numbers are apart, for the words of a note. */
export interface Distance {
  readonly absolute: number;
  /** To the larger magnitude. */
  readonly relative: number;
}

const WHOLE = /^-?\d+$/;
const NAMED = new Set(['NaN', 'Infinity', '-Infinity']);

/** Reads a number as JSON or Python writes it, so that nothing is lost. */
export function readNumber(source: string): ReadNumber {
  const value = Number(source);
  if (Number.isFinite(value)) {
    if (Number.isSafeInteger(value) || !WHOLE.test(source)) return plain(value);
    return { value, exact: BigInt(source), beyond: null };
  }
  if (NAMED.has(source)) return plain(value);
  const exact = WHOLE.test(source) ? BigInt(source) : null;
  return { value, exact, beyond: source };
}

/** Whether two numbers are one value; NaN is itself. */
export function sameNumber(a: ReadNumber, b: ReadNumber): boolean {
  if (a.exact !== null || b.exact !== null) {
    const left = wholeOf(a);
    return left !== null && left === wholeOf(b);
  }
  if (a.beyond !== null || b.beyond !== null) return a.beyond === b.beyond;
  return a.value === b.value || (Number.isNaN(a.value) && Number.isNaN(b.value));
}

/** Whether any of the given bounds holds; never for something that is not finite. */
export function within(a: ReadNumber, b: ReadNumber, bounds: Bounds): boolean {
  if (!Number.isFinite(a.value) || !Number.isFinite(b.value)) return false;
  const { absolute } = distance(a, b);
  if (bounds.absolute !== undefined && absolute <= bounds.absolute) return true;
  if (bounds.relative !== undefined && Number.isFinite(absolute)) {
    const larger = Math.max(Math.abs(a.value), Math.abs(b.value));
    if (absolute <= bounds.relative * larger) return true;
  }
  return bounds.ulp !== undefined && ulpDistance(a.value, b.value) <= bounds.ulp;
}

/** |a - b| in its own unit and relative to the larger magnitude. */
export function distance(a: ReadNumber, b: ReadNumber): Distance {
  const absolute = exactDistance(a, b) ?? Math.abs(a.value - b.value);
  const larger = Math.max(Math.abs(a.value), Math.abs(b.value));
  return { absolute, relative: absolute === 0 ? 0 : absolute / larger };
}

/** `is - was` as far as a double can tell; null where one of them is not finite. */
export function deltaOf(was: ReadNumber, is: ReadNumber): number | null {
  const [a, b] = [wholeOf(was), wholeOf(is)];
  const delta = a !== null && b !== null ? Number(b - a) : is.value - was.value;
  return Number.isFinite(delta) ? delta : null;
}

/** How many representable doubles lie from one to the other; the two zeros are one. */
export function ulpDistance(a: number, b: number): number {
  const apart = rank(a) - rank(b);
  return Number(apart < 0n ? -apart : apart);
}

/** Where doubles would round one of them away. */
function exactDistance(a: ReadNumber, b: ReadNumber): number | null {
  if (a.exact === null && b.exact === null) return null;
  const [left, right] = [wholeOf(a), wholeOf(b)];
  if (left === null || right === null) return null;
  return Number(left > right ? left - right : right - left);
}

function plain(value: number): ReadNumber {
  return { value, exact: null, beyond: null };
}

function wholeOf(number: ReadNumber): bigint | null {
  if (number.exact !== null) return number.exact;
  return Number.isInteger(number.value) ? BigInt(number.value) : null;
}

/** Doubles in order as whole numbers, so that neighbours differ by one. */
function rank(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigInt64(0);
  return bits >= 0n ? bits : -(bits & 0x7fffffffffffffffn);
}
