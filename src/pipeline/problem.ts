import type { Range } from './model';

/** Something wrong in the text of a pipeline: it has a place, and never stops the reader. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  /** Kebab-case, with a paragraph in docs/failures.md. */
  readonly code: string;
  readonly range: Range;
  /** What is wrong, where, and what to do: whole sentences. */
  readonly message: string;
}
