import { InvalidArgumentError } from 'commander';

/** A whole number of at least one, as an option takes it. */
export function atLeastOne(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < 1) {
    throw new InvalidArgumentError('It takes a whole number from 1.');
  }
  return value;
}

/** A span of time such as `90s`, `30m`, `12h`, `7d`, in milliseconds; `0` is none. */
export function timeSpan(text: string): number {
  const found = /^(\d+(?:\.\d+)?)(s|m|h|d)$/.exec(text);
  if (text === '0') return 0;
  if (found === null)
    throw new InvalidArgumentError('It takes a time such as 90s, 30m, 12h or 7d.');
  return Number(found[1]) * (UNITS[found[2] ?? ''] ?? 0);
}

const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
