import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

import type { Claims } from './claims';
import { copyHashed, WriteError } from './copyHashed';
import type { Copied } from './copyHashed';
import type { KnownPacks } from './knownPacks';
import { LARGE } from './packFormat';
import type { PackReader } from './packReader';
import type { PackWriter } from './packWriter';
import { temporaryFile } from './places';
import type { Places } from './places';
import { rawDigests } from './rawDigest';
import type { RawDigests } from './rawDigest';
import { readFailure, StoreError, writeFailure } from './storeError';
import type { FileStat } from './storeModel';
import { packStat, sameStat, STAT_FIELDS, unpackStat } from './takeJob';
import type { LooseTaken, TakeJob, TakeOutcome } from './takeJob';

/** What a thread takes files with. */
export interface TakeTools {
  readonly places: Places;
  readonly writer: PackWriter;
  readonly reader: PackReader;
  readonly known: KnownPacks;
  readonly claims: Claims;
}

/** A file that is being written is read so many times before that is a failure. */
const ATTEMPTS = 3;
/** Opening a named pipe must not wait for who writes to it; undefined, and so nothing, on Windows. */
const OPEN_FLAGS = fs.constants.O_RDONLY | fs.constants.O_NONBLOCK;
/** A large file last touched so little before is waited for: then its digest may be believed later. */
const CLOCK_TICK_MS = 25;

/** Takes the files of a job one by one, each read once; a failure is in the outcome. */
export async function takeFiles(job: TakeJob, tools: TakeTools): Promise<TakeOutcome> {
  const count = job.paths.length;
  const taken: Taken = {
    stats: new Float64Array(count * STAT_FIELDS),
    digests: rawDigests(count),
    readAt: new Float64Array(count),
    places: new Float64Array(count).fill(-1),
    packOf: new Uint32Array(count),
    packs: [],
    loose: [],
    relied: new Set<string>(),
  };
  let failure: TakeOutcome['failure'] = null;
  try {
    for (let index = 0; index < count; index++) {
      if (!takeSmall(job, index, taken, tools)) await takeLarge(job, index, taken, tools);
    }
    tools.writer.flush();
    tools.writer.rotate();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    failure = error.failure;
    for (const loose of taken.loose) fs.rmSync(loose.temporary, { force: true });
  }
  const digests = taken.digests.words.buffer as ArrayBuffer;
  return { ...taken, digests, relied: [...taken.relied], failure };
}

/** What is taken so far: an outcome in the making. */
interface Taken extends Pick<TakeOutcome, 'stats' | 'readAt' | 'places' | 'packOf'> {
  readonly digests: RawDigests;
  readonly packs: string[];
  readonly loose: LooseTaken[];
  readonly relied: Set<string>;
}

/** Takes a file that fits a pack; false, and nothing taken, where it is larger. */
function takeSmall(job: TakeJob, index: number, taken: Taken, tools: TakeTools): boolean {
  const name = job.paths[index] as string;
  const seen = job.before && unpackStat(job.before, index);
  if (seen && seen.size >= LARGE) return false;
  let expected = seen;
  for (let attempt = expected ? 0 : 1; attempt <= ATTEMPTS; attempt++) {
    const readAt = Date.now();
    const read = readSmall(job.root, name, expected, tools.writer);
    if (read === 'large') return false;
    if (read !== 'changed') {
      const digest = createHash('sha256').update(read.bytes).digest();
      packStat(taken.stats, index, read.stat);
      taken.digests.bytes.set(digest, index * 32);
      taken.readAt[index] = readAt;
      if (job.keep[index]) keepSmall(job.call, index, digest, read.bytes, taken, tools);
      return true;
    }
    expected = null;
  }
  throw new StoreError({ code: 'file-changed-while-read', path: name });
}

/** The bytes of a file, in the writer's own buffer. */
function readSmall(
  root: string,
  name: string,
  expected: FileStat | null,
  writer: PackWriter,
): { bytes: Buffer; stat: FileStat } | 'changed' | 'large' {
  const descriptor = openToRead(root, name);
  try {
    const before = expected ?? statOf(descriptor, name);
    if (before.size >= LARGE) return 'large';
    // One byte more than there should be shows the file's end without another call.
    const room = writer.room(before.size + 1);
    const count = fs.readSync(descriptor, room, 0, before.size + 1, 0);
    const after = statOf(descriptor, name);
    if (count !== before.size || !sameStat(before, after)) return 'changed';
    return { bytes: room.subarray(0, count), stat: after };
  } catch (error) {
    throw new StoreError(readFailure(error, name));
  } finally {
    fs.closeSync(descriptor);
  }
}

