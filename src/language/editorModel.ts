import type { Problem } from '../pipeline/problem';
import type { Span } from '../pipeline/textNode';

export type { Span } from '../pipeline/textNode';

/** Data only: what the language room tells an editor. Places are offsets in UTF-16 code units. */

/** Characters that are to be replaced by others. */
export interface TextEdit extends Span {
  readonly text: string;
}

/** A problem as an editor underlines it. */
export interface EditorDiagnostic extends Span {
  readonly severity: Problem['severity'];
  readonly code: string;
  readonly message: string;
  readonly related: readonly (Span & { readonly message: string })[];
  /** What was most likely meant by these characters. */
  readonly instead: string | null;
}

/** What a completion stands for; an editor has an icon for each. */
export type CompletionKind =
  | 'key'
  | 'word'
  | 'step'
  | 'param'
  | 'matrix'
  | 'variable'
  | 'output'
  | 'file'
  | 'folder'
  | 'snippet';

/** Something that could be written at the cursor. */
export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** In a few words: a value, a path, where it comes from. */
  readonly detail: string | null;
  /** Markdown. */
  readonly documentation: string | null;
  readonly edit: TextEdit;
  /** Whether the text of the edit has places to fill in: `$1`, `${2:word}`, `$0`. */
  readonly isSnippet: boolean;
  /** What the characters to be replaced are held against, where that is not the label. */
  readonly filter: string | null;
  /** Earlier ones sort first. */
  readonly rank: number;
  /** Whether there is more to complete behind it at once. */
  readonly again: boolean;
}

/** What is shown beside the pointer: Markdown, about these characters. */
export interface Hover extends Span {
  readonly markdown: string;
}

/** A place in a file of the project; `file` is relative to the project. */
export interface Place {
  readonly file: string;
  readonly span: Span;
}

/** Where something is defined. */
export interface Definition {
  /** The characters that were asked about. */
  readonly origin: Span;
  readonly targets: readonly Place[];
}

/** A line of the outline. */
export interface DocumentSymbol {
  readonly name: string;
  readonly detail: string;
  readonly kind: 'step' | 'section' | 'key' | 'output' | 'variable';
  readonly span: Span;
  /** The name itself. */
  readonly nameSpan: Span;
  readonly children: readonly DocumentSymbol[];
}

/** Lines that can be folded to the first of them; counted from 0, both included. */
export interface Fold {
  readonly first: number;
  readonly last: number;
  readonly kind: 'region' | 'comment';
}

/** Characters that lead to a file of the project. */
export interface DocumentLink extends Span {
  /** Relative to the project. */
  readonly file: string;
}

/** One way to do away with a problem. */
export interface Fix {
  readonly title: string;
  /** The code of the problem that it is for. */
  readonly code: string;
  /** Whether it is very likely what is wanted. */
  readonly preferred: boolean;
  readonly edits: readonly TextEdit[];
  /** A file to make, relative to the project, and what is to be in it; null where none is needed. */
  readonly creates: { readonly file: string; readonly text: string } | null;
}
