import type { Completion, CompletionKind, TextEdit } from '../editorModel';

/** What of a completion is worth saying; the rest is as it mostly is. */
export interface Offer {
  readonly label: string;
  readonly kind: CompletionKind;
  readonly edit: TextEdit;
  readonly detail?: string | null;
  readonly documentation?: string | null;
  readonly filter?: string;
  readonly isSnippet?: boolean;
  readonly rank?: number;
  readonly again?: boolean;
}

/** A completion with everything that was not said. */
export function offer(of: Offer): Completion {
  const { label, kind, edit, detail = null, documentation = null } = of;
  const { filter = null, isSnippet = false, rank = 5, again = false } = of;
  return { label, kind, edit, detail, documentation, filter, isSnippet, rank, again };
}
