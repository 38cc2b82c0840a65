import { isLabel } from './label';

/** The label that follows one and that nobody has: its last number raised, `v1.0` to `v1.1`. Null where it grows too long. */
export function nextLabel(label: string, taken: Iterable<string> = []): string | null {
  const known = new Set([...taken].map((each) => each.toLowerCase()));
  let next = label;
  do {
    next = raisedLabel(next);
    if (!isLabel(next)) return null;
  } while (known.has(next.toLowerCase()));
  return next;
}

/** The label with its last number raised, whoever has that: `v1.0` as `v1.1`, `final` as `final.1`. */
export function raisedLabel(label: string): string {
  const [, before = label, number, after = ''] = /^(.*?)(\d+)(\D*)$/.exec(label) ?? [];
  return number === undefined ? `${label}.1` : `${before}${BigInt(number) + 1n}${after}`;
}
