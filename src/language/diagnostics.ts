import type { EditorDiagnostic } from './editorModel';
import type { ParsedDocument } from './parsedDocument';

/** What is wrong in a document, in the words of the engine. */
export function diagnosticsOf(document: ParsedDocument): readonly EditorDiagnostic[] {
  return document.reading().reading.problems.map((problem) => {
    const { severity, code, range, message, related = [], instead = null } = problem;
    return {
      severity,
      code,
      message,
      start: range.start,
      end: range.end,
      related: related.map((each) => ({
        start: each.range.start,
        end: each.range.end,
        message: each.message,
      })),
      instead,
    };
  });
}
