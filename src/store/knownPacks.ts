import { INDEX_HEAD, readUint, RECORD } from './packFormat';

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
  readonly #records: Buffer[] = [];
  #table: Int32Array;
  #filled = 0;

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

  /** Adds a pack; an object that an earlier pack holds too is found in the later one. */
  add(pack: KnownPack): void {
    this.#append(pack);
    this.#filled += pack.count;
    if (this.#filled * 4 > this.#table.length) this.#grow();
    else this.#enter(this.#packs.length - 1);
  }

  /** Where these 32 bytes are an object's digest; null where no pack is known to hold it. */
  find(digest: Uint8Array): PackedAt | null {
    const words = this.#table;
    const mask = words.length / 2 - 1;
    for (let slot = hashOf(digest) & mask; ; slot = (slot + 1) & mask) {
      const pack = Atomics.load(words, slot * 2 + 1) - 1;
      if (pack < 0) return null;
      const records = this.#records[pack];
      const at = (words[slot * 2] as number) * RECORD;
      if (records && startsWith(records, at, digest)) return placeOf(records, at, pack);
    }
  }

  /** Every place of a digest, the newest pack first; slow, for when one of them has proved damaged. */
  findAll(digest: Uint8Array): PackedAt[] {
    const found: PackedAt[] = [];
    for (let pack = this.#records.length - 1; pack >= 0; pack--) {
      const records = this.#records[pack] as Buffer;
      let low = 0;
      let high = records.length / RECORD;
      while (low < high) {
        const middle = (low + high) >>> 1;
        const order = records.compare(digest, 0, 32, middle * RECORD, middle * RECORD + 32);
        if (order < 0) low = middle + 1;
        else high = middle;
      }
      const at = low * RECORD;
      if (at < records.length && startsWith(records, at, digest)) {
        found.push(placeOf(records, at, pack));
      }
    }
    return found;
  }

  /** The records of a pack, `RECORD` bytes each. */
  records(pack: number): Buffer {
    return this.#records[pack] as Buffer;
  }

  #append(pack: KnownPack): void {
    this.#packs.push(pack);
    this.#records.push(Buffer.from(pack.index, INDEX_HEAD, pack.count * RECORD));
  }

  #grow(): void {
    let slots = this.#table.length / 2;
    while (slots < this.#filled * 4) slots *= 2;
    this.#table = new Int32Array(new SharedArrayBuffer(slots * 8));
    for (let pack = 0; pack < this.#packs.length; pack++) this.#enter(pack);
  }

  #enter(pack: number): void {
    const records = this.#records[pack] as Buffer;
    const words = this.#table;
    const mask = words.length / 2 - 1;
    for (let at = 0; at < records.length; at += RECORD) {
      const digest = records.subarray(at, at + 32);
      let slot = hashOf(digest) & mask;
      for (let held = words[slot * 2 + 1] as number; held > 0;) {
        const other = this.#records[held - 1] as Buffer;
        if (startsWith(other, (words[slot * 2] as number) * RECORD, digest)) break;
        slot = (slot + 1) & mask;
        held = words[slot * 2 + 1] as number;
      }
      // An occupied slot may be read while it is overwritten: a reader checks the record it lands on.
      words[slot * 2] = at / RECORD;
      Atomics.store(words, slot * 2 + 1, pack + 1);
    }
  }
}

function hashOf(digest: Uint8Array): number {
  const [a, b, c, d] = digest as unknown as [number, number, number, number];
  return a | (b << 8) | (c << 16) | ((d & 0x7f) << 24);
}

function startsWith(records: Buffer, at: number, digest: Uint8Array): boolean {
  return at + RECORD <= records.length && records.compare(digest, 0, 32, at, at + 32) === 0;
}

function placeOf(records: Buffer, at: number, pack: number): PackedAt {
  return { pack, offset: readUint(records, at + 32), size: readUint(records, at + 40) };
}
