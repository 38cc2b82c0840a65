import { shorten } from '../pipeline/textNode';
import type { TextNode } from '../pipeline/textNode';

/** A value in the few characters that fit beside a name. */
export function valueText(node: TextNode): string {
  switch (node.kind) {
    case 'scalar':
      return node.value === null ? 'null' : shorten(node.text);
    case 'list':
      return shorten(`[${node.items.slice(0, 20).map(valueText).join(', ')}]`);
    case 'map':
      return shorten(
        `{ ${node.members
          .slice(0, 20)
          .map(({ key, value }) => `${key}: ${valueText(value)}`)
          .join(', ')} }`,
      );
  }
}
