import type { Bytes } from '../../present/reportPage/comparison';

/** Bytes in a row of a hex peek. */
const ROW = 16;
const BEFORE = 2 * ROW;
const WINDOW = 8 * ROW;

type Pieces = AsyncIterable<Uint8Array>;

/** Where two streams of bytes first part, with the rows around it. Reads both to their ends, which proves them. */
export async function firstDifference(was: Pieces, is: Pieces): Promise<Bytes> {
  const sides = [new Cursor(was), new Cursor(is)] as const;
  const [a, b] = sides;
  let at = 0;
  let tail = Buffer.alloc(0);
  for (;;) {
    const [left, right] = [await a.peek(), await b.peek()];
    const length = Math.min(left.length, right.length);
    if (length === 0) break;
    const same = commonStart(left, right, length);
    tail = Buffer.from(Buffer.concat([tail, left.subarray(0, same)]).subarray(-(BEFORE + ROW)));
    at += same;
    a.skip(same);
    b.skip(same);
    if (same < length) break;
  }
  const ended = (await a.peek()).length === 0 && (await b.peek()).length === 0;
  const from = Math.max(0, Math.floor(at / ROW) * ROW - BEFORE);
  const before = tail.subarray(tail.length - (at - from));
  const rest = WINDOW - before.length;
  const shown = [await a.take(rest), await b.take(rest)] as const;
  for (const side of sides) await side.drain();
  return {
    kind: 'bytes',
    first: ended ? null : at,
    from,
    was: new Uint8Array(Buffer.concat([before, shown[0]])),
    is: new Uint8Array(Buffer.concat([before, shown[1]])),
  };
}

/** Goes through a stream at the reader's own pace. */
class Cursor {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #held: Buffer = Buffer.alloc(0);

  constructor(pieces: Pieces) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** What is at hand, at least one byte; empty at the end. */
  async peek(): Promise<Buffer> {
    while (this.#held.length === 0) {
      const next = await this.#pieces.next();
      if (next.done === true) return this.#held;
      this.#held = Buffer.from(next.value);
    }
    return this.#held;
  }

  skip(count: number): void {
    this.#held = this.#held.subarray(count);
  }

  async take(most: number): Promise<Buffer> {
    const taken: Buffer[] = [];
    for (let left = most; left > 0;) {
      const piece = (await this.peek()).subarray(0, left);
      if (piece.length === 0) break;
      taken.push(piece);
      this.skip(piece.length);
      left -= piece.length;
    }
    return Buffer.concat(taken);
  }

  async drain(): Promise<void> {
    while ((await this.peek()).length > 0) this.#held = Buffer.alloc(0);
  }
}

const STEP = 64 * 1024;

function commonStart(a: Buffer, b: Buffer, length: number): number {
  let at = 0;
  while (at < length) {
    const end = Math.min(length, at + STEP);
    if (a.compare(b, at, end, at, end) !== 0) break;
    at = end;
  }
  while (at < length && a[at] === b[at]) at += 1;
  return at;
}
