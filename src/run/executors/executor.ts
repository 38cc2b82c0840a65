import type { Resources, Shell } from '../../pipeline/model';

/** Work for an executor: one script, read by one shell. Data only, so that it can travel. */
export interface Job {
  readonly run: string;
  readonly step: string;
  readonly attempt: number;
  readonly shell: Shell;
  readonly script: string;
  /** Absolute; it exists. */
  readonly workingFolder: string;
  /** The whole environment of the script; the executor adds the mark and nothing else. */
  readonly variables: Readonly<Record<string, string>>;
  /** Absolute; output and errors are added at its end, by descriptor. */
  readonly log: string;
  /** What an executor that cannot promise it has to refuse; null asks for nothing. */
  readonly resources: Resources | null;
}

/** How a job ended, as facts. None of them but `exited` with code 0 is a success. */
export type JobExit =
  | { readonly kind: 'exited'; readonly code: number; readonly leftRunning: Leftovers | null }
  | { readonly kind: 'signalled'; readonly signal: string; readonly leftRunning: Leftovers | null }
  /** It was asked to end and all that it had started is gone, save `left`. */
  | {
      readonly kind: 'cancelled';
      readonly ended: readonly number[];
      readonly left: readonly number[];
    }
  | { readonly kind: 'not-started'; readonly error: string }
  /** It is gone and nobody knows how it ended. */
  | { readonly kind: 'lost' };

/** What a job had left running behind it. */
export interface Leftovers {
  readonly ended: readonly number[];
  /** Found and not to be ended. */
  readonly left: readonly number[];
}

/** The leader of a job's processes, as far as this machine knows it. */
export interface JobProcess {
  readonly pid: number;
  readonly startTime: string | null;
}

/** Where a job runs. */
export interface JobPlace {
  /** What `reattach` takes, also in another process and after a crash. */
  readonly externalId: string;
  /** Null where it runs on another machine. */
  readonly process: JobProcess | null;
}

/** A job under way. */
export interface RunningJob {
  /** Where it runs, once that is known; null where it did not start. Never rejects. */
  readonly started: Promise<JobPlace | null>;
  /** Comes once all that the job had started is gone; never rejects. */
  readonly exit: Promise<JobExit>;
  /** Signal, grace, kill, for all descendants. May be called again, and after the exit: then it does nothing. */
  cancel(): void;
}

/** Where and how jobs run. Cancel ends all descendants; a lost job is never a success. */
export interface Executor {
  /** Starts a job; what keeps it from starting is its exit. */
  start(job: Job): RunningJob;
  /** Takes up a job that another process started: its end is seen as `lost`, and it can be cancelled. */
  reattach(externalId: string, job: Pick<Job, 'run' | 'step'>): RunningJob;
  /** Says how many jobs may come, at most, so that it can prepare for many. */
  expect?(jobs: number): void;
  /** Lets go of what it holds for starting jobs; jobs under way are not touched. */
  close(): void;
}

/** `NAME=value` in the environment of everything that a step starts, by which it is found again. */
export function markOf(job: Pick<Job, 'run' | 'step'>): string {
  return `${MARK}=${job.run}/${job.step}`;
}

/** The environment variable of the mark. */
export const MARK = 'REPRISE_STEP';
