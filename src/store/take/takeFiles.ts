import { createHash } from 'node:crypto';
import * as fs from 'node:fs';

import { ATTEMPTS, openToRead, statOf } from './openToTake';
import { LARGE } from '../packs/packFormat';
import type { PackWriter } from '../packs/packWriter';
import { rawDigests } from '../rawDigest';
import { readFailure, StoreError } from '../storeError';
import type { FileStat } from '../storeModel';
import { packStat, STAT_FIELDS, unpackStat } from './takeJob';
import { sameStat } from '../sameStat';
import type { TakeJob, TakeOutcome } from './takeJob';
import { takeLarge } from './takeLarge';
import type { Taken, TakeTools } from './takeTools';

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
    reliedLoose: [],
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
