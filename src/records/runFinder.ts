import type { Result } from '../base/result';
import type { RecordFailure } from './failures';
import type { History } from './history';
import type { RunRecord, StepRecord } from './runModel';

/** Finds runs from the newest backwards; the history spares it the records that cannot be meant. */
export class RunFinder {
  readonly #history: History;
  readonly #source: RunSource;
  readonly #ended = new Map<string, RunRecord>();

  constructor(history: History, source: RunSource) {
    this.#history = history;
    this.#source = source;
  }

  latest(pipeline: string, wanted: (run: RunRecord) => boolean): RunRecord | null {
    for (const [at, id] of this.#source.ids().reverse().entries()) {
      if (at >= READ_AT_ONCE && !this.#mayBeOf(id, pipeline)) continue;
      const run = this.#read(id);
      if (run?.pipeline === pipeline && wanted(run)) return run;
    }
    return null;
  }

  lastStep(pipeline: string, name: string): StepRecord | null {
    for (const [at, id] of this.#source.ids().reverse().entries()) {
      if (at >= READ_AT_ONCE && !this.#mayBeOf(id, pipeline, name)) continue;
      const run = this.#read(id);
      if (run?.pipeline !== pipeline || run.purpose !== 'run') continue;
      const step = run.steps.find((one) => one.name === name);
      if (step !== undefined && step.recipe !== null) return step;
    }
    return null;
  }

  /** False where the history knows better; a run that it does not know has to be read. */
  #mayBeOf(id: string, pipeline: string, step?: string): boolean {
    const line = this.#history.runLine(id);
    if (line === null) return true;
    if (line.pipeline !== pipeline) return false;
    return step === undefined || (line.purpose === 'run' && line.steps.includes(step));
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
  read(id: string): Result<RunRecord, RecordFailure>;
}

/** As many records are read before it is worth to open the history. */
const READ_AT_ONCE = 8;

const KEPT_AT_MOST = 64;
