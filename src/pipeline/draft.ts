import type { Reference } from './expressions';
import type { Resolved } from './fillTemplate';
import type { Instance } from './matrix';
import type { InputDeclaration, OutputDeclaration, PlanStep } from './model';
import type { Params } from './params';
import type { Span, TextNode } from './textNode';

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

/** What a text says before anything is made of it, for those who show where a value comes from. */
export interface DraftFacts {
  readonly root: TextNode;
  readonly params: Params;
  /** The steps with every matrix expanded. */
  readonly instances: readonly Instance[];
  /** What an expression in a step comes to, or why it comes to nothing. */
  readonly resolve: (reference: Reference, instance: Instance) => Resolved;
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
  /** Null where the text could not be read, or the dialect does not tell. */
  readonly facts: DraftFacts | null;
}

/** What a text comes to that says nothing. */
export const EMPTY_DRAFT: Draft = {
  name: null,
  version: null,
  python: null,
  lock: null,
  source: null,
  paramsFiles: [],
  steps: [],
  facts: null,
};
