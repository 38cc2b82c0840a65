import * as fs from 'node:fs';
import * as path from 'node:path';

import { syncFolder } from '../base/atomicFile';
import { hexOf } from '../base/digest';
import type { Digest } from '../base/digest';
import { mapLimited } from '../base/limit';
import { copyHashed, WriteError } from './copyHashed';
import { addPack, indexFile, packFile } from './diskState';
import type { DiskState, Location } from './diskState';
import { looseFile } from './places';
import { lostFailure, StoreError, writeFailure, writing } from './storeError';
import { renewClaims } from './take/renewClaims';

/** Files that are put on the disk side by side; the system's own threads do it. */
const SYNCED_AT_ONCE = 4;

/**
 * Publishes everything kept so far: first all of it is on the disk under its temporary name, then each
 * gets its own, a pack before its index. Nothing to publish is nothing done.
 */
export async function publish(state: DiskState): Promise<void> {
  const loose = [...state.pendingLoose];
  await sealAll(state);
  await mapLimited(loose, SYNCED_AT_ONCE, ([digest, { file }]) => syncLoose(state, digest, file));
  if (loose.length === 0 && state.sealed.length === 0) return;
  writing(state.places.root, () => {
    publishLoose(state, loose);
    publishPacks(state);
  });
}

async function sealAll(state: DiskState): Promise<void> {
  const outcomes = [state.thread.seal(), ...(await state.pool.seal())];
  for (const outcome of outcomes) state.sealed.push(...outcome.sealed);
  for (const { failure } of outcomes) if (failure !== null) throw new StoreError(failure);
}

function publishLoose(state: DiskState, loose: readonly (readonly [Digest, Location])[]): void {
  const folders = new Set<string>();
  for (const [digest, { file }] of loose) {
    const target = looseFile(state.places, digest);
    folders.add(path.dirname(target));
    fs.mkdirSync(path.dirname(target), { recursive: true });
    makeYoung(state, file);
    replace(file, target);
  }
  for (const folder of folders) syncFolder(folder);
  if (folders.size > 0) syncFolder(state.places.loose);
  for (const [digest] of loose) state.pendingLoose.delete(digest);
}

function publishPacks(state: DiskState): void {
  if (state.sealed.length === 0) return;
  fs.mkdirSync(state.places.packs, { recursive: true });
  for (const sealed of state.sealed) {
    state.thread.reader.forget(packFile(state.places, sealed.name)); // it may have been damaged
    makeYoung(state, sealed.pack);
    replace(sealed.pack, packFile(state.places, sealed.name));
    replace(sealed.index, indexFile(state.places, sealed.name));
  }
  syncFolder(state.places.packs);
  syncFolder(path.dirname(state.places.packs));
  syncFolder(state.places.root);
  const published = new Set(state.sealed.map((sealed) => sealed.pack));
  for (const sealed of state.sealed.splice(0)) addPack(state, sealed.name);
  for (const [digest, location] of state.pendingPacked) {
    if (published.has(location.file)) state.pendingPacked.delete(digest);
  }
  renewClaims(state, state.pendingPacked.size * 2);
}

/** A sweep goes by the time of a file, and this one may have been written long ago. */
function makeYoung(state: DiskState, file: string): void {
  const now = new Date(state.now());
  fs.utimesSync(file, now, now);
}

/** Gives a file its own name, over a read-only one too where the system minds (Windows). */
function replace(from: string, to: string): void {
  try {
    fs.renameSync(from, to);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (process.platform !== 'win32' || (code !== 'EPERM' && code !== 'EACCES')) throw error;
    fs.chmodSync(to, 0o644);
    fs.renameSync(from, to);
  }
}

async function syncLoose(state: DiskState, digest: Digest, file: string): Promise<void> {
  try {
    if (state.doubted.has(file)) await copyDoubted(state, digest, file);
    state.doubted.add(file);
    const handle = await fs.promises.open(file, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    state.doubted.delete(file);
  } catch (error) {
    throw new StoreError(writeFailure(error, state.places.root));
  }
}

/** After a failed sync the next one may succeed and mean nothing: so the bytes go to a new file, proven. */
async function copyDoubted(state: DiskState, digest: Digest, file: string): Promise<void> {
  const again = `${file}.again`;
  const from = await fs.promises.open(file, 'r');
  try {
    const to = await fs.promises.open(again, 'wx', 0o444);
    try {
      const copied = await copyHashed(from.fd, to.fd);
      if (copied.digest.toString('hex') !== hexOf(digest)) {
        throw new StoreError(lostFailure(state.places.root));
      }
    } finally {
      await to.close();
    }
    fs.renameSync(again, file);
  } catch (error) {
    fs.rmSync(again, { force: true });
    throw error instanceof WriteError ? error.error : error;
  } finally {
    await from.close();
  }
}
