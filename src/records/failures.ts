import type { Problem } from '../pipeline/problem';
import type { SnapshotFailure, TakeFailure } from '../snapshot/failures';
import type { StoreFailure } from '../store/failures';

export type { SnapshotFailure } from '../snapshot/failures';

/** Data only: every expected outcome that is not success. Words for each are in present/, a paragraph in docs/failures.md. */
export type Failure =
  StoreFailure | SnapshotFailure | RecordFailure | StepFailure | RunFailure | UseFailure;

/** What is wrong with, or missing among, the records. */
export type RecordFailure =
  | { readonly code: 'version-unknown'; readonly label: string; readonly known: readonly string[] }
  | {
      readonly code: 'version-ambiguous';
      readonly label: string;
      readonly candidates: readonly string[];
    }
  | {
      readonly code: 'version-taken';
      readonly label: string;
      readonly differences: readonly string[];
    }
  | { readonly code: 'version-damaged'; readonly label: string; readonly file: string }
  | { readonly code: 'label-invalid'; readonly label: string }
  | { readonly code: 'label-missing' }
  | { readonly code: 'label-mismatch'; readonly label: string; readonly file: string }
  /** `latest`: nothing has run. With what else the word could have meant, where it could. */
  | {
      readonly code: 'run-unknown';
      readonly id: string;
      /** There is a version of that name, where only a run would do. */
      readonly isVersion?: boolean;
      readonly versions?: readonly string[];
      readonly steps?: readonly string[];
    }
  | { readonly code: 'run-ambiguous'; readonly id: string; readonly candidates: readonly string[] }
  | { readonly code: 'run-damaged'; readonly id: string; readonly file: string }
  | { readonly code: 'run-unfinished'; readonly id: string }
  | {
      readonly code: 'run-not-saveable';
      readonly id: string;
      readonly why:
        | 'rerun'
        | 'targets'
        | 'steps'
        | 'bytes-gone'
        | 'failed'
        | 'cancelled'
        | 'interrupted'
        | 'incomplete';
      /** What `why` is about: targets, steps, files, or the version that was run again. */
      readonly steps: readonly string[];
    }
  | { readonly code: 'nothing-to-save'; readonly pipeline: string }
  /** `files`: what of the user's it keeps, relative to its folder. */
  | {
      readonly code: 'run-has-displaced';
      readonly id: string;
      readonly files: readonly string[];
    }
  /** `unknownOn`: the host of a process that cannot be asked from here whether it lives. */
  | { readonly code: 'run-is-live'; readonly id: string; readonly unknownOn?: string }
  | { readonly code: 'run-pinned'; readonly id: string }
  /** It has ended already; with null, no run is live. */
  | { readonly code: 'run-not-live'; readonly id: string | null }
  /** `--run-id` names a run or a version that is there already, or is no name for a folder. */
  | { readonly code: 'run-id-taken'; readonly id: string }
  | { readonly code: 'run-saved'; readonly id: string; readonly versions: readonly string[] }
  | { readonly code: 'no-earlier-verify'; readonly label: string };

/** Why a step has no outcome. */
export type StepFailure =
  | TakeFailure
  | {
      readonly code: 'step-exit';
      readonly step: string;
      readonly exit: number | null;
      readonly signal: string | null;
    }
  | { readonly code: 'step-timeout'; readonly step: string; readonly timeoutMs: number }
  | { readonly code: 'step-not-started'; readonly step: string; readonly error: string }
  | { readonly code: 'shell-missing'; readonly step: string; readonly shell: string }
  | { readonly code: 'step-lost'; readonly step: string }
  /** What goes into it, or came out of it, could not be taken into the store; or its outputs could not be taken away. */
  | {
      readonly code: 'step-not-kept';
      readonly step: string;
      readonly cause: StoreFailure | SnapshotFailure;
    }
  | { readonly code: 'step-cancelled'; readonly step: string }
  | { readonly code: 'step-blocked'; readonly step: string; readonly by: string };

/** Why a run as a whole did not happen or did not end well. */
export type RunFailure =
  | {
      readonly code: 'pipeline-has-problems';
      readonly file: string;
      readonly problems: readonly Problem[];
    }
  | {
      readonly code: 'pipeline-busy';
      readonly run: string;
      readonly pid: number;
      readonly host: string;
      readonly outputs: readonly string[];
    }
  | { readonly code: 'interpreter-missing'; readonly python: string; readonly lock: string | null }
  | { readonly code: 'steps-failed'; readonly steps: readonly string[] }
  | { readonly code: 'cancelled' }
  | { readonly code: 'scratch-not-usable'; readonly folder: string; readonly error: string };

/** Wrong use: what was asked for does not exist or does not fit. */
export type UseFailure =
  | { readonly code: 'pipeline-file-missing'; readonly file: string }
  | { readonly code: 'pipeline-file-not-found'; readonly folder: string }
  | {
      readonly code: 'pipeline-file-ambiguous';
      readonly folder: string;
      readonly files: readonly string[];
    }
  | { readonly code: 'pipeline-file-exists'; readonly file: string }
  /** What would be freed is not what was told before: it is this. */
  | { readonly code: 'not-as-told'; readonly objects: number; readonly bytes: number }
  | { readonly code: 'step-unknown'; readonly step: string; readonly known: readonly string[] }
  | { readonly code: 'usage'; readonly message: string };

/** The code of any failure. */
export type FailureCode = Failure['code'];
