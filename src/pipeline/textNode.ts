import { exactNumber } from '../base/json';
import type { Json } from '../base/json';

/** From one offset of a text to another, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A text, number, truth value or null, with the characters it was written in. */
export interface ScalarNode {
  readonly kind: 'scalar';
  /** As written: `0.10` stays `0.10`; of a quoted text what stands between the quotes. */
  readonly text: string;
  readonly value: string | number | boolean | null;
  readonly span: Span;
}

/** A key with its value, in the order of the text. */
export interface MapMember {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: TextNode;
}

/** A mapping without duplicate keys. */
export interface MapNode {
  readonly kind: 'map';
  readonly members: readonly MapMember[];
  readonly span: Span;
}

/** A list. */
export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly TextNode[];
  readonly span: Span;
}

/** A value in a pipeline or params file, and where it stands. */
export type TextNode = ScalarNode | MapNode | ListNode;

/** The value of a key, or null where the node is no mapping or has no such key. */
export function memberOf(node: TextNode | null, key: string): TextNode | null {
  if (node?.kind !== 'map') return null;
  return node.members.find((member) => member.key === key)?.value ?? null;
}

/** The members of a mapping; of anything else none. */
export function membersOf(node: TextNode | null): readonly MapMember[] {
  return node?.kind === 'map' ? node.members : [];
}

/** The items of a list; of anything else none. */
export function itemsOf(node: TextNode | null): readonly TextNode[] {
  return node?.kind === 'list' ? node.items : [];
}

/** The node if it is a text, a number or a truth value. */
export function scalarOf(node: TextNode | null): ScalarNode | null {
  return node?.kind === 'scalar' && node.value !== null ? node : null;
}

/** What a node holds as JSON; numbers that JSON cannot hold exactly are the text they were written as. */
export function jsonOf(node: TextNode): Json {
  switch (node.kind) {
    case 'scalar':
      return typeof node.value === 'number' ? exactNumber(node.value, node.text) : node.value;
    case 'list':
      return node.items.map(jsonOf);
    case 'map':
      return Object.fromEntries(node.members.map((member) => [member.key, jsonOf(member.value)]));
  }
}

/** The same node as it stands further down in a text; nodes that were shared are not any more. */
export function moveNode(node: TextNode, by: number): TextNode {
  const moved = ({ start, end }: Span): Span => ({ start: start + by, end: end + by });
  const span = moved(node.span);
  switch (node.kind) {
    case 'scalar':
      return { ...node, span };
    case 'list':
      return { kind: 'list', items: node.items.map((item) => moveNode(item, by)), span };
    case 'map': {
      const members = node.members.map(({ key, keySpan, value }) => ({
        key,
        keySpan: moved(keySpan),
        value: moveNode(value, by),
      }));
      return { kind: 'map', members, span };
    }
  }
}

/** The kind of thing a node is, with its article, for a sentence. */
export function describeNode(node: TextNode): string {
  if (node.kind === 'map') return 'a mapping';
  if (node.kind === 'list') return 'a list';
  if (typeof node.value === 'number') return `the number ${shorten(node.text)}`;
  if (typeof node.value === 'boolean') return `the truth value ${shorten(node.text)}`;
  return node.value === null ? 'nothing' : `\`${shorten(node.text)}\``;
}

/** A text in a length that fits into a sentence, on one line. */
export function shorten(text: string, most = 60): string {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
