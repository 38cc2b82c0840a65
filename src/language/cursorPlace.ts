import { ITEM } from '../pipeline/keyPlaces';
import type { Span } from '../pipeline/textNode';

import { namesBehind, openBrackets } from './flow';
import { blockLineAt, endOfLine, isSilent, lineAfter, lineBefore, startOfLine } from './lines';
import type { BlockEntry, BlockLine } from './lines';

/** Where in a pipeline file a cursor stands, told from the lines alone: the text may be broken in any way. */
export interface CursorPlace {
  /** Keys from the top of the file; of a value its own key too. `-` stands for an item of a list. */
  readonly way: readonly string[];
  /**
   * `key`: a key or the beginning of an item may be written here; `item`: behind a dash or in `[ ]`; `value`:
   * behind a key; `expression`: between `${{` and `}}`; `nothing`: in a comment.
   */
  readonly slot: 'key' | 'item' | 'value' | 'expression' | 'nothing';
  /** What a completion replaces. */
  readonly word: Span;
  /** The word as far as the cursor. */
  readonly typed: string;
  /** Keys that the mapping has already. */
  readonly taken: readonly string[];
  /** Whether it is in `[ ]` or `{ }`. */
  readonly inFlow: boolean;
  /** Whether a quote was opened before the word. */
  readonly quoted: boolean;
  /** Column at which the key or item stands. */
  readonly column: number;
}

/** Lines that are looked at upward and downward; a step is never that long. */
const FARTHEST = 2000;