function keepSmall(
  call: number,
  index: number,
  digest: Buffer,
  bytes: Buffer,
  taken: Taken,
  tools: TakeTools,
): void {
  const { words } = taken.digests;
  const held = tools.known.find(words, index * 8);
  if (held && tools.reader.holds(held, bytes)) {
    taken.relied.add((tools.known.packs[held.pack] as { name: string }).name);
    return;
  }
  if (!tools.claims.claim(words, index * 8, call)) return;
  taken.places[index] = tools.writer.keep(digest, bytes.length);
  const file = tools.writer.file();
  if (taken.packs.at(-1) !== file) taken.packs.push(file);
  taken.packOf[index] = taken.packs.length - 1;
}

async function takeLarge(
  job: TakeJob,
  index: number,
  taken: Taken,
  tools: TakeTools,
): Promise<void> {
  const name = job.paths[index] as string;
  const keep = job.keep[index] === 1;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const descriptor = openToRead(job.root, name);
    const temporary = keep ? temporaryFile(tools.places, '.object') : null;
    let done = false;
    try {
      const before = await settledStat(descriptor, name);
      taken.readAt[index] = Date.now();
      const copied = await copyLarge(descriptor, job.root, name, temporary, tools.places);
      const after = statOf(descriptor, name);
      if (copied.size !== before.size || !sameStat(before, after)) continue;
      packStat(taken.stats, index, after);
      taken.digests.bytes.set(copied.digest, index * 32);
      if (temporary !== null) taken.loose.push({ index, temporary });
      done = true;
      return;
    } finally {
      fs.closeSync(descriptor);
      if (!done && temporary !== null) fs.rmSync(temporary, { force: true });
    }
  }
  throw new StoreError({ code: 'file-changed-while-read', path: name });
}

/** A clone that is then digested where the file system makes clones, else a copy digested as it is made. */
async function copyLarge(
  descriptor: number,
  root: string,
  name: string,
  temporary: string | null,
  places: Places,
): Promise<Copied> {
  let to = -1;
  let from = descriptor;
  try {
    if (temporary !== null) {
      if (cloneFile(path.join(root, name), temporary, places)) from = openOwn(temporary, places);
      else to = createOwn(temporary, places);
    }
    return await copyHashed(from, to < 0 ? null : to);
  } catch (error) {
    if (error instanceof WriteError) {
      throw new StoreError(writeFailure(error.error, places.root));
    }
    throw new StoreError(readFailure(error, name));
  } finally {
    if (to >= 0) fs.closeSync(to);
    if (from !== descriptor) fs.closeSync(from);
  }
}

function cloneFile(from: string, to: string, places: Places): boolean {
  try {
    fs.mkdirSync(places.temporary, { recursive: true });
    fs.copyFileSync(from, to, fs.constants.COPYFILE_FICLONE_FORCE | fs.constants.COPYFILE_EXCL);
    fs.chmodSync(to, 0o444);
    return true;
  } catch {
    fs.rmSync(to, { force: true }); // whatever kept it from being a clone, a copy tells it better
    return false;
  }
}

function createOwn(file: string, places: Places): number {
  try {
    fs.mkdirSync(places.temporary, { recursive: true });
    return fs.openSync(file, 'wx', 0o444);
  } catch (error) {
    throw new StoreError(writeFailure(error, places.root));
  }
}

function openOwn(file: string, places: Places): number {
  try {
    return fs.openSync(file, 'r');
  } catch (error) {
    throw new StoreError(writeFailure(error, places.root));
  }
}

function openToRead(root: string, name: string): number {
  try {
    return fs.openSync(root === '/' ? `/${name}` : `${root}/${name}`, OPEN_FLAGS);
  } catch (error) {
    throw new StoreError(readFailure(error, name));
  }
}

/** A file's stat through its descriptor; only regular files have bytes to take. */
function statOf(descriptor: number, name: string): FileStat {
  const stat = fs.fstatSync(descriptor);
  if (!stat.isFile()) {
    throw new StoreError({ code: 'file-unreadable', path: name, error: 'not a regular file' });
  }
  return {
    size: stat.size,
    mtimeMs: stat.mtimeMs,
    ctimeMs: stat.ctimeMs,
    inode: stat.ino,
    mode: stat.mode,
  };
}

/**
 * The stat of a large file, once its clock tick is over: a write in the very tick of the last one would not
 * show, and a digest that cost seconds should not be doubted for that the next time.
 */
async function settledStat(descriptor: number, name: string): Promise<FileStat> {
  const stat = statOf(descriptor, name);
  const age = Date.now() - Math.max(stat.mtimeMs, stat.ctimeMs);
  if (age < 0 || age >= CLOCK_TICK_MS) return stat;
  await new Promise((resolve) => setTimeout(resolve, CLOCK_TICK_MS - age));
  return statOf(descriptor, name);
}
