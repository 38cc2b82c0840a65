import { exactJson } from '../../base/json';
import type { Difference } from '../../records/report';
import { MOST_DIFFERENCES } from './comparator';

/** Counts every difference and keeps the first ones, in a form that every report can hold. */
export class DifferenceList {
  readonly #kept: Difference[] = [];
  #total = 0;

  /** Makes a difference only where it is kept. */
  add(make: () => Difference): void {
    this.#total += 1;
    if (this.#kept.length < MOST_DIFFERENCES) this.#kept.push(exact(make()));
  }

  /** How many there are. */
  get total(): number {
    return this.#total;
  }

  /** The first ones. */
  get kept(): readonly Difference[] {
    return this.#kept;
  }
}

/** A report is canonical JSON, which has no number beyond 2^53: such a value is shown as text, such a delta not at all. */
function exact(difference: Difference): Difference {
  const { was, is, delta } = difference;
  const holds = delta !== null && exactJson(delta) === delta;
  return { ...difference, was: exactJson(was), is: exactJson(is), delta: holds ? delta : null };
}
