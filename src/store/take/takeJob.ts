import type { StoreFailure } from '../failures';
import type { FileStat } from '../storeModel';

/** Data only: what threads say to one another when files are taken. */

/** An object of its own that a file may turn out to be. */
export interface Alike {
  readonly file: string;
  /** The 64 hexadecimal digits of its digest. */
  readonly hex: string;
}

/** Files for one thread to digest and, where asked, to keep. */
export interface TakeJob {
  readonly root: string;
  /** Relative to the root. */
  readonly paths: readonly string[];
  /** One for a file whose bytes are kept, else 0. */
  readonly keep: Uint8Array;
  /** `STAT_FIELDS` numbers a file, as the caller saw it; NaN where it did not look. Null: it looked at none. */
  readonly before: Float64Array | null;
  /** For each file, objects that may be the same: files of their own that have its size. */
  readonly alike: readonly (readonly Alike[])[];
  /** Number of the call, at least `FIRST_CALL`. */
  readonly call: number;
}

/** A large object that lies in tmp/, complete but not yet synced or published. */
export interface LooseTaken {
  /** Index of the file in the job. */
  readonly index: number;
  readonly temporary: string;
}

/** What one thread took. */
export interface TakeOutcome {
  /** `STAT_FIELDS` numbers a file. */
  readonly stats: Float64Array;
  /** 32 bytes a file. */
  readonly digests: ArrayBuffer;
  /** When each file began to be read, milliseconds. */
  readonly readAt: Float64Array;
  /** Where in a pack a file's bytes were appended; -1 where they were not. */
  readonly places: Float64Array;
  /** The pack of each place, as an index into `packs`. */
  readonly packOf: Uint32Array;
  /** Packs in tmp/ that were appended to. */
  readonly packs: readonly string[];
  readonly loose: readonly LooseTaken[];
  /** Names of published packs that already held what was taken. */
  readonly relied: readonly string[];
  /** Indexes of files that an object of its own already held. */
  readonly reliedLoose: readonly number[];
  /** The first that went wrong; nothing of the job counts then. */
  readonly failure: StoreFailure | null;
}

/** Numbers that a stat is passed in. */
export const STAT_FIELDS = 5;

/** Writes a stat at its place among others. */
export function packStat(into: Float64Array, index: number, stat: FileStat): void {
  const at = index * STAT_FIELDS;
  into[at] = stat.size;
  into[at + 1] = stat.mtimeMs;
  into[at + 2] = stat.ctimeMs;
  into[at + 3] = stat.inode;
  into[at + 4] = stat.mode;
}

/** Reads a stat; null where there is none. */
export function unpackStat(from: Float64Array, index: number): FileStat | null {
  const at = index * STAT_FIELDS;
  const size = from[at] as number;
  if (Number.isNaN(size)) return null;
  return {
    size,
    mtimeMs: from[at + 1] as number,
    ctimeMs: from[at + 2] as number,
    inode: from[at + 3] as number,
    mode: from[at + 4] as number,
  };
}
