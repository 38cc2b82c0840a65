import { createHash, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { copyHashed, WriteError } from '../copyHashed';
import type { PackReader } from '../packs/packReader';
import { writeAll } from '../readWrite';
import { isStopped } from './restoreJob';
import type { RestoreItem, RestoreJob, RestoreOutcome } from './restoreJob';
import { StoreError, systemError, writeFailure } from '../storeError';

/** Neighbours in a pack are read together up to so many bytes. */
const RANGE = 4 << 20;
/** Bytes between two neighbours that are cheaper to read than to step over. */
const GAP = 64 << 10;

/** Writes the objects of a job, each proven before its file counts. */
export async function restoreFiles(job: RestoreJob, reader: PackReader): Promise<RestoreOutcome> {
  const unproven: number[] = [];
  try {
    for (let index = 0; index < job.items.length && !isStopped(job);) {
      const item = job.items[index] as RestoreItem;
      if (item.offset < 0) {
        if (!(await restoreLarge(job, item))) unproven.push(index);
        index++;
      } else {
        index = restoreRange(job, index, reader, unproven);
      }
    }
  } catch (error) {
    if (error instanceof StoreError) return { unproven, failure: error.failure };
    throw error;
  }
  return { unproven, failure: null };
}

/** Writes bytes that are proven to every path of an item. */
export function writeItem(job: RestoreJob, item: RestoreItem, bytes: Uint8Array): void {
  item.paths.forEach((relative, place) => {
    const file = path.join(job.root, relative);
    guarded(job.root, relative, () => {
      const descriptor = openNew(file, item.executable[place] === true);
      if (descriptor === null) return writeOver(job, file, relative, item, place, bytes);
      try {
        writeAll(descriptor, bytes, 0);
      } catch (error) {
        fs.rmSync(file, { force: true });
        throw error;
      } finally {
        fs.closeSync(descriptor);
      }
    });
  });
}

/** Reads items that lie close together at once and writes them; the index of the first one not read. */
function restoreRange(
  job: RestoreJob,
  first: number,
  reader: PackReader,
  unproven: number[],
): number {
  const { file, offset: start } = job.items[first] as RestoreItem;
  let end = start;
  let after = first;
  for (; after < job.items.length; after++) {
    const item = job.items[after] as RestoreItem;
    const itemEnd = item.offset + item.size;
    if (item.file !== file || item.offset < start || itemEnd - start > RANGE) break;
    if (item.offset - end > GAP) break;
    end = Math.max(end, itemEnd);
  }
  if (after === first) after++; // larger than a range by itself
  end = Math.max(end, start + (job.items[first] as RestoreItem).size);
  const bytes = Buffer.allocUnsafe(end - start);
  const there = readRange(reader, file, start, bytes);
  for (let index = first; index < after; index++) {
    const item = job.items[index] as RestoreItem;
    const own = bytes.subarray(item.offset - start, item.offset - start + item.size);
    const proven = there && createHash('sha256').update(own).digest('hex') === item.hex;
    if (proven) writeItem(job, item, own);
    else unproven.push(index);
  }
  return after;
}

function readRange(reader: PackReader, file: string, start: number, into: Buffer): boolean {
  try {
    return reader.read(file, start, into);
  } catch (error) {
    systemError(error);
    return false;
  }
}

/** A large object goes to each path as a clone that is then proven, or a copy proven as it is made. */
async function restoreLarge(job: RestoreJob, item: RestoreItem): Promise<boolean> {
  for (const [place, relative] of item.paths.entries()) {
    const target = path.join(job.root, relative);
    const taken = fs.lstatSync(target, { throwIfNoEntry: false }) !== undefined;
    if (taken) refuseUnlessOver(job, target, relative);
    const file = taken ? aside(target) : target;
    let proven = false;
    try {
      proven = await copyProven(job, item, file, item.executable[place] === true, relative);
      if (proven && taken) guarded(job.root, relative, () => fs.renameSync(file, target));
    } finally {
      if (!proven) fs.rmSync(file, { force: true });
    }
    if (!proven) return false;
  }
  return true;
}

async function copyProven(
  job: RestoreJob,
  item: RestoreItem,
  file: string,
  executable: boolean,
  relative: string,
): Promise<boolean> {
  const cloned = clone(item.file, file, executable);
  const from = openObject(cloned ? file : item.file);
  if (from === null) return false;
  let to = -1;
  try {
    if (!cloned) {
      guarded(job.root, relative, () => {
        to = fs.openSync(file, 'wx', executable ? 0o777 : 0o666);
      });
    }
    const copied = await copyHashed(from, to < 0 ? null : to, { stopped: () => isStopped(job) });
    return copied.digest.toString('hex') === item.hex;
  } catch (error) {
    if (error instanceof StoreError) throw error;
    if (error instanceof WriteError) throw new StoreError(writeFailure(error.error, job.root));
    systemError(error);
    return false; // the object cannot be read to its end
  } finally {
    fs.closeSync(from);
    if (to >= 0) fs.closeSync(to);
  }
}

function openObject(file: string): number | null {
  try {
    return fs.openSync(file, 'r');
  } catch (error) {
    systemError(error);
    return null;
  }
}

function clone(from: string, to: string, executable: boolean): boolean {
  try {
    fs.copyFileSync(from, to, fs.constants.COPYFILE_FICLONE_FORCE | fs.constants.COPYFILE_EXCL);
  } catch (error) {
    // Only a file system without clones, or another one, leads to a copy; what is there is never removed.
    if (systemError(error).code !== 'EEXIST') fs.rmSync(to, { force: true });
    return false;
  }
  fs.chmodSync(to, newFileMode(to, executable));
  return true;
}

/** The mode that a new file would get here: a clone brings its object's, which is read-only. */
function newFileMode(beside: string, executable: boolean): number {
  const file = aside(beside);
  const descriptor = fs.openSync(file, 'wx', executable ? 0o777 : 0o666);
  try {
    return fs.fstatSync(descriptor).mode & 0o777;
  } finally {
    fs.closeSync(descriptor);
    fs.rmSync(file, { force: true });
  }
}

/** A new file to write; null where something is there already. */
function openNew(file: string, executable: boolean): number | null {
  try {
    return fs.openSync(file, 'wx', executable ? 0o777 : 0o666);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw error;
  }
}

/** Replaces what is there as a whole: never through a link, never into a file that has another name too. */
function writeOver(
  job: RestoreJob,
  file: string,
  relative: string,
  item: RestoreItem,
  place: number,
  bytes: Uint8Array,
): void {
  refuseUnlessOver(job, file, relative);
  const temporary = aside(file);
  const descriptor = fs.openSync(temporary, 'wx', item.executable[place] ? 0o777 : 0o666);
  try {
    writeAll(descriptor, bytes, 0);
    fs.renameSync(temporary, file);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  } finally {
    fs.closeSync(descriptor);
  }
}

function refuseUnlessOver(job: RestoreJob, file: string, relative: string): void {
  const there = fs.lstatSync(file, { throwIfNoEntry: false });
  if (!job.overwrite || there?.isDirectory()) {
    throw new StoreError({ code: 'file-exists', path: relative });
  }
}

function aside(file: string): string {
  return `${file}.${randomBytes(6).toString('hex')}.tmp`;
}

/** Runs a write below the root; its system errors become failures. */
function guarded(root: string, relative: string, task: () => void): void {
  try {
    task();
  } catch (error) {
    if (error instanceof StoreError) throw error;
    const { code } = systemError(error);
    if (code === 'EEXIST') throw new StoreError({ code: 'file-exists', path: relative });
    throw new StoreError(writeFailure(error, root));
  }
}
