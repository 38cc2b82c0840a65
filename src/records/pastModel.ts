import type { Digest } from '../base/digest';
import type { OutputKind } from '../pipeline/model';
import type { Drift, EnvironmentRecord } from '../environment/environmentModel';
import type { RunStatus, StepStatus } from './events';
import type { StepFailure } from './failures';
import type { OutputReport, StepReport } from './report';
import type { Reason } from './statusModel';
import type { Role, Verdict } from './verdict';
import type { Warning } from './warnings';

/** Data only: a pipeline's past as viewers are given it, light enough to be asked for again and again. */

/** What a list of versions and runs shows of one pipeline. */
export interface PipelinePast {
  /** The pipeline file, relative to the project. */
  readonly pipeline: string;
  /** Absolute folder of the project. */
  readonly root: string;
  /** Last saved first. */
  readonly versions: readonly VersionHead[];
  /** Versions whose records cannot be read, by label. */
  readonly damaged: readonly string[];
  /** Live ones first, then the newest; as many as were asked for. */
  readonly runs: readonly RunHead[];
  /** Whether there are older ones than these. */
  readonly more: boolean;
  /** How many there are; null where runs of other pipelines lie between them, which nobody has counted. */
  readonly total: number | null;
  /** A run has its folder and not yet its record: whoever watches looks again in a moment. */
  readonly beginning: boolean;
  /** Whether the store is there at all. */
  readonly exists: boolean;
}

/** What a pipeline file on the disk says of itself. */
export interface PipelineHead {
  /** Relative to the project. */
  readonly pipeline: string;
  /** Absolute folder of the project. */
  readonly root: string;
  /** File and folder once more, with all links followed. */
  readonly real: { readonly file: string; readonly root: string };
  /** Folders outside the window that hold what the steps read and write; absolute, links followed. */
  readonly outside: readonly string[];
  readonly name: string | null;
  readonly version: string | null;
  /** Problems that keep it from running. */
  readonly errors: number;
  /** In plan order. */
  readonly steps: readonly StepHead[];
}

/** A step as the pipeline file declares it. */
export interface StepHead {
  readonly name: string;
  readonly group: string | null;
  readonly needs: readonly string[];
  /** Relative to the project. */
  readonly outputs: readonly string[];
  /** Where its key stands in the file, counted from 1; null where that is not known. */
  readonly line: number | null;
}

/** A saved version in a line. */
export interface VersionHead {
  readonly label: string;
  readonly message: string | null;
  readonly savedAt: number;
  readonly snapshot: Digest;
  readonly plan: Digest;
  readonly run: string;
  readonly host: string;
  readonly commit: string | null;
  readonly steps: readonly string[];
  readonly warnings: readonly Warning[];
  /** Null where nobody has verified it here. */
  readonly last: VerdictHead | null;
}

/** A report in a line, with what each step came to. */
export interface VerdictHead {
  /** The run that was made for it; its report goes by this name. */
  readonly run: string;
  readonly verdict: Verdict;
  readonly sentence: string;
  /** When the re-run began, milliseconds since 1970. */
  readonly at: number;
  readonly durationMs: number;
  readonly began: { readonly step: string; readonly output: string } | null;
  readonly steps: Readonly<Record<string, StepVerdict>>;
  /** How many outputs were compared, and how many things of the environment were not as then. */
  readonly outputs: number;
  readonly drift: number;
}

/** What one step came to in a verify. */
export interface StepVerdict {
  readonly verdict: Verdict;
  readonly role: Role | null;
  /** The first output that is not as it was; null where there is none. */
  readonly output: string | null;
}

/** A run in a line. */
export interface RunHead {
  readonly id: string;
  readonly purpose: 'run' | 'rerun' | 'verify';
  readonly version: string | null;
  readonly label: string | null;
  readonly targets: readonly string[] | null;
  readonly status: RunStatus;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** How many steps stand so. */
  readonly counts: Readonly<Partial<Record<StepStatus, number>>>;
  readonly steps: number;
  /** The steps that run at the moment. */
  readonly running: readonly { readonly name: string; readonly startedAt: number }[];
  /** The first step that failed. */
  readonly failed: { readonly step: string; readonly failure: StepFailure | null } | null;
  readonly warnings: number;
  /** Labels of the versions saved from it. */
  readonly savedAs: readonly string[];
  readonly pinned: boolean;
  /** Of a verify that has ended: what it said. */
  readonly verdict: Verdict | null;
  readonly snapshot: Digest | null;
}

/** A run with its steps. */
export interface RunDetail {
  readonly head: RunHead;
  readonly steps: readonly StepDetail[];
  readonly warnings: readonly Warning[];
  readonly environment: EnvironmentRecord | null;
  readonly host: string;
  /** Files of the user that it moved aside and that still lie there. */
  readonly aside: readonly string[];
}

/** A step of a run. */
export interface StepDetail {
  readonly name: string;
  readonly status: StepStatus;
  readonly startedAt: number | null;
  readonly durationMs: number | null;
  readonly attempts: number;
  readonly failure: StepFailure | null;
  readonly reusedFrom: string | null;
  /** Why it was not reused, as the run told it. */
  readonly reason: Reason | null;
  readonly blockedBy: string | null;
  /** Absolute paths of its logs, one an attempt. */
  readonly logs: readonly string[];
  readonly outputs: readonly OutputFacts[];
}

/** A saved version with its steps and their outputs, and what the last verify said of each. */
export interface VersionDetail {
  readonly head: VersionHead;
  readonly steps: readonly VersionStepDetail[];
  readonly drift: readonly Drift[];
  readonly environment: EnvironmentRecord;
  /** Files of the source tree; null where its list is missing. */
  readonly files: number | null;
}

/** A step of a saved version. */
export interface VersionStepDetail {
  readonly name: string;
  readonly durationMs: number | null;
  readonly reusedFrom: string | null;
  readonly outputs: readonly (OutputFacts & { readonly judged: OutputReport | null })[];
  readonly judged: Pick<StepReport, 'verdict' | 'role' | 'failure' | 'notes'> | null;
}

/** What one declared output holds. */
export interface OutputFacts {
  /** As declared, relative to the project. */
  readonly path: string;
  readonly kind: OutputKind | null;
  readonly files: number;
  /** Bytes of all its files. */
  readonly size: number;
  /** Of its one file; null of a folder or a pattern with several, or none. */
  readonly digest: Digest | null;
}
