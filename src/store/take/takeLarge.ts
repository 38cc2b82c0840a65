import * as fs from 'node:fs';
import * as path from 'node:path';

import { compareHashed, copyHashed, WriteError } from '../copyHashed';
import type { Copied } from '../copyHashed';
import { ATTEMPTS, openToRead, statOf } from './openToTake';
import { temporaryFile } from '../places';
import type { Places } from '../places';
import { readFailure, StoreError, writeFailure } from '../storeError';
import type { FileStat } from '../storeModel';
import { packStat } from './takeJob';
import { sameStat } from '../sameStat';
import type { Alike, TakeJob } from './takeJob';
import type { Taken, TakeTools } from './takeTools';

/** A large file last touched so little before is waited for: then its digest may be believed later. */
const CLOCK_TICK_MS = 25;
/** Objects of one size that a file is compared with; most differ in their first megabyte. */
const MOST_ALIKE = 8;

/** The file that is taken. */
interface Source {
  readonly descriptor: number;
  /** As failures name it. */
  readonly name: string;
  readonly file: string;
  /** Bytes, as it was opened. */
  readonly size: number;
}

/** Takes a file that becomes an object of its own: one that is here already is only compared with it. */
export async function takeLarge(
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
      const source = { descriptor, name, file: path.join(job.root, name), size: before.size };
      const alike = keep ? await findAlike(source, job.alike[index] ?? []) : null;
      const copied = alike ?? (await copyLarge(source, temporary, tools.places));
      const after = statOf(descriptor, name);
      if (copied.size !== before.size || !sameStat(before, after)) continue;
      packStat(taken.stats, index, after);
      taken.digests.bytes.set(copied.digest, index * 32);
      if (alike !== null) taken.reliedLoose.push(index);
      else if (temporary !== null) {
        taken.loose.push({ index, temporary });
        done = true;
      }
      return;
    } finally {
      fs.closeSync(descriptor);
      if (!done && temporary !== null) fs.rmSync(temporary, { force: true });
    }
  }
  throw new StoreError({ code: 'file-changed-while-read', path: name });
}

/** The digest of a source that has the same bytes as one of these objects, each under its digest. */
async function findAlike(source: Source, alike: readonly Alike[]): Promise<Copied | null> {
  for (const { file, hex } of alike.slice(0, MOST_ALIKE)) {
    let other: number;
    try {
      other = fs.openSync(file, 'r');
    } catch {
      continue; // swept, or published under another name meanwhile
    }
    try {
      const compared = await compareHashed(source.descriptor, other);
      if (compared?.digest.toString('hex') === hex) return compared;
    } catch (error) {
      throw new StoreError(readFailure(error, source.name));
    } finally {
      fs.closeSync(other);
    }
  }
  return null;
}

/** A clone that is then digested where the file system makes clones, else a copy digested as it is made. */
async function copyLarge(
  source: Source,
  temporary: string | null,
  places: Places,
): Promise<Copied> {
  let to = -1;
  let from = source.descriptor;
  try {
    if (temporary !== null) {
      if (cloneFile(source.file, temporary, places)) from = openOwn(temporary, places);
      else to = createOwn(temporary, places);
    }
    return await copyHashed(from, to < 0 ? null : to, { most: source.size });
  } catch (error) {
    if (error instanceof WriteError) throw new StoreError(writeFailure(error.error, places.root));
    throw new StoreError(readFailure(error, source.name));
  } finally {
    if (to >= 0) fs.closeSync(to);
    if (from !== source.descriptor) fs.closeSync(from);
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
