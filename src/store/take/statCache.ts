import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { writeFileAtomic } from '../../base/atomicFile';
import { digestFromHex } from '../../base/digest';
import type { Digest } from '../../base/digest';
import { byCodeUnit } from '../../base/paths';
import { rawDigests } from '../rawDigest';
import type { RawDigests } from '../rawDigest';
import type { FileStat, FileToTake, TakenFile } from '../storeModel';
import { isExecutable } from '../fileEntry';
import { sameStat } from '../sameStat';

const MAGIC = Buffer.from('REPRSTA1', 'latin1');
/** Magic, entries, bytes of the names. */
const HEAD = 16;
/** Size, mtime, ctime, inode, mode, age: numbers a file. */
const FIELDS = 6;
/** An entry that so many saves in a row have not met is left out. */
const OLDEST = 32;
/** A file touched so shortly before it was read may be touched again without its times showing it. */
const CLOCK_TICK_MS = 20;
/** As above, where the file system tells whole seconds only, or pairs of them. */
const COARSE_TICK_MS = 2100;

/** A digest, and where among others it lies. */
export interface DigestPlace {
  readonly digests: RawDigests;
  readonly index: number;
  readonly digest: Digest;
}

/** Where some files stand in a saved cache. */
export interface SavedPlaces {
  /** The cache as it was saved: its places and no other's. */
  readonly cache: object;
  /** How many places it has. */
  readonly room: number;
  readonly at: Uint32Array;
  /** The digests, sizes and executable bits, file after file. */
  readonly digests: Int32Array;
  readonly sizes: Float64Array;
  readonly bits: Uint8Array;
  /** The digest of a file, by its number among these. */
  readonly placeOf: (index: number) => DigestPlace;
  /** Whether these files, in this order, were taken as what the cache has of them. */
  readonly areThoseOf: (taken: readonly TakenFile[]) => boolean;
}

interface Entry {
  readonly stat: FileStat;
  readonly digest: DigestPlace;
  readonly age: number;
}

/**
 * Digests of files by what lstat said of them when they were read: a speed-up, never evidence. One file a
 * root; one that is damaged, or another program's, counts as empty.
 */
export class StatCache {
  readonly #file: string;
  #saved: Saved | null = null;
  readonly #fresh = new Map<string, Entry>();

  constructor(folder: string, root: string) {
    const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
    this.#file = path.join(folder, `stat-${name}`);
  }

  /** The digest of a file that was not touched since it was read; null where that is not sure. */
  find(name: string, stat: FileStat): DigestPlace | null {
    const fresh = this.#fresh.get(name);
    if (fresh) return sameStat(fresh.stat, stat) ? fresh.digest : null;
    return this.#load().find(name, stat);
  }

