import { diffArrays } from 'diff';
import type { ArrayChange } from 'diff';

import type { Blocks } from './blocks';
import { DifferenceList } from './differenceList';
import { commonStart, countLines, LineCursor, lineStart, nextLine } from './lineCursor';
import { lineDifference } from './shownLines';

/** The lines in which two texts part, and how they were laid beside each other. */
export interface LineDifferences {
  readonly list: DifferenceList;
  /** True where too much differs to find what belongs together: the lines are compared by their place. */
  readonly byPlace: boolean;
}

/** Finds the lines in which two UTF-8 texts of any size part. What is equal is never split into lines. */
export async function lineDifferences(
  file: string,
  was: Pick<Blocks, 'next'>,
  is: Pick<Blocks, 'next'>,
): Promise<LineDifferences> {
  const walk = new Walk(file, new LineCursor(was), new LineCursor(is));
  while (await walk.passEqual()) {
    if (!(await walk.align())) {
      await walk.byPlace();
      return { list: walk.list, byPlace: true };
    }
  }
  return { list: walk.list, byPlace: false };
}

/** So many lines and bytes are laid beside each other at once. */
const MOST_LINES = 20_000;
const MOST_BYTES = 8 * 1024 * 1024;
/** How many insertions and deletions are looked for among them. */
const MOST_EDITS = 1000;
/** How long is looked for them, in all. */
const MOST_MS = 2000;

class Walk {
  readonly list = new DifferenceList();
  readonly #file: string;
  readonly #was: LineCursor;
  readonly #is: LineCursor;
  /** The lines that both stand before. */
  #line = 1;
  #now = 1;
  #msLeft = MOST_MS;

  constructor(file: string, was: LineCursor, is: LineCursor) {
    this.#file = file;
    this.#was = was;
    this.#is = is;
  }

