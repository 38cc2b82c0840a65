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
      const bare = bareExpression(text.slice(line).split('\n', 1)[0] ?? '', start - line);
      if (bare !== null) {
        const at = { start: line + bare.start, end: line + bare.end };
        return fix('Put it in quotes', { ...at, text: `"${text.slice(at.start, at.end)}"` });
      }
      const indent = /^[ \t]*/.exec(text.slice(line, start + 200))?.[0] ?? '';
      if (!indent.includes('\t')) return [];
      const spaces = indent.replaceAll('\t', '  ');
      return fix('Indent with spaces', { start: line, end: line + indent.length, text: spaces });
    }
    default:
      return [];
  }
}

/**
 * The item of a list or mapping in one line that holds an expression and no quotes, where YAML stumbled over
 * the braces: the last one that begins before that place.
 */
function bareExpression(
  line: string,
  at: number,
): { readonly start: number; readonly end: number } | null {
  const bracket = line.search(/[[{]/);
  if (bracket < 0 || line.length > LONGEST) return null;
  const quoted = /"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/g;
  const open = line.replaceAll(quoted, (found) => '"'.repeat(found.length));
  const items = [...open.matchAll(ITEM)].filter(
    (found) =>
      found[0].includes('${{') &&
      found.index > bracket &&
      found.index <= at &&
      // A text with quotes of its own in it is not mended by more of them.
      /[[{,:][ \t]*$/.test(open.slice(0, found.index)) &&
      /^[ \t]*(?:[\]},:#]|$)/.test(open.slice(found.index + found[0].length)),
  );
  const found = items.at(-1);
  return found ? { start: found.index, end: found.index + found[0].length } : null;
}

/** Expressions whole, words, and single blanks between them; what ends an item of a list or mapping ends it. */
const ITEM =
  /(?:\$\{\{[^{}]*\}\}|[^\s,[\]{}"'#:])(?:\$\{\{[^{}]*\}\}|[^\s,[\]{}"'#:]|:(?! )|[ \t](?=[^\s,[\]{}"'#]))*/g;
const LONGEST = 1000;
