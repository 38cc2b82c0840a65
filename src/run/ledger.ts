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
  /** Steps whose outcomes a checkpoint has made durable. */
  readonly #safe = new Set<string>();
  #record: RunRecord;
  #writtenAt: number;
  #writing: Promise<void> | null = null;
  /** Something came out since what was written down last. */
  #owed = false;
  #later: NodeJS.Timeout | null = null;

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
   * after hours has not been for nothing. Rarely for a long record: it is written whole each time. What
   * comes too early is made up for: the next step may take hours.
   */
  checkpoint(): void {
    this.#owed = true;
    if (this.#writing || this.#later) return;
    const every = CHECKPOINT_MS + this.#steps.length * 10;
    const wait = Math.min(every, every - (this.#now() - this.#writtenAt));
    if (wait <= 0) return this.#checkpointNow();
    this.#later = setTimeout(() => {
      this.#later = null;
      this.#checkpointNow();
    }, wait).unref();
  }

  #checkpointNow(): void {
    this.#owed = false;
    this.#writing = this.#writeSafely(this.record).then(() => {
      this.#writtenAt = this.#now();
      this.#writing = null;
      if (this.#owed) this.checkpoint();
    });
  }

  /** What was not safe when the record was taken down is not in it. */
  async #writeSafely(seen: RunRecord): Promise<void> {
    try {
      const synced = await this.#store.sync();
      if (synced.ok && this.#record.endedAt === null) {
        this.#records.writeRun(seen);
        for (const { name, status } of seen.steps) if (status === 'succeeded') this.#safe.add(name);
      }
    } catch {
      // The end of the run meets the same, and tells it.
    }
  }

  /** Whether a step's outcome has been made durable already. */
  isSafe(step: string): boolean {
    return this.#safe.has(step);
  }

  /** Waits for a checkpoint that is under way, so that none ever comes after the end. */
  async settle(): Promise<void> {
    this.close();
    await this.#writing;
    this.close();
  }

  /** No checkpoint begins any more of itself. */
  close(): void {
    if (this.#later) clearTimeout(this.#later);
    this.#later = null;
    this.#owed = false;
  }

  /** Writes the last word. */
  end(status: RunStatus): void {
    this.#record = { ...this.#record, status, endedAt: this.#now() };
    this.write();
  }
}

const CHECKPOINT_MS = 2000;
