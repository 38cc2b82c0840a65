import { joinRelative, leaves } from '../base/paths';
import { hasExpression } from '../pipeline/expressions';
import { itemsOf, memberOf, membersOf, scalarOf } from '../pipeline/textNode';
import type { ScalarNode, Span, TextNode } from '../pipeline/textNode';

import type { DocumentLink } from './editorModel';
import { wordsOf } from './elementAt';
import type { ParsedDocument } from './parsedDocument';
import { writtenPaths } from './stepTexts';

/** The paths in a document that lead to a file of the project. */
export function linksOf(document: ParsedDocument): readonly DocumentLink[] {
  const links = new Map<number, DocumentLink>();
  const add = (path: string, span: Span): void => {
    if (hasExpression(path)) return;
    const file = joinRelative(document.folder, path);
    if (leaves(file) || file.startsWith('/')) return;
    if (document.project.kindOf(file) === 'file') links.set(span.start, { ...span, file });
  };
  const root = document.root();
  const addNode = (node: TextNode | null): void => {
    const scalar = scalarOf(node);
    if (scalar !== null) add(scalar.text, unquoted(document.text, scalar));
  };
  addNode(memberOf(root, 'params'));
  addNode(memberOf(memberOf(root, 'environment'), 'lock'));
  for (const item of itemsOf(memberOf(root, 'source'))) addNode(item);
  for (const { value } of membersOf(memberOf(root, 'steps'))) {
    for (const list of ['inputs', 'outputs'] as const) {
      for (const written of writtenPaths(value, list)) {
        if (written !== null) addNode(written.path);
      }
    }
    const run = scalarOf(memberOf(value, 'run'));
    if (run === null) continue;
    for (const { path, span } of wordsOf(document.text, run)) add(path, span);
  }
  return [...links.values()].sort((a, b) => a.start - b.start);
}

/** Without the quotes that a text stands in. */
function unquoted(text: string, { span }: ScalarNode): Span {
  const { start, end } = span;
  const quoted = /^["']/.test(text[start] ?? '') && end - start > 2;
  return quoted ? { start: start + 1, end: end - 1 } : { start, end };
}
