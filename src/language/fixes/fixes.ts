import type { EditorDiagnostic, Fix } from '../editorModel';
import type { ParsedDocument } from '../parsedDocument';

import { fixEmpty } from './fixEmpty';
import { fixMissingFile } from './fixMissingFile';
import { fixWriting } from './fixWriting';
import { fixWord } from './fixWord';

/** The ways to do away with a problem of a document, the likeliest first. */
export function fixesFor(document: ParsedDocument, problem: EditorDiagnostic): readonly Fix[] {
  return [
    ...fixMeant(problem),
    ...fixMissingFile(document, problem),
    ...fixWord(document, problem),
    ...fixWriting(document, problem),
    ...fixEmpty(document, problem),
  ];
}

function fixMeant({ code, start, end, instead }: EditorDiagnostic): readonly Fix[] {
  if (instead === null) return [];
  const edits = [{ start, end, text: instead }];
  return [{ title: `Change to ${instead}`, code, preferred: true, edits, creates: null }];
}
