import { setVersion } from '../pipeline/editVersion';
import { nextLabel } from '../pipeline/nextLabel';
import { memberOf, scalarOf } from '../pipeline/textNode';
import type { Span } from '../pipeline/textNode';

import type { Fix, TextEdit } from './editorModel';
import type { ParsedDocument } from './parsedDocument';

/** What is known of the saved versions of a pipeline. */
export interface SavedLabels {
  readonly labels: readonly string[];
  /** Those that were saved with another content than the workspace has now. */
  readonly differing: readonly string[];
}

/** That the label of a document belongs to other content, and the label that it could have. */
export interface RaiseVersion extends Span {
  readonly message: string;
  readonly fix: Fix;
}

/** The code under which an editor shows it. */
export const VERSION_SAVED = 'version-saved';

/** Says so where the label of a document is saved with other content; else null. */
export function raiseVersion(document: ParsedDocument, saved: SavedLabels): RaiseVersion | null {
  const version = scalarOf(memberOf(document.root(), 'version'));
  if (version === null) return null;
  const label = saved.differing.find((each) => each.toLowerCase() === version.text.toLowerCase());
  const next = label === undefined ? null : nextLabel(version.text, saved.labels);
  if (label === undefined || next === null) return null;
  const message = `\`${label}\` is saved, with other content than the workspace has now. A version is never overwritten: raise the label to \`${next}\` before saving.`;
  const edit = editBetween(document.text, setVersion(document.text, next));
  const fix: Fix = {
    title: `Raise the version to ${next}`,
    code: VERSION_SAVED,
    preferred: true,
    edits: edit === null ? [] : [edit],
    creates: null,
  };
  return { ...version.span, message, fix };
}

/** The one edit that makes a text another. */
export function editBetween(before: string, now: string): TextEdit | null {
  if (before === now) return null;
  let start = 0;
  while (start < before.length && before[start] === now[start]) start++;
  let same = 0;
  const most = Math.min(before.length, now.length) - start;
  while (same < most && before.at(-1 - same) === now.at(-1 - same)) same++;
  return { start, end: before.length - same, text: now.slice(start, now.length - same) };
}
