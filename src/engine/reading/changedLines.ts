import { diffArrays } from 'diff';

import type { Hunk, HunkLine, Lines } from '../../present/reportPage/comparison';

/** Lines around a change that are shown with it. */
const CONTEXT = 3;
/** The most changed lines that a page shows; the editor shows all. */
const MOST_SHOWN = 200;
/** The most characters of a line that a page shows. */
const MOST_CHARACTERS = 500;
/** Middles with more lines than this are compared by place. */
const MOST_LINES = 20_000;
const MOST_EDITS = 1000;
const MOST_MS = 2000;

/** The lines in which two texts part, with some around them. */
export function changedLines(was: string, is: string): Lines {
  const [before, now] = [linesOf(was), linesOf(is)];
  const start = commonStart(before, now);
  const tail = commonTail(before.slice(start), now.slice(start));
  const middles = [
    before.slice(start, before.length - tail),
    now.slice(start, now.length - tail),
  ] as const;
  const aligned = align(middles);
  const changes = blocks(aligned ?? places(middles), start);
  const changed = changes.reduce((sum, { a, b }) => sum + (a[1] - a[0]) + (b[1] - b[0]), 0);
  const ends = was.endsWith('\n') !== is.endsWith('\n');
  const { hunks, shown } = hunksOf(changes, { was: before, is: now, ends });
  return { kind: 'lines', hunks, changed, shown, byPlace: aligned === null };
}

type Change = { readonly count: number; readonly added: boolean; readonly removed: boolean };

/** Lines a[0] to a[1] of the one text stand where b[0] to b[1] of the other do. */
interface Block {
  readonly a: readonly [number, number];
  readonly b: readonly [number, number];
}

function align([was, is]: readonly [string[], string[]]): Change[] | null {
  if (was.length > MOST_LINES || is.length > MOST_LINES) return null;
  const options = { maxEditLength: MOST_EDITS, timeout: MOST_MS };
  const changes = diffArrays(was, is, options);
  return (
    changes?.map(({ value, added, removed }) => ({ count: value.length, added, removed })) ?? null
  );
}

/** Line beside line, where too much differs to find what belongs together. */
function places([was, is]: readonly [readonly string[], readonly string[]]): Change[] {
  const changes: Change[] = [];
  for (let at = 0; at < Math.max(was.length, is.length); at++) {
    if (at < was.length && was[at] === is[at]) {
      changes.push({ count: 1, added: false, removed: false });
      continue;
    }
    if (at < was.length) changes.push({ count: 1, added: false, removed: true });
    if (at < is.length) changes.push({ count: 1, added: true, removed: false });
  }
  return changes;
}

function blocks(changes: readonly Change[], start: number): Block[] {
  const found: Block[] = [];
  let [a, b] = [start, start];
  let open: { a: number; b: number } | null = null;
  for (const { count, added, removed } of [
    ...changes,
    { count: 0, added: false, removed: false },
  ]) {
    if (added || removed) {
      open ??= { a, b };
      if (removed) a += count;
      else b += count;
      continue;
    }
    if (open !== null) found.push({ a: [open.a, a], b: [open.b, b] });
    open = null;
    a += count;
    b += count;
  }
  return found;
}

function hunksOf(
  changes: readonly Block[],
  texts: {
    readonly was: readonly string[];
    readonly is: readonly string[];
    readonly ends: boolean;
  },
): { hunks: Hunk[]; shown: number } {
  const { was, is, ends } = texts;
  const ended = (whole: string): string => withoutEnd(whole, ends);
  const hunks: HunkLine[][] = [];
  let shown = 0;
  let next = 0; // the first line of the first text that no hunk holds yet
  for (const [index, { a, b }] of changes.entries()) {
    if (shown >= MOST_SHOWN) break;
    const from = Math.max(next, a[0] - CONTEXT);
    const open = hunks.at(-1);
    // One that begins where the last one ended goes on in it.
    const hunk = open !== undefined && from === next ? open : [];
    if (hunk !== open) hunks.push(hunk);
    for (let at = from; at < a[0]; at++) hunk.push(line(same(was[at]), at, at + b[0] - a[0]));
    const [out, put] = clipPairs(was.slice(...a).map(ended), is.slice(...b).map(ended));
    for (const [lines, first, side] of [[out, a[0], 'was'] as const, [put, b[0], 'is'] as const]) {
      lines.slice(0, MOST_SHOWN - shown).forEach((text, at) => {
        hunk.push(side === 'was' ? line(text, first + at, null) : line(text, null, first + at));
        shown += 1;
      });
    }
    next = a[1];
    if (shown >= MOST_SHOWN) break;
    const end = Math.min(was.length, a[1] + CONTEXT, changes[index + 1]?.a[0] ?? Infinity);
    for (; next < end; next++) hunk.push(line(same(was[next]), next, next + b[1] - a[1]));
  }
  return { hunks: hunks.map((lines) => ({ lines })), shown };
}

function line(text: string, was: number | null, is: number | null): HunkLine {
  return { was: was === null ? null : was + 1, is: is === null ? null : is + 1, text };
}

function same(whole: string | undefined): string {
  return clip((whole ?? '').replace(/\n$/, ''), 0);
}

/** A line without its end; said where it has none and the other text's last line has one. */
function withoutEnd(whole: string, say: boolean): string {
  if (whole.endsWith('\n')) return whole.slice(0, -1);
  return say ? whole + NO_END : whole;
}

const NO_END = ' ⟨no end of line⟩';

/** Of long lines that stand for each other, the part around the first difference. */
function clipPairs(
  was: readonly string[],
  is: readonly string[],
): readonly [readonly string[], readonly string[]] {
  const around = was.map((text, at) => commonStart(text, is[at] ?? text));
  return [
    was.map((text, at) => clip(text, around[at] ?? 0)),
    is.map((text, at) => clip(text, around[at] ?? 0)),
  ];
}

function clip(text: string, around: number): string {
  if (text.length <= MOST_CHARACTERS) return text;
  const from = Math.max(0, Math.min(around - MOST_CHARACTERS / 2, text.length - MOST_CHARACTERS));
  const to = from + MOST_CHARACTERS;
  return `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`;
}

/** Lines with their ends, because they may differ in those alone. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function commonStart(a: ArrayLike<string>, b: ArrayLike<string>): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at += 1;
  return at;
}

function commonTail(a: readonly string[], b: readonly string[]): number {
  let same = 0;
  while (same < a.length && same < b.length && a[a.length - 1 - same] === b[b.length - 1 - same]) {
    same += 1;
  }
  return same;
}
