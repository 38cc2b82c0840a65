import type { Blocks } from './blocks';

/** Stands before a line of a text and holds what has been read of it from there, which is always whole lines. */
export class LineCursor {
  readonly #blocks: Pick<Blocks, 'next'>;
  #bytes: Buffer = NOTHING;
  #at = 0;
  #ended = false;

  constructor(blocks: Pick<Blocks, 'next'>) {
    this.#blocks = blocks;
  }

  /** What has been read and not passed. */
  get here(): Buffer {
    return this.#bytes.subarray(this.#at);
  }

  /** Whether nothing comes after what is here. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Reads on until there is a line here; false where there is none any more. */
  async more(): Promise<boolean> {
    return this.gather(1, 1);
  }

  /** Reads on until so many lines or bytes are here or the end is; false where nothing is here. */
  async gather(lines: number, bytes: number): Promise<boolean> {
    while (!this.#ended) {
      const { here } = this;
      if (here.length >= bytes || (lines > 1 && countLines(here) >= lines)) break;
      const block = await this.#blocks.next();
      if (block === null) this.#ended = true;
      else {
        this.#bytes = here.length === 0 ? block : Buffer.concat([here, block]);
        this.#at = 0;
      }
    }
    return this.#at < this.#bytes.length;
  }

  /** Passes so many bytes, which have to be whole lines. */
  pass(bytes: number): void {
    this.#at += bytes;
  }
}

/** How many lines end in these bytes. */
export function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}

/** Where the line after the one at `from` begins. */
export function nextLine(bytes: Buffer, from: number): number {
  const end = bytes.indexOf(NEWLINE, from);
  return end === -1 ? bytes.length : end + 1;
}

/** Where the line begins that holds this byte. */
export function lineStart(bytes: Buffer, at: number): number {
  return at === 0 ? 0 : bytes.lastIndexOf(NEWLINE, at - 1) + 1;
}

/** How many bytes from the beginning are the same. */
export function commonStart(a: Buffer, b: Buffer): number {
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (at < end && sameWindow(a, b, at, Math.min(at + WINDOW, end))) at += WINDOW;
  while (at < end && a[at] === b[at]) at += 1;
  return Math.min(at, end);
}

function sameWindow(a: Buffer, b: Buffer, from: number, to: number): boolean {
  return a.compare(b, from, to, from, to) === 0;
}

const WINDOW = 64 * 1024;
const NEWLINE = 0x0a;
const NOTHING = Buffer.alloc(0);
