import { parseKeys, parseTemplate } from '../pipeline/expressions';
import type { Reference } from '../pipeline/expressions';
import { ITEM, tableAt } from '../pipeline/keyPlaces';
import type { TableName } from '../pipeline/keyParts';
import type { MapMember, ScalarNode, Span, TextNode } from '../pipeline/textNode';

import type { ParsedDocument } from './parsedDocument';

/** What a path is for. */
export type PathRole = 'input' | 'output' | 'params' | 'lock' | 'python' | 'source' | 'word';

/** Something in a pipeline file that an editor can say something about; `span` are its characters. */
export type Element = {
  readonly span: Span;
  /** The step that it stands in or is, as it is written. */
  readonly step: MapMember | null;
} & (
  | { readonly kind: 'key'; readonly table: TableName; readonly key: string }
  | { readonly kind: 'step' }
  | { readonly kind: 'reference'; readonly reference: Reference }
  | { readonly kind: 'param'; readonly keys: readonly string[] }
  /** Relative to the folder of the pipeline file, as it is written; of `role` `word` a word of a command. */
  | { readonly kind: 'path'; readonly role: PathRole; readonly path: string }
);

/** What stands at an offset, or null where nothing is known of it. */
export function elementAt(document: ParsedDocument, offset: number): Element | null {
  const root = document.root();
  if (root === null) return null;
  let node: TextNode = root;
  let step: MapMember | null = null;
  const way: string[] = [];
  for (;;) {
    if (node.kind === 'scalar') return inScalar(document, { node, way, step }, offset);
    if (node.kind === 'list') {
      const item: TextNode | undefined = node.items.find((each) => covers(each.span, offset));
      if (item === undefined) return null;
      way.push(ITEM);
      node = item;
      continue;
    }
    const member: MapMember | undefined = node.members.find(
      ({ keySpan, value }) => covers(keySpan, offset) || covers(value.span, offset),
    );
    if (member === undefined) return null;
    if (way.length === 1 && way[0] === 'steps') step = member;
    if (covers(member.keySpan, offset)) return ofKey(document, { member, way, step }, offset);
    way.push(member.key);
    node = member.value;
  }
}

interface At {
  readonly way: readonly string[];
  readonly step: MapMember | null;
}

function ofKey(
  document: ParsedDocument,
  { member, way, step }: At & { readonly member: MapMember },
  offset: number,
): Element | null {
  const { key, keySpan } = member;
  if (way.length === 1 && way[0] === 'steps') return { kind: 'step', span: keySpan, step };
  const role = pathRoleOf(way);
  if (role !== null) {
    const node: ScalarNode = { kind: 'scalar', text: key, value: key, span: keySpan };
    return inScalar(document, { node, way, step }, offset);
  }
  const table = tableAt(way);
  return table === null ? null : { kind: 'key', table, key, span: keySpan, step };
}

function inScalar(
  document: ParsedDocument,
  { node, way, step }: At & { readonly node: ScalarNode },
  offset: number,
): Element | null {
  const found = referencesIn(document.text, node).find(({ span }) => covers(span, offset));
  if (found !== undefined) return { kind: 'reference', ...found, step };
  const role = pathRoleOf(way);
  if (role !== null) return { kind: 'path', role, path: node.text, span: node.span, step };
  if (way[0] !== 'steps') return null;
  if (way.length === 4 && way[2] === 'params') {
    const keys = parseKeys(node.text.trim());
    return keys === null ? null : { kind: 'param', keys, span: node.span, step };
  }
  if (way.length !== 3 || way[2] !== 'run') return null;
  const word = wordsOf(document.text, node).find(({ span }) => covers(span, offset));
  return word === undefined ? null : { kind: 'path', role: 'word', ...word, step };
}

/** What a text at the end of a way of keys names, where that is a path. */
export function pathRoleOf(way: readonly string[]): PathRole | null {
  const [first, second, third, fourth] = way;
  if (way.length === 1) return first === 'params' ? 'params' : null;
  if (way.length === 2) {
    if (first === 'source') return 'source';
    return first === 'environment' && (second === 'lock' || second === 'python') ? second : null;
  }
  if (first !== 'steps' || way.length !== 4 || fourth !== ITEM) return null;
  return third === 'inputs' ? 'input' : third === 'outputs' ? 'output' : null;
}

/** The expressions of a text with their places, those that can be understood. */
export function referencesIn(
  text: string,
  node: ScalarNode,
): readonly { readonly reference: Reference; readonly span: Span }[] {
  const { start, end } = node.span;
  const written = text.slice(start, end);
  if (!written.includes('${{')) return [];
  return parseTemplate(written).flatMap((part) => {
    if (part.kind !== 'expression' || part.reference === null) return [];
    const from = start + part.offset;
    return [{ reference: part.reference, span: { start: from, end: from + part.written.length } }];
  });
}

/** The words of a command that could be paths of files. */
export function wordsOf(
  text: string,
  node: ScalarNode,
): readonly { readonly path: string; readonly span: Span }[] {
  const { start, end } = node.span;
  const found: { path: string; span: Span }[] = [];
  for (const match of text.slice(start, end).matchAll(/[\w.][\w./+@-]*/g)) {
    const path = match[0].replace(/[./]+$/, '');
    if (!/[./]/.test(path) || /^\d/.test(path)) continue;
    const from = start + match.index;
    found.push({ path, span: { start: from, end: from + path.length } });
  }
  return found;
}

function covers({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}
