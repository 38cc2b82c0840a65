import type { Digest } from '../base/digest';
import type { Json } from '../base/json';
import type { ProcessIdentity } from '../base/processes';
import type { EnvironmentRecord } from '../environment/environmentModel';
import type { RunStatus, StepStatus } from './events';
import type { Product } from '../snapshot/productModel';
import type { Failure, StepFailure } from './failures';
import type { Warning } from './warnings';

/** Data only: runs/<id>/run.json. */

export type { ProcessIdentity } from '../base/processes';

/** One run, or the re-run of a verify: written when it starts, written again whole when it ends. */
export interface RunRecord {
  readonly format: 1;
  readonly id: string;
  readonly pipeline: string;
  readonly purpose: 'run' | 'rerun' | 'verify';
  /** The saved version that is run in a room, as `pipeline@label` parts; null for a run of the workspace. */
  readonly version: string | null;
  /** The snapshot that this version named then: on another branch the label may name another. */
  readonly versionSnapshot?: Digest | null;
  /** The label in the pipeline file when the run started. */
  readonly label: string | null;
  /** Names of the targets; null for the whole pipeline. */
  readonly targets: readonly string[] | null;
  readonly process: ProcessIdentity;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly status: RunStatus;
  /** Absolute path of the room, for gc after a crash; null outside one. */
  readonly room: string | null;
  readonly plan: Digest | null;
  readonly sourceTree: Digest | null;
  readonly snapshot: Digest | null;
  readonly steps: readonly StepRecord[];
  /** What came or changed during this run, and what earlier ones left that lies there unchanged. */
  readonly products: readonly ProductRecord[];
  /** What earlier runs left and that was away, or another, when this run began: it may come back. */
  readonly remembered?: readonly ProductRecord[];
  readonly environment: EnvironmentRecord | null;
  /** Environments of the runs whose outcomes were reused, by run id. */
  readonly producers?: Readonly<Record<string, EnvironmentRecord>>;
  readonly warnings: readonly Warning[];
  /** Why no step could run; not there where steps ran. */
  readonly failure?: Failure;
}

/** One step of a run. */
export interface StepRecord {
  readonly name: string;
  readonly status: StepStatus;
  /** Null where the step never got so far. */
  readonly recipe: Digest | null;
  readonly inputTree: Digest | null;
  readonly outcome: Digest | null;
  readonly environmentKey: Digest | null;
  /** The run that produced a reused outcome, else null. */
  readonly reusedFrom: string | null;
  readonly attempts: number;
  readonly startedAt: number | null;
  readonly durationMs: number | null;
  readonly exit: number | null;
  readonly signal: string | null;
  readonly failure: StepFailure | null;
  /** False where inputs changed meanwhile, so that it proves nothing to a later run. */
  readonly reusable: boolean;
}

/** Something untracked and undeclared that came or changed during a run. */
export type ProductRecord = Product;

/** A value with the digest of what stands before it, so that `fsck` proves it too. */
export interface Sealed {
  readonly digest: Digest;
  readonly [key: string]: Json | undefined;
}
