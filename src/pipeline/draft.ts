import type { InputDeclaration, OutputDeclaration, PlanStep } from './model';
import type { Span } from './textNode';

/** An input with the place it was declared at. */
export interface DraftInput extends InputDeclaration {
  readonly span: Span;
}

/** An output with the place it was declared at. */
export interface DraftOutput extends OutputDeclaration {
  readonly span: Span;
}

/** A step as a dialect reads it: paths relative to the project, nothing left to interpolate, edges not yet made. */
export interface DraftStep extends Omit<PlanStep, 'inputs' | 'outputs' | 'needs'> {
  readonly inputs: readonly DraftInput[];
  readonly outputs: readonly DraftOutput[];
  /** Steps that are waited for although no path says so. */
  readonly after: readonly string[];
  /** Its name in the text. */
  readonly span: Span;
}

/** The pipeline of any dialect, as far as its text could be read. */
export interface Draft {
  readonly name: string | null;
  readonly version: string | null;
  readonly python: string | null;
  readonly lock: string | null;
  readonly source: readonly string[] | null;
  /** Files that are read before any step runs, and that no step may write. */
  readonly paramsFiles: readonly string[];
  /** In the order of the text; the instances of a matrix stand where their group stands. */
  readonly steps: readonly DraftStep[];
}
