import { digestFromHex, hexOf } from '../base/digest';
import type { Digest } from '../base/digest';

/** Digests as 32 bytes each, one after another, and the same memory as 32-bit words. */
export interface RawDigests {
  readonly bytes: Buffer;
  readonly words: Int32Array;
}

/** One digest, at the start of its memory. */
export type RawDigest = RawDigests;

/** Room for so many digests, or a view of digests that lie at the start of a buffer of their own. */
export function rawDigests(from: number | ArrayBuffer): RawDigests {
  const memory = typeof from === 'number' ? new ArrayBuffer(from * 32) : from;
  return { bytes: Buffer.from(memory), words: new Int32Array(memory, 0, memory.byteLength >> 2) };
}

/** A digest as bytes. */
export function rawOf(digest: Digest): RawDigest {
  const raw = rawDigests(1);
  raw.bytes.write(hexOf(digest), 'hex');
  return raw;
}

/** The digest at a place among others. */
export function digestAt(digests: RawDigests, index: number): Digest {
  return digestFromHex(digests.bytes.toString('hex', index * 32, index * 32 + 32));
}
