import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';

import type { FileSide } from './comparator';
import { BytesGone, Doubted } from './doubted';

/** How a text is cut. */
export interface BlockOptions {
  /** The longest line that is read, or with `whole` the longest text; bytes. */
  readonly most: number;
  /** What to say of a longer one. */
  readonly tooLong: string;
  /** One block for everything, because what is done to it may not be done in parts. */
  readonly whole?: boolean;
  /** Done to each block before it is handed out. */
  readonly change?: ((block: Buffer) => Promise<Buffer>) | null;
  readonly cancel?: AbortSignal | null;
}

/**
 * The text of one side in blocks of whole lines, so that a file of any size costs no more memory than a few of
 * them. The next block is made ready while the last one is looked at. Throws `Doubted` where it is no UTF-8 or a
 * line is too long, `BytesGone` where the bytes do not prove their digest, which is known at the end alone.
 */
export class Blocks {
  readonly #side: FileSide;
  readonly #options: BlockOptions;
  #stream: Readable | null = null;
  #pieces: AsyncIterator<Buffer> | null = null;
  /** The beginning of a line whose end is still to come. */
  #open: Buffer[] = [];
  #openBytes = 0;
  #ended = false;
  #ready: Promise<Buffer | null> | null = null;

  constructor(side: FileSide, options: BlockOptions) {
    this.#side = side;
    this.#options = options;
  }

  /** The next block, never an empty one unless a change emptied it; null at the end. */
  async next(): Promise<Buffer | null> {
    const block = await (this.#ready ?? this.#make());
    this.#ready = block === null ? Promise.resolve(null) : this.#make();
    this.#ready.catch(() => undefined); // whoever asks next is told
    return block;
  }

  /** Lets go of the file, whether it was read to its end or not. */
  close(): void {
    this.#ended = true;
    this.#stream?.destroy();
  }

  async #make(): Promise<Buffer | null> {
    const { change, cancel } = this.#options;
    if (cancel?.aborted) throw new Doubted('it was cancelled');
    const block = await this.#lines();
    if (block === null) return null;
    if (!isUtf8(block)) throw new Doubted('it is not UTF-8');
    return change ? change(block) : block;
  }

  async #lines(): Promise<Buffer | null> {
    while (!this.#ended) {
      const piece = await this.#piece();
      const end = piece === null || this.#options.whole ? 0 : piece.lastIndexOf(NEWLINE) + 1;
      if (piece === null) {
        this.#ended = true;
        return this.#openBytes === 0 ? null : this.#closed(NOTHING);
      }
      if (end > 0) {
        const block = this.#closed(piece.subarray(0, end));
        this.#keep(piece.subarray(end));
        return block;
      }
      this.#keep(piece);
    }
    return null;
  }

  /** What was open, with this behind it, in memory of its own. */
  #closed(last: Buffer): Buffer {
    const block = Buffer.allocUnsafeSlow(this.#openBytes + last.length);
    let at = 0;
    for (const piece of [...this.#open.splice(0), last]) {
      block.set(piece, at);
      at += piece.length;
    }
    this.#openBytes = 0;
    return block;
  }

  #keep(piece: Buffer): void {
    if (piece.length === 0) return;
    this.#open.push(piece);
    this.#openBytes += piece.length;
    if (this.#openBytes > this.#options.most) throw new Doubted(this.#options.tooLong);
  }

  async #piece(): Promise<Buffer | null> {
    try {
      this.#pieces ??= await this.#start();
      const piece = await this.#pieces.next();
      return piece.done === true ? null : piece.value;
    } catch (error) {
      throw error instanceof BytesGone ? error : new BytesGone();
    }
  }

  async #start(): Promise<AsyncIterator<Buffer>> {
    const stream = await this.#side.stream();
    if (!stream.ok) throw new BytesGone();
    this.#stream = stream.value;
    return stream.value[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }
}

const NEWLINE = 0x0a;
const NOTHING = Buffer.alloc(0);
