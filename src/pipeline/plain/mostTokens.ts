import type { Span, TextNode } from '../textNode';

/** A comment, the space before it, the end of the line, and the space that the next begins with. */
const OF_A_LINE = 4;
/** What announces a text, it, and the white space and the comma behind it. */
const OF_A_SCALAR = 4;
/** A dash and a space, or a key as a scalar has them, and a colon. */
const OF_A_MEMBER = 5;
/** Two brackets, with white space within, and white space and a comma behind. */
const OF_A_COLLECTION = 6;

/** Not fewer lexical tokens than the YAML library finds in a plain stretch of text. */
export function mostTokens(text: string, { start, end }: Span, node: TextNode): number {
  let lines = 2;
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
    lines += 1;
  }
  return lines * OF_A_LINE + tokensOf(node);
}

function tokensOf(node: TextNode): number {
  if (node.kind === 'scalar') return OF_A_SCALAR;
  let tokens = OF_A_COLLECTION;
  if (node.kind === 'list') {
    for (const item of node.items) tokens += OF_A_MEMBER + tokensOf(item);
  } else {
    for (const { value } of node.members) tokens += OF_A_MEMBER + tokensOf(value);
  }
  return tokens;
}
