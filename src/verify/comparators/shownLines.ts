import type { Difference } from '../../records/report';
import { commonStart } from './lineCursor';
import { deltaOf, readNumber } from './numbers';

/** A line that differs, as a report shows it; null on a side that does not have it. */
export function lineDifference(
  file: string,
  line: number,
  [was, is]: readonly [Buffer | null, Buffer | null],
): Difference {
  const [a, b] = shown(was, is);
  return { file, at: `line ${line}`, was: a, is: b, delta: lineDelta(a, b) };
}

/** How far two lines are apart that hold a number and nothing else. */
function lineDelta(was: string | null, is: string | null): number | null {
  if (was === null || is === null || !NUMBER.test(was) || !NUMBER.test(is)) return null;
  return deltaOf(readNumber(was.trim()), readNumber(is.trim()));
}

const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;
/** The most characters of a line that a report shows. */
const MOST = 300;
/** Of a longer line only so many bytes around the difference are made a text at all. */
const AROUND = 4096;

/** A line, or of a long one the part around the difference. */
interface Part {
  readonly text: string;
  readonly cutBefore: boolean;
  readonly cutAfter: boolean;
}

/** Ends of lines are left out where they are not what differs; of long lines the part around the difference is shown. */
function shown(was: Buffer | null, is: Buffer | null): [string | null, string | null] {
  const same = was && is ? commonStart(was, is) : 0;
  const [before, now] = [partOf(was, same), partOf(is, same)];
  if (!before || !now) return [clipped(withoutEnd(before), 0), clipped(withoutEnd(now), 0)];
  const [a, b] = [withoutEnd(before), withoutEnd(now)];
  if (a?.text === b?.text) return [clipped(before, Infinity), clipped(now, Infinity)];
  let around = 0;
  while (around < before.text.length && before.text[around] === now.text[around]) around += 1;
  return [clipped(a, around), clipped(b, around)];
}

function partOf(line: Buffer | null, around: number): Part | null {
  if (line === null) return null;
  if (line.length <= 2 * AROUND) {
    return { text: line.toString('utf8'), cutBefore: false, cutAfter: false };
  }
  const from = wholeCharacter(line, Math.max(0, around - AROUND));
  const to = wholeCharacter(line, Math.min(line.length, around + AROUND));
  return { text: line.toString('utf8', from, to), cutBefore: from > 0, cutAfter: to < line.length };
}

/** The same place, or the next one at which a character of UTF-8 begins. */
function wholeCharacter(line: Buffer, at: number): number {
  let next = at;
  while (((line[next] ?? 0) & 0xc0) === 0x80) next += 1;
  return next;
}

function withoutEnd(part: Part | null): Part | null {
  return part && { ...part, text: part.text.replace(/\r?\n$/, '') };
}

function clipped(part: Part | null, around: number): string | null {
  if (part === null) return null;
  const { text, cutBefore, cutAfter } = part;
  const from = Math.max(0, Math.min(around - MOST / 3, text.length - MOST));
  const to = from + MOST;
  const before = cutBefore || from > 0 ? '…' : '';
  return `${before}${text.slice(from, to)}${cutAfter || to < text.length ? '…' : ''}`;
}
