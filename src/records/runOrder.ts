import { byCodeUnit } from '../base/paths';
import { isOwnRunId, timeOfRunId } from './runId';

/** Tells when a run started, in milliseconds since 1970; null where nobody has written it down. */
export type StartOf = (id: string) => number | null;

/**
 * Puts runs in the order in which they started. An id that Reprise made tells the time by itself; one that
 * a starter gave may be any text, and its record has to be asked, once.
 */
export class RunOrder {
  readonly #ask: { readonly few: StartOf; readonly many: () => StartOf };
  readonly #known = new Map<string, number>();

  constructor(ask: { readonly few: StartOf; readonly many: () => StartOf }) {
    this.#ask = ask;
  }

  /** Oldest first; where two started at once, by id. */
  sort<T>(things: readonly T[], idOf: (thing: T) => string): T[] {
    const ids = things.map(idOf);
    const given = ids.filter((id) => !isOwnRunId(id));
    if (given.length === 0) return [...things].sort((a, b) => byCodeUnit(idOf(a), idOf(b)));
    const unknown = given.filter((id) => !this.#known.has(id));
    const ask = unknown.length > FEW ? this.#ask.many() : this.#ask.few;
    const asked = new Map<string, number>();
    for (const id of new Set(unknown)) {
      const start = ask(id) ?? this.#ask.few(id);
      if (start === null)
        asked.set(id, Number.POSITIVE_INFINITY); // begins this moment, or is damaged
      else this.#known.set(id, start);
    }
    const placed = things.map((thing, at) => {
      const id = ids[at] ?? '';
      return { thing, id, start: timeOfRunId(id) ?? this.#known.get(id) ?? asked.get(id) ?? 0 };
    });
    placed.sort((a, b) => (a.start === b.start ? byCodeUnit(a.id, b.id) : a.start - b.start));
    return placed.map(({ thing }) => thing);
  }
}

/** As many records are read before it is worth to open the history. */
const FEW = 8;
