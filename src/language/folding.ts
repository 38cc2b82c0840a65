import { itemsOf, membersOf } from '../pipeline/textNode';
import type { TextNode } from '../pipeline/textNode';

import type { Fold } from './editorModel';
import type { ParsedDocument } from './parsedDocument';
import { endOf } from './symbols';

/** What can be folded: every value of several lines below its key, and comments of several lines. */
export function foldsOf(document: ParsedDocument): readonly Fold[] {
  const { text } = document;
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const lineOf = lineFinder(starts);
  const folds = new Map<number, Fold>();
  const add = (from: number, to: number): void => {
    const [first, last] = [lineOf(from), lineOf(to)];
    const known = folds.get(first);
    if (last > first && (known === undefined || known.last < last)) {
      folds.set(first, { first, last, kind: 'region' });
    }
  };
  const visit = (node: TextNode): void => {
    for (const { keySpan, value } of membersOf(node)) {
      if (value.span.end >= keySpan.start) add(keySpan.start, lastShown(text, value));
      visit(value);
    }
    for (const item of itemsOf(node)) {
      if (item.kind !== 'scalar') add(item.span.start, lastShown(text, item));
      visit(item);
    }
  };
  const root = document.root();
  if (root !== null) visit(root);
  for (const fold of comments(text, starts)) folds.set(fold.first, fold);
  return [...folds.values()].sort((a, b) => a.first - b.first);
}

/** A comment behind the last line of a value belongs to what follows. */
function lastShown(text: string, node: TextNode): number {
  let end = endOf(text, node);
  if (node.kind === 'scalar') return Math.max(node.span.start, end - 1);
  for (;;) {
    const line = text.lastIndexOf('\n', end - 1) + 1;
    if (line <= node.span.start || !/^\s*(?:#.*)?$/.test(text.slice(line, end))) break;
    end = line - 1;
  }
  return Math.max(node.span.start, end - 1);
}

function comments(text: string, starts: readonly number[]): readonly Fold[] {
  const found: Fold[] = [];
  let first = -1;
  for (let line = 0; line <= starts.length; line++) {
    const start = starts[line];
    const isComment = start !== undefined && /^[ \t]*#/.test(text.slice(start, start + 200));
    if (isComment && first < 0) first = line;
    if (!isComment && first >= 0) {
      if (line - 1 > first) found.push({ first, last: line - 1, kind: 'comment' });
      first = -1;
    }
  }
  return found;
}

function lineFinder(starts: readonly number[]): (offset: number) => number {
  return (offset) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle;
    }
    return low;
  };
}
