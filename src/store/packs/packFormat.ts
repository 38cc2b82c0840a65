import { createHash } from 'node:crypto';

/** First bytes of a pack. */
export const PACK_MAGIC = Buffer.from('REPRPAK1', 'latin1');
/** First bytes of an index. */
export const INDEX_MAGIC = Buffer.from('REPRIDX1', 'latin1');
/** Bytes before each object in a pack: its digest, then its size. */
export const OBJECT_HEAD = 40;
/** Bytes of one record of an index: digest, offset of the object's bytes in the pack, size. */
export const RECORD = 48;
/** Bytes before the first record of an index: magic, number of records, length of the pack. */
export const INDEX_HEAD = 24;

/** Objects of this size and more are files of their own; smaller ones lie in packs. */
export const LARGE = 1 << 20;

/** An index, read. */
export interface PackIndex {
  readonly count: number;
  readonly packLength: number;
  /** `RECORD` bytes each, sorted by digest. */
  readonly records: Uint8Array;
}

/** The bytes of an index over these records, which may come in any order. */
export function encodeIndex(records: Buffer, packLength: number): Buffer {
  const count = records.length / RECORD;
  const index = Buffer.allocUnsafe(INDEX_HEAD + records.length + 32);
  INDEX_MAGIC.copy(index);
  writeUint(index, count, 8);
  writeUint(index, packLength, 16);
  sortedPlaces(records).forEach((from, place) => {
    records.copy(index, INDEX_HEAD + place * RECORD, from, from + RECORD);
  });
  const end = INDEX_HEAD + records.length;
  createHash('sha256').update(index.subarray(0, end)).digest().copy(index, end);
  return index;
}

/** Reads an index; null where it is cut, altered or none. */
export function decodeIndex(index: Buffer): PackIndex | null {
  if (index.length < INDEX_HEAD + 32 || !index.subarray(0, 8).equals(INDEX_MAGIC)) return null;
  const end = index.length - 32;
  const count = readUint(index, 8);
  if (INDEX_HEAD + count * RECORD !== end) return null;
  const proof = createHash('sha256').update(index.subarray(0, end)).digest();
  if (!proof.equals(index.subarray(end))) return null;
  return { count, packLength: readUint(index, 16), records: index.subarray(INDEX_HEAD, end) };
}

/** The name that a pack and its index share: from the proof at the index's end. */
export function packName(index: Buffer): string {
  return index.subarray(index.length - 32).toString('hex');
}

/** Writes a whole number up to 2^53 as 8 bytes, the least significant first. */
export function writeUint(into: Buffer, value: number, at: number): void {
  into.writeUInt32LE(value % 0x100000000, at);
  into.writeUInt32LE(Math.floor(value / 0x100000000), at + 4);
}

/** Reads what `writeUint` wrote. */
export function readUint(from: Buffer, at: number): number {
  return from.readUInt32LE(at) + from.readUInt32LE(at + 4) * 0x100000000;
}

/** Where each record starts, in order of digests. */
function sortedPlaces(records: Buffer): number[] {
  const places = Array.from({ length: records.length / RECORD }, (_, index) => index * RECORD);
  const compareWhole = (a: number, b: number): number =>
    records.compare(records, b, b + 32, a, a + 32) || a - b;
  return places.sort(
    (a, b) => records.readUIntBE(a, 6) - records.readUIntBE(b, 6) || compareWhole(a, b),
  );
}
