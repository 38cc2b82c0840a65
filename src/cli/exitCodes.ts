import type { FailureCode } from '../records/failures';
import type { Verdict } from '../records/verdict';

/**
 * `0` done · `1` different · `2` wrong use, or a pipeline file with errors · `3` a step failed, or a
 * re-run or comparison could not be made · `4` the store is damaged · `130` cancelled.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 130;

/** What the command line exits with for each verdict. */
export const VERDICT_EXITS: Readonly<Record<Verdict, ExitCode>> = {
  identical: 0,
  equivalent: 0,
  different: 1,
  incomparable: 3,
  'not-run': 3,
};

/** What the command line exits with for each failure. */
export const FAILURE_EXITS: Readonly<Record<FailureCode, ExitCode>> = {
  'object-missing': 3,
  'object-damaged': 4,
  'tree-missing': 3,
  'tree-damaged': 4,
  'store-newer': 2,
  'store-linked': 2,
  'store-not-writable': 3,
  'disk-full': 3,
  'record-gone': 3,
  'file-vanished': 3,
  'file-unreadable': 3,
  'file-changed-while-read': 3,
  'path-unsafe': 4,
  'file-exists': 3,

  'name-not-utf8': 3,
  'input-missing': 3,
  'input-bytes-missing': 3,
  'folder-not-empty': 2,
  'folder-in-project': 2,
  'link-leads-out': 3,
  'not-enough-space': 3,

  'version-unknown': 2,
  'version-ambiguous': 2,
  'version-taken': 2,
  'version-damaged': 4,
  'label-invalid': 2,
  'label-missing': 2,
  'label-mismatch': 2,
  'run-unknown': 2,
  'run-ambiguous': 2,
  'run-damaged': 4,
  'run-unfinished': 2,
  'run-not-saveable': 2,
  'nothing-to-save': 2,
  'run-has-displaced': 2,
  'run-is-live': 2,
  'run-pinned': 2,
  'run-not-live': 2,
  'run-id-taken': 2,
  'run-saved': 2,
  'no-earlier-verify': 2,
  'not-as-told': 2,

  'step-exit': 3,
  'step-timeout': 3,
  'step-not-started': 3,
  'step-lost': 3,
  'step-not-kept': 3,
  'step-cancelled': 130,
  'step-blocked': 3,
  'input-gone': 3,
  'output-missing': 3,
  'output-link-leads-out': 3,
  'output-never-taken': 3,
  'output-not-readable': 3,

  'pipeline-has-problems': 2,
  'pipeline-busy': 2,
  'interpreter-missing': 3,
  'shell-missing': 3,
  'steps-failed': 3,
  cancelled: 130,
  'scratch-not-usable': 3,

  'pipeline-file-missing': 2,
  'pipeline-file-not-found': 2,
  'pipeline-file-ambiguous': 2,
  'pipeline-file-exists': 2,
  'step-unknown': 2,
  usage: 2,
};
