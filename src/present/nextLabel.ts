import { raisedLabel } from '../pipeline/nextLabel';

/** A label that is free: the last number of the one there is, raised until nobody has it. */
export function nextLabel(label: string | null, taken: readonly string[]): string {
  const known = new Set(taken.map((one) => one.toLowerCase()));
  let next = label ?? 'v1.0';
  while (known.has(next.toLowerCase())) next = raisedLabel(next);
  return next;
}
