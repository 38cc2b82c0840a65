import type { RunEvent } from '../records/events';

/**
 * Knows which files of the user were told while they were moved aside, so that the warning which says the same once
 * the step is over, and stays in the record, is not told too. It is where part of them was put back, or more went.
 */
export class ToldAside {
  readonly #paths = new Map<string, Set<string>>();

  /** Takes notice of an event; true where all of it has been told. */
  wasTold(event: RunEvent): boolean {
    if (event.type === 'displacing') {
      const before = this.#paths.get(event.step) ?? [];
      this.#paths.set(event.step, new Set([...before, ...event.paths]));
    }
    if (event.type !== 'warning' || event.warning.code !== 'displaced') return false;
    const told = this.#paths.get(event.warning.step);
    const { paths } = event.warning;
    return told?.size === paths.length && paths.every((path) => told.has(path));
  }
}
