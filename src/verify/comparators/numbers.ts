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
    left.exponent === right.exponent
  );
}

/** Whether any of the given bounds holds; never for something that is not finite. */
export function within(a: ReadNumber, b: ReadNumber, bounds: Bounds): boolean {
  if (!Number.isFinite(a.value) || !Number.isFinite(b.value)) return false;
  const { absolute } = distance(a, b);
  if (bounds.absolute !== undefined && absolute <= bounds.absolute) return true;
  // Apart, and by less than any double: what share of them that is, is not known.
  const isTiny = absolute === 0 && !sameNumber(a, b);
  if (bounds.relative !== undefined && Number.isFinite(absolute) && !isTiny) {
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

/** Where doubles would round what is between them away; null where they would not, or too many digits lie between. */
function exactDistance(a: ReadNumber, b: ReadNumber): number | null {
  if (a.exact === null && b.exact === null && a.value !== b.value) return null;
  if (!Number.isFinite(a.value) || !Number.isFinite(b.value)) return null;
  const [left, right] = [decimalOf(a.source), decimalOf(b.source)];
  const exponent = Math.min(left.exponent, right.exponent);
  if (Math.max(left.exponent, right.exponent) - exponent > MOST_DIGITS) return null;
  const apart = scaled(left, exponent) - scaled(right, exponent);
  return Number(`${apart < 0n ? -apart : apart}e${exponent}`);
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
