import type { Readable } from 'node:stream';

import type { Difference } from '../../records/report';
import type { Comparator, Comparison, FilePair, FileSide, Rule, Tools } from './comparator';
import { DifferenceList } from './differenceList';

/** Reads any two files, of any size, byte by byte. No rule excuses a byte, so it always says `different`. */
export const bytesComparator: Comparator = {
  name: 'bytes',
  most: Infinity,
  recognises: () => true,
  compare: compareBytes,
};

/** How many bytes of one difference are shown. */
const SHOWN = 16;

async function compareBytes(pair: FilePair, _: Rule, { cancel }: Tools): Promise<Comparison> {
  const was = await pair.was.stream();
  if (!was.ok) return { verdict: 'gone' };
  const is = await pair.is.stream();
  if (!is.ok) {
    was.value.destroy();
    return { verdict: 'gone' };
  }
  try {
    const found = new RunFinder(pair);
    await walk([was.value, is.value], found, cancel);
    const { total, kept } = found.end();
    return {
      verdict: 'different',
      notes: sizeNotes(pair.was, pair.is),
      differencesTotal: Math.max(1, total),
      differences: kept,
    };
  } catch {
    // A stream ends in an error where the bytes do not prove their digest: there is nothing to show.
    return { verdict: 'gone' };
  } finally {
    was.value.destroy();
    is.value.destroy();
  }
}

/** The verdict where bytes cannot be shown: unequal digests are different all the same. */
export function unread(
  pair: Omit<FilePair, 'heads'>,
): Comparison & { readonly verdict: 'different' } {
  const { path: file, was, is } = pair;
  return {
    verdict: 'different',
    notes: ['The bytes of one side cannot be read any more; the digests differ.'],
    differencesTotal: 1,
    differences: [{ file, at: null, was: was.digest, is: is.digest, delta: null }],
  };
}

function sizeNotes(was: FileSide, is: FileSide): string[] {
  return was.size === is.size ? [] : [`${was.size} bytes before, ${is.size} bytes now.`];
}

/** Steps through both streams in pieces of equal length; `found` sees each pair of pieces once. */
async function walk(
  [was, is]: readonly [Readable, Readable],
  found: RunFinder,
  cancel: AbortSignal | null,
): Promise<void> {
  const left = pieces(was);
  const right = pieces(is);
  let a = await left.next();
  let b = await right.next();
  while (a.length > 0 && b.length > 0) {
    cancel?.throwIfAborted();
    const length = Math.min(a.length, b.length);
    found.see(a.subarray(0, length), b.subarray(0, length));
    a = a.length > length ? a.subarray(length) : await left.next();
    b = b.length > length ? b.subarray(length) : await right.next();
  }
  for (; a.length > 0; a = await left.next()) found.rest('was', a);
  for (; b.length > 0; b = await right.next()) found.rest('is', b);
}

const NOTHING = Buffer.alloc(0);

function pieces(stream: Readable): { next: () => Promise<Buffer> } {
  const iterator = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const next = async (): Promise<Buffer> => {
    for (;;) {
      const piece = await iterator.next();
      if (piece.done === true) return NOTHING;
      if (piece.value.length > 0) return piece.value;
    }
  };
  return { next };
}

/** Gathers runs of neighbouring bytes that differ; one run is one difference. */
class RunFinder {
  readonly #list = new DifferenceList();
  readonly #file: string;
  #offset = 0;
  #run: { at: number; was: number[]; is: number[]; wasLength: number; isLength: number } | null =
    null;

  constructor(pair: FilePair) {
    this.#file = pair.path;
  }

  see(was: Buffer, is: Buffer): void {
    if (was.equals(is)) {
      this.#close();
    } else {
      for (let i = 0; i < was.length; i++) {
        if (was[i] === is[i]) this.#close();
        else this.#grow(i, was[i], is[i]);
      }
    }
    this.#offset += was.length;
  }

  /** What one side has beyond the end of the other belongs to one run. */
  rest(side: 'was' | 'is', bytes: Buffer): void {
    for (let i = 0; i < bytes.length; i++) {
      if (side === 'was') this.#grow(i, bytes[i], undefined);
      else this.#grow(i, undefined, bytes[i]);
      const run = this.#run;
      if (run !== null && (side === 'was' ? run.was : run.is).length >= SHOWN) {
        const left = bytes.length - i - 1;
        if (side === 'was') run.wasLength += left;
        else run.isLength += left;
        break;
      }
    }
    this.#offset += bytes.length;
  }

  end(): { total: number; kept: readonly Difference[] } {
    this.#close();
    return this.#list;
  }

  #grow(i: number, was: number | undefined, is: number | undefined): void {
    this.#run ??= { at: this.#offset + i, was: [], is: [], wasLength: 0, isLength: 0 };
    if (was !== undefined) {
      this.#run.wasLength += 1;
      if (this.#run.was.length < SHOWN) this.#run.was.push(was);
    }
    if (is !== undefined) {
      this.#run.isLength += 1;
      if (this.#run.is.length < SHOWN) this.#run.is.push(is);
    }
  }

  #close(): void {
    const run = this.#run;
    if (run === null) return;
    this.#run = null;
    this.#list.add(() => ({
      file: this.#file,
      at: `byte ${run.at}`,
      was: shown(run.was, run.wasLength),
      is: shown(run.is, run.isLength),
      delta: null,
    }));
  }
}

/** Hexadecimal, with what is left out counted; null for no bytes at all. */
function shown(bytes: readonly number[], length: number): string | null {
  if (length === 0) return null;
  const more = length - bytes.length;
  return Buffer.from(bytes).toString('hex') + (more > 0 ? `… and ${more} more` : '');
}