  /** Where these files stand among those that were saved, all of them untouched; null where that is not so. */
  places(files: readonly FileToTake[]): SavedPlaces | null {
    const saved = this.#load();
    const at = new Uint32Array(files.length);
    for (let index = 0; index < files.length; index++) {
      const { path: name, stat } = files[index] as FileToTake;
      if (stat === null || this.#fresh.has(name)) return null;
      const place = saved.indexOf(name, stat);
      if (place < 0) return null;
      at[index] = place;
    }
    return saved.placesAt(at);
  }

  /** Remembers what a file was read as, unless it had been touched too shortly before. */
  remember(name: string, stat: FileStat, digest: DigestPlace, readAt: number): void {
    const touched = Math.max(stat.mtimeMs, stat.ctimeMs);
    const coarse = Number.isInteger(stat.mtimeMs / 1000) && Number.isInteger(stat.ctimeMs / 1000);
    if (readAt - touched < (coarse ? COARSE_TICK_MS : CLOCK_TICK_MS)) return;
    this.#fresh.set(name, { stat, digest, age: 0 });
  }

  /** Writes what is new to the disk; a failure to do so is none. */
  save(): void {
    if (this.#fresh.size === 0) return;
    const bytes = this.#load().replaced(this.#fresh) ?? this.#joined();
    try {
      writeFileAtomic(this.#file, bytes, { sync: false });
    } catch {
      // The next one reads the files once more.
    }
    this.#fresh.clear();
    this.#saved = null;
  }

  #joined(): Buffer {
    const all = new Map(this.#load().entries());
    for (const [name, entry] of this.#fresh) all.set(name, entry);
    return encode(new Map([...all].sort(([a], [b]) => byCodeUnit(a, b))));
  }

  #load(): Saved {
    this.#saved ??= new Saved(this.#file);
    return this.#saved;
  }
}

/** A saved cache, looked up in place: an entry becomes an object only when it is saved again. */
class Saved {
  /** The file but for its proof. */
  #body: Buffer = Buffer.alloc(0);
  #names: readonly string[] = [];
  #places: Map<string, number> | null = null;
  #numbers = new Float64Array(0);
  #digests = rawDigests(0);
  /** All digests as one text: a part of it costs less than the text of each. */
  #hex = '';
  /** What was found, by its place; most of it is asked for twice. */
  readonly #found: (DigestPlace | undefined)[] = [];
  #met = new Uint8Array(0);
  /** Files are asked for in the order in which they were saved, most often. */
  #likely = 0;

  constructor(file: string) {
    let bytes: Buffer;
    try {
      bytes = fs.readFileSync(file);
    } catch {
      return;
    }
    const end = bytes.length - 32;
    if (end < HEAD || !bytes.subarray(0, 8).equals(MAGIC)) return;
    const proof = createHash('sha256').update(bytes.subarray(0, end)).digest();
    if (!proof.equals(bytes.subarray(end))) return;
    const count = bytes.readUInt32LE(8);
    const numbersEnd = HEAD + count * FIELDS * 8;
    const digestsEnd = numbersEnd + count * 32;
    if (digestsEnd + bytes.readUInt32LE(12) !== end) return;
    this.#body = bytes.subarray(0, end);
    this.#numbers = new Float64Array(memoryOf(bytes, HEAD, numbersEnd));
    this.#digests = rawDigests(memoryOf(bytes, numbersEnd, digestsEnd));
    this.#hex = this.#digests.bytes.toString('hex');
    this.#met = new Uint8Array(count);
    this.#names = count === 0 ? [] : bytes.toString('utf8', digestsEnd, end).split('\0');
  }

  find(name: string, stat: FileStat): DigestPlace | null {
    const index = this.indexOf(name, stat);
    return index < 0 ? null : this.#placeAt(index);
  }

  /** The place of a file that was not touched, or -1. */
  indexOf(name: string, stat: FileStat): number {
    const index = this.#indexOf(name);
    if (index === undefined) return -1;
    this.#likely = index + 1;
    const at = index * FIELDS;
    const numbers = this.#numbers;
    if (
      numbers[at] !== stat.size ||
      numbers[at + 1] !== stat.mtimeMs ||
      numbers[at + 2] !== stat.ctimeMs ||
      numbers[at + 3] !== stat.inode ||
      numbers[at + 4] !== stat.mode
    ) {
      return -1;
    }
    this.#met[index] = 1;
    return index;
  }

  placesAt(at: Uint32Array): SavedPlaces {
    const words = new Int32Array(at.length * 8);
    const sizes = new Float64Array(at.length);
    const bits = new Uint8Array(at.length);
    for (let index = 0; index < at.length; index++) {
      const from = at[index] as number;
      for (let word = 0; word < 8; word++) {
        words[index * 8 + word] = this.#digests.words[from * 8 + word] as number;
      }
      sizes[index] = this.#numbers[from * FIELDS] as number;
      bits[index] = isExecutable(this.#numbers[from * FIELDS + 4] as number) ? 1 : 0;
    }
    return {
      ...{ cache: this, room: this.#met.length, at, digests: words, sizes, bits },
      placeOf: (index) => this.#placeAt(at[index] as number),
      areThoseOf: (taken) =>
        taken.length === at.length &&
        taken.every(({ digest }, index) => digest === this.#placeAt(at[index] as number).digest),
    };
  }

  /** The bytes of a cache that differs in these entries alone; null where one is new to it, or another has to go. */
  replaced(entries: ReadonlyMap<string, Entry>): Buffer | null {
    const places = new Map<number, Entry>();
    for (const [name, entry] of entries) {
      const index = this.#indexOf(name);
      if (index === undefined) return null;
      places.set(index, entry);
    }
    const memory = new ArrayBuffer(this.#body.length + 32);
    const bytes = Buffer.from(memory);
    this.#body.copy(bytes);
    const numbers = new Float64Array(memory, HEAD, this.#numbers.length);
    for (let at = FIELDS - 1; at < numbers.length; at += FIELDS) {
      const age = this.#met[(at - FIELDS + 1) / FIELDS] === 1 ? 0 : (numbers[at] as number) + 1;
      if (age > OLDEST) return null;
      numbers[at] = age;
    }
    for (const [index, { stat, digest }] of places) {
      numbers.set(numbersOf(stat, 0), index * FIELDS);
      const from = digest.index * 32;
      digest.digests.bytes.copy(bytes, HEAD + numbers.byteLength + index * 32, from, from + 32);
    }
    createHash('sha256').update(bytes.subarray(0, -32)).digest().copy(bytes, this.#body.length);
    return bytes;
  }

  /** Every entry that is not too old to be saved again. */
  *entries(): Iterable<[string, Entry]> {
    for (const [index, name] of this.#names.entries()) {
      const [size, mtimeMs, ctimeMs, inode, mode, saved] = this.#numbers.subarray(
        index * FIELDS,
        (index + 1) * FIELDS,
      ) as unknown as [number, number, number, number, number, number];
      const age = this.#met[index] === 1 ? 0 : saved + 1;
      const stat = { size, mtimeMs, ctimeMs, inode, mode };
      if (age <= OLDEST) yield [name, { stat, digest: this.#placeAt(index), age }];
    }
  }

  #placeAt(index: number): DigestPlace {
    return (this.#found[index] ??= {
      digests: this.#digests,
      index,
      digest: digestFromHex(this.#hex.slice(index * 64, index * 64 + 64)),
    });
  }

  #indexOf(name: string): number | undefined {
    if (this.#names[this.#likely] === name) return this.#likely;
    this.#places ??= new Map(this.#names.map((known, index) => [known, index]));
    return this.#places.get(name);
  }
}

function numbersOf({ size, mtimeMs, ctimeMs, inode, mode }: FileStat, age: number): number[] {
  return [size, mtimeMs, ctimeMs, inode, mode, age];
}

/** A part of some bytes as memory of its own, aligned for numbers. */
function memoryOf(bytes: Buffer, from: number, to: number): ArrayBuffer {
  const memory = new ArrayBuffer(to - from);
  bytes.copy(Buffer.from(memory), 0, from, to);
  return memory;
}

function encode(entries: ReadonlyMap<string, Entry>): Buffer {
  const numbers = new Float64Array(entries.size * FIELDS);
  const digests = Buffer.alloc(entries.size * 32);
  let index = 0;
  for (const { stat, digest, age } of entries.values()) {
    numbers.set(numbersOf(stat, age), index * FIELDS);
    digest.digests.bytes.copy(digests, index * 32, digest.index * 32, digest.index * 32 + 32);
    index++;
  }
  const names = Buffer.from([...entries.keys()].join('\0'));
  const head = Buffer.alloc(HEAD);
  MAGIC.copy(head);
  head.writeUInt32LE(entries.size, 8);
  head.writeUInt32LE(names.length, 12);
  const body = Buffer.concat([head, Buffer.from(numbers.buffer), digests, names]);
  return Buffer.concat([body, createHash('sha256').update(body).digest()]);
}
