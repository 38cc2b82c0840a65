import type { Difference } from '../../records/report';
import { MOST_DIFFERENCES } from './comparator';

/** Counts every difference and keeps the first ones. */
export class DifferenceList {
  readonly #kept: Difference[] = [];
  #total = 0;

  /** Makes a difference only where it is kept. */
  add(make: () => Difference): void {
    this.#total += 1;
    if (this.#kept.length < MOST_DIFFERENCES) this.#kept.push(make());
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
