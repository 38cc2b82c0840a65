import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import type { Readable } from 'node:stream';

import { digestFromHex, digestOf } from '../base/digest';
import type { Digest } from '../base/digest';
import { packFile } from './diskState';
import type { DiskState } from './diskState';
import { freshen } from './freshen';
import { LARGE } from './packs/packFormat';
import { looseFile, temporaryFile } from './places';
import { rawOf } from './rawDigest';
import { writeAll } from './readWrite';
import { StoreError, systemError, writeFailure, writing } from './storeError';

/** Keeps bytes as an object. */
export function putBytes(state: DiskState, bytes: Uint8Array): Digest {
  if (bytes.length < LARGE) return putSmall(state, bytes);
  const digest = digestOf(bytes);
  if (state.pendingLoose.has(digest) || holdsLoose(state, digest, bytes)) return digest;
  const temporary = temporaryFile(state.places, '.object');
  const descriptor = createTemporary(state, temporary);
  try {
    writing(state.places.root, () => writeAll(descriptor, bytes, 0));
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  } finally {
    fs.closeSync(descriptor);
  }
  keepLoose(state, digest, temporary, bytes.length);
  return digest;
}

/** Keeps what a stream brings; only its first megabyte is ever in memory as a whole. */
export async function putStream(state: DiskState, stream: Readable): Promise<Digest> {
  const start: Buffer[] = [];
  let size = 0;
  let large: { descriptor: number; temporary: string } | null = null;
  const hash = createHash('sha256');
  try {
    for await (const chunk of stream) {
      const bytes = Buffer.from(chunk as Buffer | string);
      hash.update(bytes);
      if (large === null && size + bytes.length >= LARGE) {
        const temporary = temporaryFile(state.places, '.object');
        large = { descriptor: createTemporary(state, temporary), temporary };
        await writeChunk(state, large.descriptor, Buffer.concat(start.splice(0)), 0);
      }
      if (large === null) start.push(bytes);
      else await writeChunk(state, large.descriptor, bytes, size);
      size += bytes.length;
    }
    if (large === null) return putSmall(state, Buffer.concat(start));
    const digest = digestFromHex(hash.digest('hex'));
    keepLoose(state, digest, large.temporary, size);
    return digest;
  } catch (error) {
    if (large !== null) fs.rmSync(large.temporary, { force: true });
    throw error;
  } finally {
    if (large !== null) fs.closeSync(large.descriptor);
  }
}

function putSmall(state: DiskState, bytes: Uint8Array): Digest {
  const digest = digestOf(bytes);
  if (state.pendingPacked.has(digest)) return digest;
  const raw = rawOf(digest);
  const { writer, reader } = state.thread;
  const held = state.known.find(raw.words, 0);
  if (held && reader.holds(held, bytes)) {
    const name = state.known.packs[held.pack]?.name ?? '';
    if (freshen(state, packFile(state.places, name))) return digest;
  }
  writer.room(bytes.length).set(bytes);
  const offset = writer.keep(raw.bytes, bytes.length);
  const file = writer.file();
  writer.flush();
  state.pendingPacked.set(digest, { kind: 'packed', file, offset, size: bytes.length });
  state.claims.claim(raw.words, 0, state.nextCall++);
  state.claims.confirm(raw.words, 0);
  return digest;
}

/** Whether the file of an object truly holds these bytes; it is made young then. */
function holdsLoose(state: DiskState, digest: Digest, bytes: Uint8Array): boolean {
  const file = looseFile(state.places, digest);
  try {
    const same = fs.statSync(file).size === bytes.length && fs.readFileSync(file).equals(bytes);
    return same && freshen(state, file);
  } catch (error) {
    systemError(error); // gone or unreadable: then it is written again
    return false;
  }
}

function keepLoose(state: DiskState, digest: Digest, temporary: string, size: number): void {
  if (state.pendingLoose.has(digest)) fs.rmSync(temporary, { force: true });
  else state.pendingLoose.set(digest, { kind: 'loose', file: temporary, offset: -1, size });
}

function createTemporary(state: DiskState, file: string): number {
  return writing(state.places.root, () => {
    fs.mkdirSync(state.places.temporary, { recursive: true });
    return fs.openSync(file, 'wx', 0o444);
  });
}

function writeChunk(
  state: DiskState,
  descriptor: number,
  bytes: Buffer,
  at: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    fs.write(descriptor, bytes, 0, bytes.length, at, (error, count) => {
      if (error) reject(new StoreError(writeFailure(error, state.places.root)));
      else if (count === bytes.length) resolve();
      else writeChunk(state, descriptor, bytes.subarray(count), at + count).then(resolve, reject);
    });
  });
}
