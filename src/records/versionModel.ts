import type { Digest } from '../base/digest';
import type { EnvironmentRecord } from '../environment/environmentModel';
import type { Warning } from './warnings';

/** Data only: versions/<pipeline file>/<label>.json, write-once. */
export interface VersionRecord {
  readonly format: 1;
  readonly label: string;
  readonly pipeline: string;
  readonly message: string | null;
  readonly savedAt: number;
  readonly snapshot: Digest;
  readonly plan: Digest;
  readonly sourceTree: Digest;
  readonly steps: readonly VersionStep[];
  readonly run: {
    readonly id: string;
    readonly startedAt: number;
    readonly endedAt: number;
    readonly host: string;
  };
  readonly environment: EnvironmentRecord;
  /** Environments of the runs that produced reused outcomes, by run id. */
  readonly producers?: Readonly<Record<string, EnvironmentRecord>>;
  /** Git commit at the time of the run, or null. */
  readonly commit: string | null;
  readonly warnings: readonly Warning[];
}

/** One step as a version keeps it. */
export interface VersionStep {
  readonly name: string;
  readonly recipe: Digest;
  readonly inputTree: Digest;
  readonly outcome: Digest;
  readonly environmentKey: Digest;
  readonly reusedFrom: string | null;
  readonly durationMs: number | null;
}
