import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Alias, Document, Node, Scalar, YAMLMap, YAMLSeq } from 'yaml';

import type { Complaints } from './complaints';
import { complainOfDuplicate } from './duplicateKey';
import { shorten } from './textNode';
import type { ListNode, MapMember, MapNode, ScalarNode, Span, TextNode } from './textNode';

/** Mappings and lists nested deeper than this are not read. */
export const DEEPEST = 100;

/** Aliases may spell out this many values in all; a text of this length without aliases has fewer. */
const MOST_NODES = 400_000;

interface Measured {
  readonly node: TextNode;
  /** Values in it, each alias counted as what it stands for. */
  readonly size: number;
  readonly depth: number;
}

/** Turns a parsed document into plain nodes. What an alias stands for is shared, not copied, and measured. */
export function toTextNode(document: Document, root: Node, complaints: Complaints): TextNode {
  const done = new Map<Node, Measured>();
  const begun = new Set<Node>();
  let anchors: ReturnType<typeof anchorsOf> | null = null;

  const convert = (node: Node | null, near: Span): Measured => {
    if (node === null) return measuredNull(near);
    const span = spanOf(node, near);
    // Nearly all are scalars, and one that aliases name is as soon made again as found.
    if (isScalar(node)) return { node: toScalar(node, span), size: 1, depth: 1 };
    const known = done.get(node);
    if (known !== undefined) return known;
    let measured: Measured;
    if (isAlias(node)) {
      measured = convertAlias(node, span);
    } else if (isMap(node) || isSeq(node)) {
      begun.add(node);
      measured = limited(isMap(node) ? convertMap(node, span) : convertList(node, span), span);
      begun.delete(node);
    } else {
      measured = measuredNull(span);
    }
    done.set(node, measured);
    return measured;
  };

  const convertAlias = (alias: Alias, span: Span): Measured => {
    anchors ??= anchorsOf(document);
    const target = anchors(alias);
    if (target === undefined) {
      const name = shorten(alias.source);
      const message = `The alias \`*${name}\` has no anchor \`&${name}\` before it. If a pattern is meant, put it in quotes: \`"*${name}"\`; else name an anchor that stands above.`;
      complaints.add('alias-unknown', span, message);
      return measuredNull(span);
    }
    if (begun.has(target)) {
      const message = `The alias \`*${shorten(alias.source)}\` stands inside the value that it names. Write the value out instead.`;
      complaints.add('alias-circular', span, message);
      return measuredNull(span);
    }
    const measured = convert(target, span);
    return measured.node.kind === 'scalar'
      ? { ...measured, node: { ...measured.node, span } }
      : measured;
  };

  const convertList = (list: YAMLSeq, span: Span): Measured => {
    const parts = list.items.map((item) => convert(item as Node | null, span));
    const node: ListNode = { kind: 'list', items: parts.map((part) => part.node), span };
    return measure(node, parts);
  };

  const convertMap = (map: YAMLMap, span: Span): Measured => {
    const members = new Map<string, MapMember>();
    const merged: MapMember[] = [];
    const parts: Measured[] = [];
    for (const pair of map.items) {
      const keyNode = pair.key as Node | null;
      const key = keyNode === null ? null : convert(keyNode, span).node;
      const keySpan =
        keyNode === null ? { start: span.start, end: span.start } : spanOf(keyNode, span);
      const part = convert(pair.value as Node | null, { start: keySpan.end, end: keySpan.end });
      if (key?.kind !== 'scalar' || (key.value === null && key.text === '')) {
        const message =
          'A key has to be a text. In an expression, the `$` before `{{ … }}` may be missing; else put the key in quotes.';
        complaints.add('key-not-text', keySpan, message);
        continue;
      }
      if (key.text === '<<' && isScalar(keyNode) && keyNode.type === 'PLAIN') {
        const found = mergedMembers(part.node, part.node.span, complaints);
        merged.push(...found);
        parts.push({ ...part, depth: Math.max(0, part.depth - 1) });
        continue;
      }
      const before = members.get(key.text);
      if (before !== undefined) {
        complainOfDuplicate(key.text, { keySpan, before: before.keySpan }, complaints);
        continue;
      }
      members.set(key.text, { key: key.text, keySpan, value: part.node });
      parts.push(part);
    }
    for (const member of merged) if (!members.has(member.key)) members.set(member.key, member);
    const node: MapNode = { kind: 'map', members: [...members.values()], span };
    return measure(node, parts);
  };

  const limited = (measured: Measured, span: Span): Measured => {
    if (measured.size > MOST_NODES) {
      const message = `Aliases make this value more than ${MOST_NODES} values large, so it is not read. Write out what is meant, with fewer aliases in one another.`;
      complaints.add('too-many-nodes', span, message);
      return measuredNull(span);
    }
    if (measured.depth > DEEPEST) {
      const message = `Values are nested more than ${DEEPEST} levels deep here, aliases included. Nothing in a pipeline needs that: take levels out.`;
      complaints.add('too-deep', span, message);
      return measuredNull(span);
    }
    return measured;
  };

  return convert(root, { start: 0, end: 0 }).node;
}

/** The nearest anchor of that name before an alias, looked up in one pass over the document. */
function anchorsOf(document: Document): (alias: Alias) => Node | undefined {
  const found = new Map<Alias, Node | undefined>();
  const current = new Map<string, Node>();
  const open: (Node | null)[] = [document.contents];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node === null) continue;
    if (isAlias(node)) {
      found.set(node, current.get(node.source));
      continue;
    }
    if ('anchor' in node && typeof node.anchor === 'string') current.set(node.anchor, node);
    if (isSeq(node)) {
      for (let at = node.items.length - 1; at >= 0; at--) open.push(node.items[at] as Node | null);
    } else if (isMap(node)) {
      for (let at = node.items.length - 1; at >= 0; at--) {
        const pair = node.items[at];
        open.push(pair?.value as Node | null, pair?.key as Node | null);
      }
    }
  }
  return (alias) => found.get(alias);
}

function mergedMembers(node: TextNode, span: Span, complaints: Complaints): MapMember[] {
  const maps = node.kind === 'list' ? node.items : [node];
  const members = new Map<string, MapMember>();
  for (const map of maps) {
    if (map.kind !== 'map') {
      const message =
        '`<<` takes in the keys of a mapping, or of a list of mappings, and this is none. Name an anchor that stands before a mapping.';
      complaints.add('merge-invalid', span, message);
      continue;
    }
    for (const member of map.members) {
      if (!members.has(member.key)) members.set(member.key, member);
    }
  }
  return [...members.values()];
}

function toScalar(scalar: Scalar, span: Span): ScalarNode {
  const { value, source } = scalar;
  if (typeof value === 'string') return { kind: 'scalar', text: value, value, span };
  if (typeof value === 'number' || typeof value === 'boolean') {
    return { kind: 'scalar', text: source ?? String(value), value, span };
  }
  return { kind: 'scalar', text: source ?? '', value: null, span };
}

function measure(node: TextNode, parts: readonly Measured[]): Measured {
  let size = 1;
  let depth = 0;
  for (const part of parts) {
    size += part.size;
    depth = Math.max(depth, part.depth);
  }
  return { node, size, depth: depth + 1 };
}

function measuredNull(span: Span): Measured {
  return { node: { kind: 'scalar', text: '', value: null, span }, size: 1, depth: 1 };
}

function spanOf(node: Node, near: Span): Span {
  const range = node.range;
  return range ? { start: range[0], end: range[1] } : near;
}
