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
  #filled = 0;
  #version = 0;

  constructor(shared?: SharedPacks) {
    this.#table = new Int32Array(shared?.table ?? new SharedArrayBuffer(1024 * 8));
    for (const pack of shared?.packs ?? []) this.#append(pack);
  }

  /** What another thread needs; good until `add` is called. */
  share(): SharedPacks {
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
    this.#filled += pack.count;
    if (this.#filled * 4 > this.#table.length) this.#grow();
    else this.#enter(this.#packs.length - 1);
  }

  /** Forgets packs that are gone; the numbers of the others change. */
  forget(isGone: (pack: KnownPack) => boolean): void {
    const left = this.#packs.filter((pack) => !isGone(pack));
    if (left.length === this.#packs.length) return;
    this.#version++;
    this.#packs.length = this.#records.length = this.#filled = 0;
    for (const pack of left) {
      this.#append(pack);
      this.#filled += pack.count;
    }
    this.#grow();
  }

  /** Where an object lies whose digest is the eight words at a place; null where no pack is known to hold it. */
  find(digests: Int32Array, digestAt: number): PackedAt | null {
    const slot = this.#slotOf(digests, digestAt);
    if (slot < 0) return null;
    const pack = (this.#table[slot * 2 + 1] as number) - 1;
    const at = (this.#table[slot * 2] as number) * WORDS;
    const records = this.#records[pack]; // a slot can be overwritten since, with a pack unknown here
    return records ? placeOf(records, at, pack) : null;
  }

  /** The number of the pack that holds an object, or -1; for when that is all that matters. */
  packOf(digests: Int32Array, digestAt: number): number {
    const slot = this.#slotOf(digests, digestAt);
    return slot < 0 ? -1 : (this.#table[slot * 2 + 1] as number) - 1;
  }

  /** Every place of a digest, the newest pack first; slow, for when one of them has proved damaged. */
  findAll(digest: RawDigest): PackedAt[] {
    const found: PackedAt[] = [];
    for (let pack = this.#records.length - 1; pack >= 0; pack--) {
      const records = this.#records[pack] as Int32Array;
      const bytes = Buffer.from(records.buffer, records.byteOffset, records.byteLength);
      let low = 0;
      let high = bytes.length / RECORD;
      while (low < high) {
        const middle = (low + high) >>> 1;
        const order = bytes.compare(digest.bytes, 0, 32, middle * RECORD, middle * RECORD + 32);
        if (order < 0) low = middle + 1;
        else high = middle;
      }
      if (isAt(records, low * WORDS, digest.words, 0))
        found.push(placeOf(records, low * WORDS, pack));
    }
    return found;
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

  #grow(): void {
    let slots = this.#table.length / 2;
    while (slots < this.#filled * 4) slots *= 2;
    this.#table = new Int32Array(new SharedArrayBuffer(slots * 8));
    for (let pack = 0; pack < this.#packs.length; pack++) this.#enter(pack);
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
