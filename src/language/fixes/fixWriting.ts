import type { EditorDiagnostic, Fix } from '../editorModel';
import { startOfLine } from '../lines';
import type { ParsedDocument } from '../parsedDocument';

/** For what is meant right and written wrong: an open expression, a single path where a list belongs, a tab. */
export function fixWriting(document: ParsedDocument, problem: EditorDiagnostic): readonly Fix[] {
  const { text } = document;
  const { code, start, end } = problem;
  const fix = (title: string, edit: Fix['edits'][number]): readonly Fix[] => [
    { title, code, preferred: true, edits: [edit], creates: null },
  ];
  switch (code) {
    case 'expression-unclosed': {
      const open = /^\$\{\{[ \t]*[\w.@[\]-]*/.exec(text.slice(start, end));
      if (open === null) return [];
      const at = start + open[0].length;
      return fix('Close the expression', { start: at, end: at, text: ' }}' });
    }
    case 'wrong-type': {
      const head = text.slice(startOfLine(text, start), start);
      const written = text.slice(start, end);
      if (!/(?:^|[\s{,"'])(?:inputs|outputs|params|source)["']?:[ \t]*$/.test(head)) return [];
      if (/[\n[\]{},#]|: /.test(written) || /^[|>&*!]/.test(written)) return [];
      return fix('Make it a list', { start, end, text: `[${written}]` });
    }
    case 'yaml-invalid': {
      const line = startOfLine(text, start);
      const indent = /^[ \t]*/.exec(text.slice(line, start + 200))?.[0] ?? '';
      if (!indent.includes('\t')) return [];
      const spaces = indent.replaceAll('\t', '  ');
      return fix('Indent with spaces', { start: line, end: line + indent.length, text: spaces });
    }
    default:
      return [];
  }
}
