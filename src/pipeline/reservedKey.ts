import type { Complaints } from './complaints';
import { itemsOf, membersOf } from './textNode';
import type { TextNode } from './textNode';

/** The one key that cannot be read like any other: the schema library passes it over, and all that is below it. */
export const RESERVED_KEY = '__proto__';

/** Complains wherever a pipeline file has that key, but for params, which nobody holds against a schema. */
export function checkReservedKey(root: TextNode, complaints: Complaints): void {
  const seen = new Set<TextNode>();
  const visit = (node: TextNode): void => {
    if (node.kind === 'scalar' || seen.has(node)) return; // aliases share a node
    seen.add(node);
    for (const { key, keySpan, value } of membersOf(node)) {
      if (key === RESERVED_KEY) complaints.add('name-reserved', keySpan, MESSAGE);
      if (node !== root || key !== 'params') visit(value);
    }
    for (const item of itemsOf(node)) visit(item);
  };
  visit(root);
}

const MESSAGE = `\`${RESERVED_KEY}\` means something else to JavaScript, in which Reprise is written, and can be the name of nothing here. Rename it.`;
