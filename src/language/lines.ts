/** One line of block YAML taken apart without understanding the rest: dashes, a key, and what follows. */
export interface BlockLine {
  /** Where the line begins in the text. */
  readonly start: number;
  /** Where its first character that is no space stands. */
  readonly first: number;
  /** Outermost first. */
  readonly entries: readonly BlockEntry[];
  /** What is neither a dash nor a key, and where it begins in the text. */
  readonly rest: string;
  readonly restStart: number;
}

/** A dash or a key at the beginning of a line. */
export interface BlockEntry {
  readonly kind: 'item' | 'key';
  /** The key without its quotes; of an item a dash. */
  readonly name: string;
  readonly column: number;
}

const DASH = /^-[ \t]+|^-(?=\r?$)/;
const KEY =
  /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|((?:[^\s#"'[\]{},&*!|>%@`:]|:(?=\S))(?:\$\{\{.*?\}\}|[^:#]|:(?=\S)|(?<=\S)#)*?))[ \t]*:(?=\s|$)[ \t]*/;

/** Takes a line apart, as far as `end` where that comes before its own end. */
export function blockLineAt(text: string, start: number, end = endOfLine(text, start)): BlockLine {
  let at = start;
  while (at < end && text[at] === ' ') at++;
  const first = at;
  const entries: BlockEntry[] = [];
  let rest = text.slice(at, end);
  for (let dash = DASH.exec(rest); dash !== null; dash = DASH.exec(rest)) {
    entries.push({ kind: 'item', name: '-', column: at - start });
    at += dash[0].length;
    rest = text.slice(at, end);
  }
  const key = KEY.exec(rest);
  if (key !== null) {
    const name = key[1] ?? key[2] ?? key[3] ?? '';
    entries.push({ kind: 'key', name, column: at - start });
    at += key[0].length;
    rest = text.slice(at, end);
  }
  return { start, first, entries, rest, restStart: at };
}

/** Where the line of an offset begins. */
export function startOfLine(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** Where the line of an offset ends, before its line break. */
export function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  const at = end < 0 ? text.length : end;
  return at > offset && text[at - 1] === '\r' ? at - 1 : at;
}

/** Where the line before begins, or null at the top. */
export function lineBefore(text: string, start: number): number | null {
  return start === 0 ? null : startOfLine(text, start - 1);
}

/** Where the next line begins, or null at the bottom. */
export function lineAfter(text: string, start: number): number | null {
  const end = text.indexOf('\n', start);
  return end < 0 || end + 1 > text.length ? null : end + 1;
}

/** Whether a line says nothing: white space, or a comment. */
export function isSilent(text: string, line: BlockLine): boolean {
  const character = text[line.first];
  return character === undefined || character === '\n' || character === '\r' || character === '#';
}
