import { BLOCK_HEADER, plainBlock } from './plainBlock';
import { keyAt, plainFlow } from './plainFlow';
import { plainLines, skipSpaces } from './plainLines';
import type { PlainLine } from './plainLines';
import { plainScalar, quotedScalar } from './plainScalar';
import type { ListNode, MapMember, MapNode, Span, TextNode } from '../textNode';

/** Mappings and lists in one another, by their lines. */
const DEEPEST = 10;

/** What is being read, and the line that comes next. */
interface Reading {
  readonly text: string;
  readonly end: number;
  readonly lines: PlainLine[];
  next: number;
  /** Behind the line that was read last. */
  behind: number;
}

/**
 * Reads what nearly every line of a pipeline file is: keys, lists, texts, and numbers and brackets that end on their
 * line. Of such a stretch of whole lines it makes just what the YAML library makes of it, in a fraction of the time;
 * null of any other, which is for the library.
 */
export function readPlain(text: string, stretch: Span): MapNode | null {
  const lines = plainLines(text, stretch);
  const first = lines?.[0];
  if (lines === null || first === undefined) return null;
  const reading: Reading = { text, end: stretch.end, lines, next: 0, behind: stretch.start };
  const root = blockMap(reading, first.indent, 0);
  return reading.next === lines.length ? root : null;
}

function blockMap(reading: Reading, indent: number, deepness: number): MapNode | null {
  if (deepness > DEEPEST) return null;
  const { text, lines } = reading;
  const members: MapMember[] = [];
  const keys = new Set<string>();
  let line = lines[reading.next];
  for (; line?.indent === indent; line = lines[reading.next]) {
    const { at, end } = line;
    const key = keyAt(text, at);
    if (key === null || keys.has(key)) return null;
    const keySpan = { start: at, end: at + key.length };
    const valueAt = skipSpaces(text, keySpan.end + 1);
    const value =
      valueAt >= end || text[valueAt] === '#'
        ? below(reading, indent, deepness)
        : onLine(reading, { ...line, at: valueAt }, indent);
    if (value === null) return null;
    keys.add(key);
    members.push({ key, keySpan, value });
  }
  const start = members[0]?.keySpan.start ?? 0;
  return { kind: 'map', members, span: { start, end: reading.behind } };
}

/** A value that begins on the line after its key: further in, or a list just as far. */
function below(reading: Reading, indent: number, deepness: number): TextNode | null {
  reading.next += 1;
  const line = reading.lines[reading.next];
  if (line === undefined || line.indent < indent) return null;
  if (isItem(reading.text, line)) return blockList(reading, line.indent, deepness + 1);
  return line.indent > indent ? blockMap(reading, line.indent, deepness + 1) : null;
}

function blockList(reading: Reading, indent: number, deepness: number): ListNode | null {
  if (deepness > DEEPEST) return null;
  const { text, lines } = reading;
  const items: TextNode[] = [];
  const start = lines[reading.next]?.at ?? 0;
  let line = lines[reading.next];
  for (; line?.indent === indent && isItem(text, line); line = lines[reading.next]) {
    const at = skipSpaces(text, line.at + 1);
    if (at >= line.end || text[at] === '#') return null;
    let item: TextNode | null;
    if (keyAt(text, at) === null) {
      item = onLine(reading, { ...line, at }, indent);
    } else {
      const column = indent + (at - line.at);
      lines[reading.next] = { ...line, indent: column, at };
      item = blockMap(reading, column, deepness + 1);
    }
    if (item === null) return null;
    items.push(item);
  }
  return { kind: 'list', items, span: { start, end: reading.behind } };
}

/** A value that begins on a line. Where the next line stands further in, the library is to say what that means. */
function onLine(reading: Reading, line: PlainLine, indent: number): TextNode | null {
  const { lines } = reading;
  const value = valueAt(reading, line, indent);
  if (value === null) return null;
  reading.behind = Math.max(line.behind, value.span.end);
  do reading.next += 1;
  while ((lines[reading.next]?.at ?? Infinity) < reading.behind);
  const after = lines[reading.next];
  return after !== undefined && after.indent > indent ? null : value;
}

function valueAt(
  reading: Reading,
  { at, end, behind }: PlainLine,
  indent: number,
): TextNode | null {
  const { text } = reading;
  const first = text[at] ?? '';
  const written = text.slice(at, end);
  if (/[\w./$]/.test(first)) return unquoted(written, at);
  if (BLOCK_HEADER.test(written)) {
    return plainBlock(text, { at, written, behind }, { indent, end: reading.end });
  }
  const isBracket = first === '[' || first === '{';
  const isQuote = first === '"' || first === "'";
  if (!isBracket && !isQuote) return null;
  const value = isBracket ? plainFlow(text, at, end) : quotedScalar(text, at, end);
  return value !== null && saysNoMore(text.slice(value.span.end, end)) ? value : null;
}

function unquoted(line: string, at: number): TextNode | null {
  const comment = line.indexOf(' #');
  const written = comment < 0 ? line : line.slice(0, comment).trimEnd();
  return written.endsWith(':') || written.includes(': ') ? null : plainScalar(written, at);
}

function saysNoMore(rest: string): boolean {
  return rest === '' || /^ +#/.test(rest);
}

function isItem(text: string, { at }: PlainLine): boolean {
  return text[at] === '-' && text[at + 1] === ' ';
}
