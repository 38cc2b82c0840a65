import { skipSpaces } from './plainLines';
import type { ScalarNode } from '../textNode';

/** What announces a text of several lines as nearly everybody writes it: kept or joined, with or without its last end. */
export const BLOCK_HEADER = /^[|>]-?$/;

/**
 * Reads the text of several lines that is announced at a place, with its lines from `behind` on, each further in than
 * `indent`. Null where it is not plain: with lines that begin with a space more where they are joined, say.
 */
export function plainBlock(
  text: string,
  header: { readonly at: number; readonly written: string; readonly behind: number },
  { indent, end }: { readonly indent: number; readonly end: number },
): ScalarNode | null {
  const isJoined = header.written.startsWith('>');
  const column = skipSpaces(text, header.behind) - header.behind;
  if (column <= indent) return null;
  const lines: string[] = [];
  let next = header.behind;
  let behind = next;
  while (next < end) {
    const found = text.indexOf('\n', next);
    const stop = found < 0 ? end : found;
    const at = skipSpaces(text, next);
    if (at === stop) {
      if (at - next > column) return null;
      lines.push('');
    } else {
      if (at - next < column) {
        if (at - next > indent) return null;
        break;
      }
      if (isJoined && (at - next > column || lines.at(-1) === '')) return null;
      const line = text.slice(next + column, stop);
      if (line.endsWith('\r')) return null;
      lines.push(line);
      behind = Math.min(stop + 1, end);
    }
    next = stop + 1;
  }
  while (lines.at(-1) === '') lines.pop();
  if (lines.length === 0 || lines[0] === '') return null;
  const value = lines.join(isJoined ? ' ' : '\n') + (header.written.endsWith('-') ? '' : '\n');
  return { kind: 'scalar', text: value, value, span: { start: header.at, end: behind } };
}
