import { diffArrays } from 'diff';

import type { Difference } from '../../records/report';
import { DifferenceList } from './differenceList';
import { deltaOf, readNumber } from './numbers';

/** The lines in which two texts part, and how they were laid beside each other. */
export interface LineDifferences {
  readonly list: DifferenceList;
  /** True where too much differs to find what belongs together: the lines are compared by their place. */
  readonly byPlace: boolean;
}

/** Middles with more lines or bytes than this are compared by place. */
const MOST_LINES = 20_000;
const MOST_BYTES = 8 * 1024 * 1024;
/** How many insertions and deletions are looked for. */
const MOST_EDITS = 1000;
const MOST_MS = 2000;

/** Finds the lines in which two UTF-8 texts part. What is equal at both ends is never split into lines. */
export function lineDifferences(file: string, was: Buffer, is: Buffer): LineDifferences {
  const list = new DifferenceList();
  const start = lineStart(was, commonStart(was, is));
  const tail = wholeLines(was, is, commonTail(was.subarray(start), is.subarray(start)));
  const first = countLines(was.subarray(0, start)) + 1;
  const middles = [
    was.subarray(start, was.length - tail),
    is.subarray(start, is.length - tail),
  ] as const;
  const aligned = align(middles);
  if (aligned === null) {
    byPlace(file, middles, { list, first });
    return { list, byPlace: true };
  }
  let [line, now] = [first, first];
  let removed: string[] = [];
  for (const change of [...aligned, { value: [], added: false, removed: false }]) {
    if (change.removed) {
      removed = change.value;
      continue;
    }
    const added = change.added ? change.value : [];
    for (let i = 0; i < Math.max(removed.length, added.length); i++) {
      const [a, b] = [removed[i] ?? null, added[i] ?? null];
      const at = a === null ? now + i : line + i;
      list.add(() => difference(file, at, [a, b]));
    }
    line += removed.length;
    now += added.length;
    removed = [];
    if (!change.added) {
      line += change.value.length;
      now += change.value.length;
    }
  }
  return { list, byPlace: false };
}

function align(middles: readonly [Buffer, Buffer]) {
  if (middles.some((middle) => middle.length > MOST_BYTES)) return null;
  const [was, is] = [linesOf(middles[0]), linesOf(middles[1])];
  if (was.length > MOST_LINES || is.length > MOST_LINES) return null;
  return diffArrays(was, is, { maxEditLength: MOST_EDITS, timeout: MOST_MS }) ?? null;
}

/** Line beside line, without holding them all. */
function byPlace(
  file: string,
  [was, is]: readonly [Buffer, Buffer],
  { list, first }: { readonly list: DifferenceList; readonly first: number },
): void {
  let [from, from2] = [0, 0];
  for (let line = first; from < was.length || from2 < is.length; line++) {
    const [to, to2] = [nextLine(was, from), nextLine(is, from2)];
    const [a, b] = [was.subarray(from, to), is.subarray(from2, to2)];
    if (!a.equals(b)) {
      list.add(() =>
        difference(file, line, [a, b].map(textOrNull) as [string | null, string | null]),
      );
    }
    [from, from2] = [to, to2];
  }
}

function textOrNull(line: Buffer): string | null {
  return line.length === 0 ? null : line.toString('utf8');
}

function difference(
  file: string,
  line: number,
  [was, is]: readonly [string | null, string | null],
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

/** Ends of lines are left out where they are not what differs; of long lines the part around the difference is shown. */
function shown(was: string | null, is: string | null): [string | null, string | null] {
  const [a, b] = [was?.replace(/\r?\n$/, '') ?? null, is?.replace(/\r?\n$/, '') ?? null];
  if (a === b) return [was, is];
  let same = 0;
  if (a !== null && b !== null) while (same < a.length && a[same] === b[same]) same += 1;
  return [clipped(a, same), clipped(b, same)];
}

function clipped(text: string | null, around: number): string | null {
  if (text === null || text.length <= MOST) return text;
  const from = Math.max(0, Math.min(around - MOST / 3, text.length - MOST));
  const to = from + MOST;
  return `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`;
}

/** Lines with their ends. */
function linesOf(bytes: Buffer): string[] {
  return bytes.toString('utf8').match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

const WINDOW = 64 * 1024;

function commonStart(a: Buffer, b: Buffer): number {
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (
    at < end &&
    a.compare(b, at, Math.min(at + WINDOW, end), at, Math.min(at + WINDOW, end)) === 0
  ) {
    at += WINDOW;
  }
  while (at < end && a[at] === b[at]) at += 1;
  return Math.min(at, end);
}

function commonTail(a: Buffer, b: Buffer): number {
  const most = Math.min(a.length, b.length);
  let same = 0;
  for (;;) {
    const size = Math.min(WINDOW, most - same);
    const [end, end2] = [a.length - same, b.length - same];
    if (size === 0 || a.compare(b, end2 - size, end2, end - size, end) !== 0) break;
    same += size;
  }
  while (same < most && a[a.length - 1 - same] === b[b.length - 1 - same]) same += 1;
  return same;
}

/** Where the line begins that holds this byte. */
function lineStart(bytes: Buffer, at: number): number {
  return at === 0 ? 0 : bytes.lastIndexOf(NEWLINE, at - 1) + 1;
}

/** A common tail cut down to where a line begins on both sides. */
function wholeLines(was: Buffer, is: Buffer, tail: number): number {
  const [at, at2] = [was.length - tail, is.length - tail];
  const begins = lineStart(was, at) === at && lineStart(is, at2) === at2;
  return begins ? tail : was.length - nextLine(was, at);
}

function nextLine(bytes: Buffer, from: number): number {
  const end = bytes.indexOf(NEWLINE, from);
  return end === -1 ? bytes.length : end + 1;
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}

const NEWLINE = 0x0a;
