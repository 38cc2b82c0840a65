import type { Range } from './model';

/** Another place that has to do with a problem. */
export interface RelatedPlace {
  readonly range: Range;
  /** What stands there, as a sentence. */
  readonly message: string;
}

/** Something wrong in the text of a pipeline: it has a place, and never stops the reader. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  /** Kebab-case, with a paragraph in docs/failures.md. */
  readonly code: string;
  readonly range: Range;
  /** What is wrong, where, and what to do: whole sentences. */
  readonly message: string;
  /** The rest of a circle, the other writer of an output, the first of two equal keys. */
  readonly related?: readonly RelatedPlace[];
  /** What was most likely meant by the characters at the range, as they would be written there. */
  readonly instead?: string;
}
