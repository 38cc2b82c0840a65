/** What a duration looks like. */
export const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/;
const DURATION_PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/g;
const UNITS_OF_TIME: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** What a size looks like. */
export const SIZE = /^(\d+(?:\.\d+)?) ?([KMGTP]i?)?B?$/;
const POWERS = 'KMGTP';

/** Milliseconds of `90s`, `1h30m`, `500ms`; null where it is no duration or none that is longer than nothing. */
export function parseDuration(text: string): number | null {
  if (!DURATION.test(text)) return null;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(DURATION_PART)) {
    total += Number(amount) * (UNITS_OF_TIME[unit as string] as number);
  }
  const rounded = Math.round(total);
  return rounded > 0 && Number.isSafeInteger(rounded) ? rounded : null;
}

/** Bytes of `8GiB`, `512 MiB`, `16GB`, `1024B`; null where it is no size or has no unit. */
export function parseSize(text: string): number | null {
  const match = SIZE.exec(text);
  if (match === null || /\d$/.test(text)) return null;
  const unit = match[2] ?? '';
  const power = unit === '' ? 0 : POWERS.indexOf(unit.charAt(0)) + 1;
  const bytes = Math.round(Number(match[1]) * (unit.endsWith('i') ? 1024 : 1000) ** power);
  return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : null;
}