/** Tells where a cursor stands. */
export function cursorPlace(text: string, offset: number): CursorPlace {
  const lineStart = startOfLine(text, offset);
  const line = blockLineAt(text, lineStart, offset);
  const head = text.slice(lineStart, offset);
  const column = line.restStart - lineStart;
  const own = line.entries;
  const above = waysAbove(text, lineStart, own[0] ?? { kind: 'key', name: '', column });
  const way = [...above.map(({ name }) => name), ...own.map(({ name }) => name)];
  const base = { column, inFlow: false, quoted: false, taken: [] };

  const opened = head.lastIndexOf('${{');
  if (opened >= 0 && head.indexOf('}}', opened) < 0) {
    const start = lineStart + opened + '${{'.length;
    const flow = flowAround(text, offset - (head.length - opened), line, above, way);
    const word = { start, end: endOfExpression(text, offset) };
    const typed = text.slice(start, offset);
    return { ...base, way: flow?.way ?? way, slot: 'expression', word, typed };
  }
  const block = above.findIndex(({ rest }) => /^[|>][-+0-9]*\s*(?:#.*)?$/.test(rest));
  if (block >= 0) {
    const inBlock = above.slice(0, block + 1).map(({ name }) => name);
    const start = offset - (/\S*$/.exec(head)?.[0].length ?? 0);
    const word = { start, end: wordEnd(text, offset, true) };
    return { ...base, way: inBlock, slot: 'value', word, typed: text.slice(start, offset) };
  }
  if (/(?:^|\s)#/.test(withoutQuoted(head))) {
    return { ...base, way, slot: 'nothing', word: { start: offset, end: offset }, typed: '' };
  }
  const flow = flowAround(text, offset, line, above, way);
  if (flow !== null) return { ...base, ...flow, inFlow: true };

  const quoted = /^["']/.test(line.rest);
  const start = line.restStart + (quoted ? 1 : 0);
  const isValue = own.at(-1)?.kind === 'key';
  const isItem = own.at(-1)?.kind === 'item';
  const end = wordEnd(text, offset, isValue || isItem || quoted);
  return {
    ...base,
    way,
    slot: isValue ? 'value' : isItem ? 'item' : 'key',
    word: { start, end },
    typed: text.slice(start, offset),
    taken: isValue ? [] : siblings(text, lineStart, column, isItem),
    quoted,
  };
}

interface Above extends BlockEntry {
  /** What stands behind the key on its line, and where. */
  readonly rest: string;
  readonly restStart: number;
}

/** The keys and dashes that an entry of a line stands below, outermost first. */
function waysAbove(text: string, lineStart: number, own: BlockEntry): readonly Above[] {
  const found: Above[] = [];
  let limit = own.column;
  let inner: BlockEntry['kind'] = own.kind;
  let start = lineBefore(text, lineStart);
  for (let count = 0; start !== null && count < FARTHEST && limit >= 0; count++) {
    const line = blockLineAt(text, start);
    if (!isSilent(text, line)) {
      for (const [back, entry] of [...line.entries].reverse().entries()) {
        const isLast = back === 0;
        // A list may stand at the column of its own key.
        const holdsList =
          inner === 'item' && entry.kind === 'key' && entry.column === limit && line.rest === '';
        if (entry.column < limit || holdsList) {
          const { rest, restStart } = line;
          found.unshift({ ...entry, rest: isLast ? rest : '', restStart });
          [limit, inner] = [entry.column, entry.kind];
        }
      }
      if (limit === 0 && inner === 'key') break;
    }
    start = lineBefore(text, start);
  }
  return found;
}

/** The place inside brackets that were opened on this line or behind the nearest key above. */
function flowAround(
  text: string,
  offset: number,
  line: BlockLine,
  above: readonly Above[],
  way: readonly string[],
): Pick<CursorPlace, 'way' | 'slot' | 'word' | 'typed' | 'taken' | 'quoted'> | null {
  const outer = above.at(-1);
  const starts = [
    { from: line.restStart, rest: line.rest, way },
    ...(outer === undefined
      ? []
      : [{ from: outer.restStart, rest: outer.rest, way: above.map(({ name }) => name) }]),
  ];
  for (const start of starts) {
    if (!/^[[{]/.test(start.rest)) continue;
    const { open, wordStart } = openBrackets(text, start.from, offset);
    const top = open.at(-1);
    if (top === undefined) continue;
    const inner = open.flatMap((bracket) => {
      if (bracket.kind === 'map') return bracket.key === null ? [] : [bracket.key];
      return bracket.key === null ? [ITEM] : [ITEM, bracket.key];
    });
    const quoted = /["']/.test(text[wordStart] ?? '') && wordStart < offset;
    const from = Math.min(offset, wordStart + (quoted ? 1 : 0));
    const end = wordEnd(text, offset, true, quoted ? text[wordStart] : undefined);
    return {
      way: [...start.way, ...inner],
      slot: top.key !== null ? 'value' : top.kind === 'map' ? 'key' : 'item',
      word: { start: from, end },
      typed: text.slice(from, offset),
      taken: [...top.names, ...namesBehind(text, end)],
      quoted,
    };
  }
  return null;
}

/** The keys beside the cursor, or the items of its list. */
function siblings(
  text: string,
  lineStart: number,
  column: number,
  isItem: boolean,
): readonly string[] {
  const names: string[] = [];
  const own = isItem ? (blockLineAt(text, lineStart).entries.at(-1)?.column ?? column) : column;
  for (const next of [lineBefore, lineAfter]) {
    let start = next(text, lineStart);
    for (let count = 0; start !== null && count < FARTHEST; count++) {
      const line = blockLineAt(text, start);
      const indent = line.first - line.start;
      if (!isSilent(text, line)) {
        if (indent < own && !line.entries.some((entry) => entry.column === own)) break;
        const entry = line.entries.find((each) => each.column === own);
        if (entry?.kind === 'key' && !isItem) names.push(entry.name);
        if (entry?.kind === 'item' && isItem) {
          names.push(line.entries.find((each) => each.kind === 'key')?.name ?? plain(line.rest));
        }
        if (entry?.kind === 'key' && isItem) break;
        if (indent < own) break;
      }
      start = next(text, start);
    }
  }
  return names;
}

function plain(written: string): string {
  const text = written.replace(/\s+#.*$/, '').trim();
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text;
}

/** Where the word at the cursor ends: at white space, a comma, a bracket, a quote, or the colon of a key. */
function wordEnd(text: string, offset: number, isText: boolean, quote?: string): number {
  const stop = quote ?? (isText ? '[\\s,\\]}"\']' : '[\\s:,#]');
  const pattern = new RegExp(quote === undefined ? stop : `[${quote}\\n]`);
  let end = offset;
  const last = endOfLine(text, offset);
  while (end < last && !pattern.test(text[end] as string)) {
    if (isText && text[end] === ':' && /\s|^$/.test(text[end + 1] ?? '')) break;
    end++;
  }
  return end;
}

/** Behind the cursor what belongs to the same word of an expression. */
function endOfExpression(text: string, offset: number): number {
  let end = offset;
  while (/[\w.@[\]-]/.test(text[end] ?? '')) end++;
  return end;
}

/** A line with what stands in quotes blanked, so that a `#` in it begins no comment. */
function withoutQuoted(head: string): string {
  return head.replaceAll(/(?<=^|[\s[{,:])(["'])(?:(?!\1).)*(?:\1|$)/g, (quoted) =>
    '_'.repeat(quoted.length),
  );
}
