import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { Readable, Transform } from 'node:stream';

import { digestOf } from '../base/digest';
import type { Digest } from '../base/digest';
import { documentFile } from './places';
import { locations } from './diskState';
import type { DiskState, Location } from './diskState';
import { StoreError, systemError } from './storeError';

const CHUNK = 1 << 20;

/** An object's bytes, proven; another place is tried where the first one is damaged. */
export function readBytes(state: DiskState, digest: Digest): Buffer {
  let damaged: string | null = null;
  for (const location of locations(state, digest)) {
    const bytes = bytesAt(state, location);
    if (bytes !== null && digestOf(bytes) === digest) return bytes;
    if (bytes !== null || location.kind !== 'packed') damaged ??= location.file;
  }
  throw new StoreError(
    damaged === null
      ? { code: 'object-missing', digest }
      : { code: 'object-damaged', digest, where: damaged },
  );
}

/** Whether the bytes at this very place are those of the digest. */
export function isProvenAt(state: DiskState, location: Location, digest: Digest): boolean {
  const bytes = bytesAt(state, location);
  return bytes !== null && digestOf(bytes) === digest;
}

/** As a stream; a large one is proven as it passes, and errors at its end where it proves wrong. */
export function readStream(state: DiskState, digest: Digest): Readable {
  for (const location of locations(state, digest)) {
    if (location.offset >= 0) break;
    return provenStream(fs.createReadStream(location.file, { highWaterMark: CHUNK }), {
      digest,
      where: location.file,
    });
  }
  const bytes = readBytes(state, digest);
  return Readable.from(bytes.length === 0 ? [] : [bytes], { objectMode: false });
}

/** A document from trees/, or else from the objects. */
export function readDocument(state: DiskState, digest: Digest): Buffer {
  const file = documentFile(state.places, digest);
  const bytes = bytesAt(state, { kind: 'document', file, offset: -1, size: 0 });
  if (bytes !== null && digestOf(bytes) === digest) return bytes;
  try {
    return readBytes(state, digest);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const { failure } = error;
    if (failure.code !== 'object-damaged') throw new StoreError({ code: 'tree-missing', digest });
    throw new StoreError({ code: 'tree-damaged', digest, where: failure.where });
  }
}

/** Passes bytes on and errors at their end where they are not the digest's. */
function provenStream(
  source: fs.ReadStream,
  expected: { readonly digest: Digest; readonly where: string },
): Readable {
  const hash = createHash('sha256');
  const damaged = new StoreError({ code: 'object-damaged', ...expected });
  const proof = new Transform({
    highWaterMark: CHUNK,
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      done(`sha256:${hash.digest('hex')}` === expected.digest ? null : damaged);
    },
  });
  source.on('error', (error) => proof.destroy(isGone(error) ? missing(expected.digest) : damaged));
  proof.on('close', () => source.destroy());
  return source.pipe(proof);
}

function bytesAt(state: DiskState, location: Location): Buffer | null {
  try {
    if (location.offset < 0) return fs.readFileSync(location.file);
    const bytes = Buffer.allocUnsafe(location.size);
    if (state.thread.reader.read(location.file, location.offset, bytes)) return bytes;
    return bytes.subarray(0, 0); // the pack is cut
  } catch (error) {
    systemError(error);
    return null;
  }
}

function missing(digest: Digest): StoreError {
  return new StoreError({ code: 'object-missing', digest });
}

function isGone(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
