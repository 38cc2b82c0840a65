import type { RunStatus } from '../records/events';
import type { Records } from '../records/records';
import type { RunRecord, StepRecord } from '../records/runModel';
import type { Warning } from '../records/warnings';
import type { Store } from '../store/storeModel';

/** The record of a run while it is made. What it says of a step is written only after the bytes are safe. */
export class Ledger {
  readonly #records: Records;
  readonly #store: Store;
  readonly #now: () => number;
  readonly #places: ReadonlyMap<string, number>;
  readonly #steps: StepRecord[];
  #record: RunRecord;
  #writtenAt: number;
  #writing: Promise<void> | null = null;

  constructor(
    first: RunRecord,
    options: { readonly records: Records; readonly store: Store; readonly now: () => number },
  ) {
    this.#record = first;
    this.#steps = [...first.steps];
    this.#places = new Map(first.steps.map((step, place) => [step.name, place]));
    this.#records = options.records;
    this.#store = options.store;
    this.#now = options.now;
    this.#writtenAt = options.now();
  }

  /** As it stands now. */
  get record(): RunRecord {
    return { ...this.#record, steps: [...this.#steps] };
  }

  durationMs(): number {
    return this.#now() - this.#record.startedAt;
  }

  set(
    facts: Partial<
      Pick<
        RunRecord,
        | 'plan'
        | 'sourceTree'
        | 'snapshot'
        | 'environment'
        | 'products'
        | 'remembered'
        | 'producers'
        | 'failure'
      >
    >,
  ): void {
    this.#record = { ...this.#record, ...facts };
  }

  step(record: StepRecord): void {
    const place = this.#places.get(record.name);
    if (place === undefined) throw new Error(`no step ${record.name} in this run`);
    this.#steps[place] = record;
  }

  warn(warning: Warning): void {
    this.#record = { ...this.#record, warnings: [...this.#record.warnings, warning] };
  }

  write(): void {
    this.#writtenAt = this.#now();
    this.#records.writeRun(this.record);
  }

  /**
   * Now and then, makes durable what has come out so far and writes it down, so that a run that is killed
   * after hours has not been for nothing. Rarely for a long record: it is written whole each time.
   */
  checkpoint(): void {
    const every = CHECKPOINT_MS + this.#steps.length * 10;
    if (this.#writing || this.#now() - this.#writtenAt < every) return;
    const seen = this.record;
    this.#writing = this.#store.sync().then((synced) => {
      // What was not safe when the record was taken down is not in it.
      if (synced.ok && this.#record.endedAt === null) this.#records.writeRun(seen);
      this.#writtenAt = this.#now();
      this.#writing = null;
    });
  }

  /** Waits for a checkpoint that is under way, so that it never comes after the end. */
  async settle(): Promise<void> {
    await this.#writing;
  }

  /** Writes the last word. */
  end(status: RunStatus): void {
    this.#record = { ...this.#record, status, endedAt: this.#now() };
    this.write();
  }
}

const CHECKPOINT_MS = 2000;
