import { INDEX_HEAD, RECORD } from './packFormat';
import type { RawDigest } from '../rawDigest';

/** A published pack, as threads share it. */
export interface KnownPack {
  /** Name without ending. */
  readonly name: string;
  /** The whole index file. */
  readonly index: SharedArrayBuffer;
  readonly count: number;
}

/** What a thread needs to look things up in packs that another one has read. */
export interface SharedPacks {
  readonly packs: readonly KnownPack[];
  readonly table: SharedArrayBuffer;
}

/** Where an object lies: the number of its pack, and its bytes in it. */
export interface PackedAt {
  readonly pack: number;
  readonly offset: number;
  readonly size: number;
}

/**
 * Finds a digest among all published packs at the cost of one look, whatever their number: a table of
 * (record, pack) pairs over the indexes as they lie on disk. One thread adds, all of them look.
 */
export class KnownPacks {
  readonly #packs: KnownPack[] = [];
  /** The records of each pack as 32-bit words; an index is laid out so that they are aligned. */
  readonly #records: Int32Array[] = [];
  #table: Int32Array;
  /** How many packs, the first ones, are in the table. */
  #entered = 0;
  #looks = 0;
  #version = 0;

  constructor(shared?: SharedPacks) {
    this.#table = shared ? new Int32Array(shared.table) : newTable();
    for (const pack of shared?.packs ?? []) this.#append(pack);
    this.#entered = this.#packs.length;
  }