  /** Passes what is the same on both sides; false at the end of both. */
  async passEqual(): Promise<boolean> {
    for (;;) {
      const [more, moreNow] = [await this.#was.more(), await this.#is.more()];
      if (!more || !moreNow) return more || moreNow;
      const [was, is] = [this.#was.here, this.#is.here];
      const same = commonStart(was, is);
      const ends = same === was.length && same === is.length;
      const lines = ends ? same : lineStart(was, same);
      if (lines === 0) return true;
      this.#pass(was.subarray(0, lines), is.subarray(0, lines));
    }
  }

  /** Lays the next lines beside each other and passes those that belong together; false where that does not succeed. */
  async align(): Promise<boolean> {
    await this.#was.gather(MOST_LINES, MOST_BYTES);
    await this.#is.gather(MOST_LINES, MOST_BYTES);
    const [was, is] = [firstLines(this.#was.here), firstLines(this.#is.here)];
    const isAll = isRest(this.#was, was) && isRest(this.#is, is);
    const tail = isAll ? commonLines(was, is) : 0;
    const changes = this.#changes(
      linesOf(was.subarray(0, was.length - tail)),
      linesOf(is.subarray(0, is.length - tail)),
    );
    if (changes === null) return false;
    const certain = isAll ? changes : upToSure(changes);
    if (certain.length === 0) return false;
    this.#tell(certain);
    if (tail > 0) this.#pass(was.subarray(-tail), is.subarray(-tail));
    return true;
  }

  /** Line beside line, to the end of both. */
  async byPlace(): Promise<void> {
    for (;;) {
      const [more, moreNow] = [await this.#was.more(), await this.#is.more()];
      if (!more && !moreNow) return;
      const [was, is] = [this.#was.here, this.#is.here];
      let [from, from2] = [0, 0];
      while ((from < was.length || !more) && (from2 < is.length || !moreNow)) {
        const [to, to2] = [nextLine(was, from), nextLine(is, from2)];
        const lines = [was.subarray(from, to), is.subarray(from2, to2)] as const;
        const line = this.#line++;
        if (!lines[0].equals(lines[1])) {
          this.list.add(() =>
            lineDifference(this.#file, line, [unlessEmpty(lines[0]), unlessEmpty(lines[1])]),
          );
        }
        [from, from2] = [to, to2];
      }
      this.#was.pass(from);
      this.#is.pass(from2);
    }
  }

  #changes(was: string[], is: string[]): readonly ArrayChange<string>[] | null {
    const began = performance.now();
    const timeout = Math.max(1, this.#msLeft);
    const changes = diffArrays(was, is, { maxEditLength: MOST_EDITS, timeout });
    this.#msLeft -= performance.now() - began;
    return changes ?? null;
  }

  /** Passes these lines and tells of those that one side alone has. */
  #tell(changes: readonly ArrayChange<string>[]): void {
    let removed: readonly string[] = [];
    for (const change of [...changes, NO_CHANGE]) {
      if (change.removed) {
        removed = change.value;
        continue;
      }
      const added = change.added ? change.value : [];
      for (let i = 0; i < Math.max(removed.length, added.length); i++) {
        const [a, b] = [removed[i], added[i]];
        const at = a === undefined ? this.#now + i : this.#line + i;
        this.list.add(() => lineDifference(this.#file, at, [bufferOf(a), bufferOf(b)]));
      }
      const same = change.added ? [] : change.value;
      this.#line += removed.length + same.length;
      this.#now += added.length + same.length;
      this.#was.pass(bytesIn(removed) + bytesIn(same));
      this.#is.pass(bytesIn(added) + bytesIn(same));
      removed = [];
    }
  }

  #pass(was: Buffer, is: Buffer): void {
    const lines = countLines(was);
    this.#line += lines;
    this.#now += lines;
    this.#was.pass(was.length);
    this.#is.pass(is.length);
  }
}

const NO_CHANGE: ArrayChange<string> = { value: [], added: false, removed: false, count: 0 };

/**
 * Where both texts go on, what stands at the ends of the windows may have its counterpart behind them: only
 * what comes before a long stretch of equal lines, and that stretch, belongs together for sure.
 */
function upToSure(changes: readonly ArrayChange<string>[]): readonly ArrayChange<string>[] {
  const half = changes.length / 2;
  const length = (at: number): number => {
    const change = changes[at];
    return change && !change.added && !change.removed ? change.value.length : 0;
  };
  const longest = (from: number): number => {
    let best = -1;
    for (let at = from; at < changes.length; at++) {
      if (length(at) > 0 && length(at) >= length(best)) best = at;
    }
    return best;
  };
  const late = longest(Math.floor(half));
  return changes.slice(0, (late >= 0 ? late : longest(0)) + 1);
}

/** As many whole lines as are laid beside others at once, at least one. */
function firstLines(bytes: Buffer): Buffer {
  let end = nextLine(bytes, 0);
  for (let lines = 1; lines < MOST_LINES && end < bytes.length; lines++) {
    const next = nextLine(bytes, end);
    if (next > MOST_BYTES) break;
    end = next;
  }
  return bytes.subarray(0, end);
}

function isRest(cursor: LineCursor, bytes: Buffer): boolean {
  return cursor.ended && cursor.here.length === bytes.length;
}

/** How many bytes at the end of both are the same, in whole lines. */
function commonLines(was: Buffer, is: Buffer): number {
  const tail = commonTail(was, is);
  const [at, at2] = [was.length - tail, is.length - tail];
  const begins = lineStart(was, at) === at && lineStart(is, at2) === at2;
  return begins ? tail : was.length - nextLine(was, at);
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

/** Lines with their ends. */
function linesOf(bytes: Buffer): string[] {
  return bytes.toString('utf8').match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function bytesIn(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0);
}

function bufferOf(line: string | undefined): Buffer | null {
  return line === undefined ? null : Buffer.from(line);
}

function unlessEmpty(line: Buffer): Buffer | null {
  return line.length === 0 ? null : line;
}

const WINDOW = 64 * 1024;
