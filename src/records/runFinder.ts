import type { Result } from '../base/result';
import type { RecordFailure } from './failures';
import type { History } from './history';
import type { RunLine } from './historyLines';
import type { RunRecord, StepRecord } from './runModel';

/** Finds runs from the newest backwards; the history spares it the records that cannot be meant. */
export class RunFinder {
  readonly #history: History;
  readonly #source: RunSource;
  readonly #ended = new Map<string, RunRecord>();
  #listed: { readonly changed: number; readonly ids: readonly string[] } | null = null;

  constructor(history: History, source: RunSource) {
    this.#history = history;
    this.#source = source;
  }

  latest(pipeline: string, wanted: (run: RunRecord) => boolean): RunRecord | null {
    for (const id of this.#newestFirst((line) => line.pipeline === pipeline)) {
      const run = this.#read(id);
      if (run?.pipeline === pipeline && wanted(run)) return run;
    }
    return null;
  }

  lastStep(
    pipeline: string,
    name: string,
    wanted: (step: StepRecord) => boolean = () => true,
  ): StepRecord | null {
    const mayHave = ({ steps, purpose, ...line }: RunLine): boolean =>
      line.pipeline === pipeline && purpose === 'run' && steps.includes(name);
    for (const id of this.#newestFirst(mayHave)) {
      const run = this.#read(id);
      if (run?.pipeline !== pipeline || run.purpose !== 'run') continue;
      const step = run.steps.find((one) => one.name === name);
      if (step !== undefined && step.recipe !== null && wanted(step)) return step;
    }
    return null;
  }

  /** Ids that may be meant: behind the newest, those that the history does not know better. */
  *#newestFirst(mayBe: (line: RunLine) => boolean): Iterable<string> {
    const ids = this.#ids();
    let lineOf: ((id: string) => RunLine | null) | null = null;
    for (let at = ids.length - 1; at >= 0; at--) {
      const id = ids[at] as string;
      if (ids.length - at > READ_AT_ONCE) {
        lineOf ??= this.#history.runLines();
        const line = lineOf(id);
        if (line !== null && !mayBe(line)) continue;
      }
      yield id;
    }
  }

  /** A status asks for one step after the other, and listing ten thousand names takes its time. */
  #ids(): readonly string[] {
    const changed = this.#source.changedAt();
    if (this.#listed === null || this.#listed.changed !== changed) {
      // A folder that changed this very moment may change again without its time telling.
      const settled = changed !== null && this.#source.now() - changed > SETTLED_MS;
      const ids = this.#source.ids();
      this.#listed = settled ? { changed, ids } : null;
      return ids;
    }
    return this.#listed.ids;
  }

  /** A run that has ended does not change any more, and a status asks for each step of it. */
  #read(id: string): RunRecord | null {
    const known = this.#ended.get(id);
    if (known !== undefined) return known;
    const run = this.#source.read(id);
    if (!run.ok) return null;
    if (run.value.endedAt !== null) {
      if (this.#ended.size >= KEPT_AT_MOST) this.#ended.clear();
      this.#ended.set(id, run.value);
    }
    return run.value;
  }
}

/** Where runs come from. */
export interface RunSource {
  /** Oldest first. */
  ids(): string[];
  /** Milliseconds since 1970. */
  now(): number;
  /** When a run was last added or removed; null where nobody knows. */
  changedAt(): number | null;
  read(id: string): Result<RunRecord, RecordFailure>;
}

/** As many records are read before it is worth to open the history. */
const READ_AT_ONCE = 8;

const KEPT_AT_MOST = 64;

const SETTLED_MS = 1000;
