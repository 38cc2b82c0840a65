import type { Span } from '../textNode';

/** A line that says something: white space, blank lines and lines of comment are no lines here. */
export interface PlainLine {
  /** Columns before its first character. */
  readonly indent: number;
  /** Where its first character stands. */
  readonly at: number;
  /** Behind its last character; a comment behind a value belongs to the line. */
  readonly end: number;
  /** Behind the end of the line: there the YAML library lets mappings and lists end whose last value is on it. */
  readonly behind: number;
}

/** What no plain text holds: tabs, other controls, white space beyond ASCII, and marks of the byte order. */
const ODD =
  /\r(?!\n)|[^\r\n\x20-\x7E\xA1-\u167F\u1681-\u1FFF\u2010-\u2027\u2030-\u205E\u2070-\u2FFF\u3001-\uFEFE\uFF00-\uFFFD]/;

/** Beyond this YAML may refuse a key, and nobody writes a plain text. */
const LONGEST_LINE = 1000;

/**
 * The lines of a stretch of whole lines that say something, or null where a character is anything but plain, or a
 * comment at the end may belong to what stands before it.
 */
export function plainLines(text: string, stretch: Span): PlainLine[] | null {
  if (ODD.test(text.slice(stretch.start, stretch.end))) return null;
  const lines: PlainLine[] = [];
  let commented = 0;
  let start = stretch.start;
  while (start < stretch.end) {
    const found = text.indexOf('\n', start);
    const next = found < 0 ? stretch.end : found + 1;
    if (next - start > LONGEST_LINE) return null;
    const at = skipSpaces(text, start);
    const indent = at - start;
    let end = next;
    while (end > at && isBlank(text.charCodeAt(end - 1))) end--;
    if (end > at && text[at] !== '#') {
      lines.push({ indent, at, end, behind: next });
      commented = 0;
    } else if (end > at) {
      commented = Math.max(commented, indent);
    }
    start = next;
  }
  return commented > (lines[0]?.indent ?? 0) ? null : lines;
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d;
}

/** The first place from here on where no space stands. */
export function skipSpaces(text: string, at: number): number {
  let behind = at;
  while (text[behind] === ' ') behind++;
  return behind;
}
