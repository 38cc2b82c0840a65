import { cursorPlace } from '../cursorPlace';
import type { CursorPlace } from '../cursorPlace';
import { blockLineAt, isSilent, lineAfter, lineBefore, startOfLine } from '../lines';

/** A place that the cursor is brought to by white space before what is completed. */
export interface Below {
  readonly place: CursorPlace;
  readonly indentation: string;
}

/**
 * Where a line would stand if it were indented below the key before it, which has no value yet: nobody has to
 * indent a line before asking what could stand there. Null where the cursor stands there already or cannot.
 */
export function placeBelow(text: string, offset: number, place: CursorPlace): Below | null {
  if (place.inFlow || place.slot !== 'key') return null;
  const start = startOfLine(text, offset);
  const own = blockLineAt(text, start);
  if (own.entries.length > 0) return null;
  const key = lastKeyAbove(text, start);
  if (key === null || key.column < place.column || isFilled(text, start, key.column)) return null;
  const indent = key.column + INDENT - (own.first - start);
  if (indent <= 0) return null;
  const inserted = ' '.repeat(indent);
  const moved = text.slice(0, start) + inserted + text.slice(start);
  const below = cursorPlace(moved, offset + indent);
  if (below.slot !== 'key') return null;
  const word = { start: below.word.start - indent, end: below.word.end - indent };
  return { place: { ...below, word }, indentation: inserted };
}

const INDENT = 2;

function lastKeyAbove(text: string, start: number): { readonly column: number } | null {
  for (let at = lineBefore(text, start); at !== null; at = lineBefore(text, at)) {
    const line = blockLineAt(text, at);
    if (isSilent(text, line)) continue;
    const last = line.entries.at(-1);
    const empty = line.rest === '' || line.rest.startsWith('#');
    return last?.kind === 'key' && empty ? { column: last.column } : null;
  }
  return null;
}

/** Whether the next line that says something stands below that key already. */
function isFilled(text: string, start: number, column: number): boolean {
  for (let at = lineAfter(text, start); at !== null; at = lineAfter(text, at)) {
    const line = blockLineAt(text, at);
    if (!isSilent(text, line)) return line.first - line.start > column;
  }
  return false;
}