  /** What another thread needs; good until `add` is called. */
  share(): SharedPacks {
    this.#enterAll();
    return { packs: [...this.#packs], table: this.#table.buffer as SharedArrayBuffer };
  }

  get packs(): readonly KnownPack[] {
    return this.#packs;
  }

  /** Another number whenever packs were added or forgotten. */
  get version(): number {
    return this.#version;
  }

  /** Adds a pack; an object that an earlier pack holds too is found in the later one. */
  add(pack: KnownPack): void {
    this.#version++;
    this.#append(pack);
  }

  /** Forgets packs that are gone; the numbers of the others change. */
  forget(isGone: (pack: KnownPack) => boolean): void {
    const left = this.#packs.filter((pack) => !isGone(pack));
    if (left.length === this.#packs.length) return;
    this.#version++;
    this.#packs.length = this.#records.length = this.#entered = 0;
    for (const pack of left) this.#append(pack);
    this.#table = newTable();
  }

  /** Where an object lies whose digest is the eight words at a place; null where no pack is known to hold it. */
  find(digests: Int32Array, digestAt: number): PackedAt | null {
    if (this.#isSpared()) return this.#search(digests, digestAt).next().value ?? null;
    const slot = this.#slotOf(digests, digestAt);
    if (slot < 0) return null;
    const pack = (this.#table[slot * 2 + 1] as number) - 1;
    const at = (this.#table[slot * 2] as number) * WORDS;
    const records = this.#records[pack]; // a slot can be overwritten since, with a pack unknown here
    return records ? placeOf(records, at, pack) : null;
  }

  /** The number of the pack that holds an object, or -1; for when that is all that matters. */
  packOf(digests: Int32Array, digestAt: number): number {
    if (this.#isSpared()) return this.#search(digests, digestAt).next().value?.pack ?? -1;
    const slot = this.#slotOf(digests, digestAt);
    return slot < 0 ? -1 : (this.#table[slot * 2 + 1] as number) - 1;
  }

  /** Every place of a digest, the newest pack first; slow, for when one of them has proved damaged. */
  findAll(digest: RawDigest): PackedAt[] {
    return [...this.#search(digest.words, 0)];
  }

  /** Looks through the packs one by one, the newest first, each being sorted. */
  *#search(digests: Int32Array, digestAt: number): Generator<PackedAt, undefined> {
    const wanted = bytesOf(digests.subarray(digestAt, digestAt + 8));
    for (let pack = this.#records.length - 1; pack >= 0; pack--) {
      const records = this.#records[pack] as Int32Array;
      const bytes = bytesOf(records);
      let low = 0;
      let high = bytes.length / RECORD;
      while (low < high) {
        const middle = (low + high) >>> 1;
        const order = bytes.compare(wanted, 0, 32, middle * RECORD, middle * RECORD + 32);
        if (order < 0) low = middle + 1;
        else high = middle;
      }
      if (isAt(records, low * WORDS, digests, digestAt)) {
        yield placeOf(records, low * WORDS, pack);
      }
    }
  }

  /** Whether there is no table yet, and no need of one: who looks but a few times need not fill it. */
  #isSpared(): boolean {
    if (this.#entered === this.#packs.length) return false;
    if (this.#looks++ < FEW_LOOKS) return true;
    this.#enterAll();
    return false;
  }

  #enterAll(): void {
    if (this.#entered === this.#packs.length) return;
    const filled = this.#packs.reduce((sum, { count }) => sum + count, 0);
    if (filled * 4 > this.#table.length) {
      this.#table = newTable(filled);
      this.#entered = 0;
    }
    while (this.#entered < this.#packs.length) this.#enter(this.#entered++);
  }

  #slotOf(digests: Int32Array, digestAt: number): number {
    const words = this.#table;
    const mask = words.length / 2 - 1;
    for (let slot = (digests[digestAt] as number) & mask; ; slot = (slot + 1) & mask) {
      const pack = Atomics.load(words, slot * 2 + 1) - 1;
      if (pack < 0) return -1;
      const records = this.#records[pack];
      const at = (words[slot * 2] as number) * WORDS;
      if (records && isAt(records, at, digests, digestAt)) return slot;
    }
  }

  #append(pack: KnownPack): void {
    this.#packs.push(pack);
    this.#records.push(new Int32Array(pack.index, INDEX_HEAD, pack.count * WORDS));
  }

  #enter(pack: number): void {
    const records = this.#records[pack] as Int32Array;
    const words = this.#table;
    const mask = words.length / 2 - 1;
    for (let at = 0; at < records.length; at += WORDS) {
      let slot = (records[at] as number) & mask;
      for (let held = words[slot * 2 + 1] as number; held > 0;) {
        const other = this.#records[held - 1] as Int32Array;
        if (isAt(other, (words[slot * 2] as number) * WORDS, records, at)) break;
        slot = (slot + 1) & mask;
        held = words[slot * 2 + 1] as number;
      }
      // An occupied slot may be read while it is overwritten: a reader checks the record it lands on.
      words[slot * 2] = at / WORDS;
      Atomics.store(words, slot * 2 + 1, pack + 1);
    }
  }
}

/** So many looks cost less than to fill the table. */
const FEW_LOOKS = 64;

/** Room for so many records at a quarter of its places, and as many again. */
function newTable(records = 0): Int32Array {
  const slots = 2 ** Math.ceil(Math.log2(Math.max(records * 4, 1024)));
  return new Int32Array(new SharedArrayBuffer(slots * 8));
}

function bytesOf(words: Int32Array): Buffer {
  return Buffer.from(words.buffer, words.byteOffset, words.byteLength);
}

/** 32-bit words of a record. */
const WORDS = RECORD / 4;

/** Whether the digest at one place is that at the other. */
function isAt(records: Int32Array, at: number, wanted: Int32Array, from: number): boolean {
  for (let word = 0; word < 8; word++) {
    if (records[at + word] !== wanted[from + word]) return false;
  }
  return true;
}

function placeOf(records: Int32Array, at: number, pack: number): PackedAt {
  return { pack, offset: uintAt(records, at + 8), size: uintAt(records, at + 10) };
}

/** A number of 8 bytes, the least significant first. */
function uintAt(words: Int32Array, at: number): number {
  return ((words[at] as number) >>> 0) + ((words[at + 1] as number) >>> 0) * 0x100000000;
}
