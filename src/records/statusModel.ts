import type { Json } from '../base/json';
import type { StepFailure } from './failures';
import type { Warning } from './warnings';

/** Data only: how the steps of a pipeline stand while nothing runs, and why a step has to run. */

/** Why a step is not fresh. Several may hold at once; the first is the one to name. */
export type Reason =
  | { readonly kind: 'never-run' }
  /** Declared inputs that are not as they were: changed, come or gone. */
  | { readonly kind: 'input'; readonly paths: readonly string[] }
  /** A declared param; null where it was, or is, not there. */
  | { readonly kind: 'param'; readonly key: string; readonly was: Json; readonly is: Json }
  /** A declared environment variable. */
  | {
      readonly kind: 'variable';
      readonly name: string;
      readonly was: string | null;
      readonly is: string | null;
    }
  | { readonly kind: 'lock'; readonly path: string | null }
  | { readonly kind: 'command'; readonly part: 'commands' | 'shell' | 'outputs' | 'working-folder' }
  /** A step that this one needs has to run, or has been run, first. */
  | { readonly kind: 'after'; readonly step: string }
  /** Interpreter, distributions, executables, operating system or architecture; what of them, as far as known. */
  | { readonly kind: 'environment'; readonly what: readonly string[] }
  | { readonly kind: 'output-missing'; readonly paths: readonly string[] }
  /** Outputs that are not as the step left them: changed by hand. */
  | { readonly kind: 'output-changed'; readonly paths: readonly string[] }
  /** The step failed or was stopped when it was last tried. */
  | { readonly kind: 'failed'; readonly failure?: StepFailure | null }
  /** Inputs or code changed while the step last ran, so that it proves nothing. */
  | { readonly kind: 'not-reusable' }
  /** The outcome is on record, its bytes are neither in place nor in the store. */
  | { readonly kind: 'bytes-gone'; readonly paths: readonly string[] }
  /** Reuse was switched off. */
  | { readonly kind: 'asked' };

/** How one step stands. */
export interface StepStanding {
  readonly name: string;
  readonly status: 'fresh' | 'stale' | 'never-run';
  /** Empty for a fresh step. */
  readonly reasons: readonly Reason[];
}

/** How the steps of a pipeline stand, in plan order. */
export interface StatusReport {
  readonly steps: readonly StepStanding[];
  readonly warnings: readonly Warning[];
}
