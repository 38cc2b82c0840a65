import type { Digest } from '../base/digest';
import type { Json } from '../base/json';
import type { Drift } from '../environment/environmentModel';
import type { Role, Verdict } from './verdict';
import type { Warning } from './warnings';

/** Data only: the result of a verify or a diff; what `verify --json` prints. */
export interface Report {
  readonly format: 1;
  readonly pipeline: string;
  readonly version: string;
  /** What the version named when it was verified; a diff has none. */
  readonly snapshot?: Digest;
  /** The run that was made for it. */
  readonly run: string;
  /** `replay`: the second side was run again for it, nothing reused. `diff`: any other two sides. */
  readonly mode: 'replay' | 'diff';
  /** What was laid side by side; only where somebody named both sides. */
  readonly compared?: Compared;
  readonly rules: 'saved' | 'workspace';
  readonly verdict: Verdict;
  /** Never true of a `diff`: whoever runs nothing again reproduces nothing. */
  readonly reproducible: boolean;
  readonly sentence: string;
  /** The first `different` output in plan order; null where nothing is different. */
  readonly firstDivergence: { readonly step: string; readonly output: string } | null;
  readonly steps: readonly StepReport[];
  readonly environment: { readonly drift: readonly Drift[] };
  readonly warnings: readonly Warning[];
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly savedDurationMs: number | null;
}

/** The two sides of a comparison, and what they have in common from the start. */
export interface Compared {
  readonly was: ComparedSide;
  readonly is: ComparedSide;
  /** Steps that happened once and stand on both sides, because one reused what the other has. */
  readonly shared: readonly string[];
}

/** One side, as it was named; a run by its whole id. */
export interface ComparedSide {
  readonly kind: 'version' | 'run';
  readonly name: string;
}

/** One step, judged. */
export interface StepReport {
  readonly name: string;
  readonly verdict: Verdict;
  readonly role: Role | null;
  readonly explanation: Explanation | null;
  readonly failure: StepFailureReport | null;
  readonly outputs: readonly OutputReport[];
  /** Why a step is no better than incomparable although its bytes agree, and the like. */
  readonly notes: readonly string[];
}

/** Why a step did not come out again; made by a later part. */
export interface Explanation {
  readonly kind: 'declared' | 'environment' | 'undeclared' | 'nondeterminism' | 'unknown';
  readonly cause: readonly string[];
  readonly sentence: string;
  readonly evidence: readonly string[];
  readonly suggestion: string | null;
}

/** Why a step has no outcome to compare. */
export interface StepFailureReport {
  readonly code: string;
  readonly exit: number | null;
  readonly signal: string | null;
  readonly logTail: readonly string[];
}

/** One declared output, judged. */
export interface OutputReport {
  readonly path: string;
  readonly verdict: Verdict;
  /** Which comparator gave the verdict: `bytes`, `text`, `json`. */
  readonly comparator: string;
  /** Digest of the file or, for folders and globs, of their tree; null where it is missing on that side. */
  readonly was: Digest | null;
  readonly is: Digest | null;
  readonly notes: readonly string[];
  readonly differencesTotal: number;
  /** The first 100. */
  readonly differences: readonly Difference[];
}

/** One place where two outputs part. */
export interface Difference {
  /** Path relative to the project. */
  readonly file: string;
  /** JSON path, line number, byte offset, `mode`, `kind`, or null where the file as a whole is meant. */
  readonly at: string | null;
  readonly was: Json;
  readonly is: Json;
  /** The side whose file says `null` there; every other null means that nothing stands there. */
  readonly writtenNull?: 'was' | 'is';
  /** `is - was` for numbers, else null. */
  readonly delta: number | null;
}
