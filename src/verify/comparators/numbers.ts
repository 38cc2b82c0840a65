import type { Bounds } from '../../pipeline/model';

/** A number of a document: its double, and exactly where a double would round it. */
export interface ReadNumber {
  readonly value: number;
  /** For whole numbers beyond 2^53, which a double cannot tell from their neighbours. */
  readonly exact: bigint | null;
  /** A finite number that no double reaches: by its digits only. */
  readonly beyond: string | null;
  /** As it was written. */
  readonly source: string;
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
    if (Number.isSafeInteger(value) || !WHOLE.test(source)) return plain(value, source);
    return { value, exact: BigInt(source), beyond: null, source };
  }
  if (NAMED.has(source)) return plain(value, source);
  const exact = WHOLE.test(source) ? BigInt(source) : null;
  return { value, exact, beyond: source, source };
}

/** Whether two numbers are one value, to the last digit that is written; NaN is itself. */
export function sameNumber(a: ReadNumber, b: ReadNumber): boolean {
  if (NAMED.has(a.source) || NAMED.has(b.source)) return a.source === b.source;
  // What differs as doubles differs in digits too; the other way round it need not.
  if (a.value !== b.value) return false;
  if (a.source === b.source) return true;
  const [left, right] = [decimalOf(a.source), decimalOf(b.source)];
  return (
    left.negative === right.negative &&
    left.digits === right.digits &&
    left.exponent === right.exponent &&
    // A larger one was rounded itself.
    Number.isSafeInteger(left.exponent)
  );
}

/**
 * Whether any of the given bounds holds, for the numbers as they are written: 0.51 is within 0.01 of 0.5, though
 * their doubles are not. Never for something that is not finite.
 */
export function within(a: ReadNumber, b: ReadNumber, bounds: Bounds): boolean {
  if (!Number.isFinite(a.value) || !Number.isFinite(b.value)) return false;
  const { absolute } = distance(a, b);
  const larger = Math.max(Math.abs(a.value), Math.abs(b.value));
  const holds = (most: number, exactly: () => boolean | null): boolean => {
    const isPlain = Math.abs(absolute - most) > roundingOf(larger);
    return isPlain ? absolute < most : (exactly() ?? absolute < most);
  };
  const { absolute: most, relative: share, ulp } = bounds;
  if (most !== undefined && holds(most, () => isWithin(a, b, most))) return true;
  // Apart, and by less than any double: what share of them that is, is not known.
  const isTiny = absolute === 0 && !sameNumber(a, b);
  if (share !== undefined && Number.isFinite(absolute) && !isTiny) {
    if (holds(share * larger, () => isWithinShare(a, b, share))) return true;
  }
  return ulp !== undefined && ulpDistance(a.value, b.value) <= ulp;
}

/** How far the distance of two doubles, the larger of them this large, may be from that of what was written. */
export function roundingOf(larger: number): number {
  return larger * 2 ** -50;
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
  return Number(magnitude(rank(a) - rank(b)));
}

/** Where doubles would round what is between them away; null where they would not, or too many digits lie between. */
function exactDistance(a: ReadNumber, b: ReadNumber): number | null {
  if (a.exact === null && b.exact === null && a.value !== b.value) return null;
  if (!Number.isFinite(a.value) || !Number.isFinite(b.value)) return null;
  const read = inOneUnit([a.source, b.source]);
  if (read === null) return null;
  const [left, right] = read.values as [bigint, bigint];
  return Number(`${magnitude(left - right)}e${read.exponent}`);
}

/** Whether what is written lies at most this far apart; null where too many digits lie between. */
function isWithin(a: ReadNumber, b: ReadNumber, most: number): boolean | null {
  const read = inOneUnit([a.source, b.source, String(most)]);
  if (read === null) return null;
  const [left, right, bound] = read.values as [bigint, bigint, bigint];
  return magnitude(left - right) <= bound;
}

/** The same for a share of the larger one. */
function isWithinShare(a: ReadNumber, b: ReadNumber, share: number): boolean | null {
  const read = inOneUnit([a.source, b.source]);
  const parts = inOneUnit([String(share), '1']);
  if (read === null || parts === null) return null;
  const [left, right] = read.values as [bigint, bigint];
  const [bound, one] = parts.values as [bigint, bigint];
  const [before, now] = [magnitude(left), magnitude(right)];
  return magnitude(left - right) * one <= (before > now ? before : now) * bound;
}

/** Numbers as whole ones of a unit that all of them share, ten to the `exponent`; null where that takes too many digits. */
function inOneUnit(
  sources: readonly string[],
): { readonly values: readonly bigint[]; readonly exponent: number } | null {
  const decimals = sources.map(decimalOf);
  const exponents = decimals.map((decimal) => decimal.exponent);
  const exponent = Math.min(...exponents);
  if (!(Math.max(...exponents) - exponent <= MOST_DIGITS)) return null;
  return { values: decimals.map((decimal) => scaled(decimal, exponent)), exponent };
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** A decimal number without zeros at its ends: `digits` times ten to the `exponent`. */
interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

function decimalOf(source: string): Decimal {
  const [, sign, whole = '', part = '', power = '0'] = DECIMAL.exec(source) ?? [];
  const all = (whole + part).replace(/^0+/, '');
  const digits = all.replace(/0+$/, '');
  if (digits === '') return { negative: false, digits, exponent: 0 };
  const exponent = Number(power) - part.length + (all.length - digits.length);
  return { negative: sign === '-', digits, exponent };
}

function scaled({ negative, digits, exponent }: Decimal, to: number): bigint {
  const value = BigInt(digits + '0'.repeat(digits === '' ? 0 : exponent - to));
  return negative ? -value : value;
}

const DECIMAL = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/;
const MOST_DIGITS = 2000;

function plain(value: number, source: string): ReadNumber {
  return { value, exact: null, beyond: null, source };
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
