import * as fs from 'node:fs';
import * as path from 'node:path';

import type { Digest } from '../../base/digest';
import { cacheOf, locate, packFile, refreshPacks } from '../diskState';
import type { DiskState } from '../diskState';
import { isExecutable } from '../fileEntry';
import { freshen } from '../freshen';
import { looseFile } from '../places';
import { digestAt, rawDigests } from '../rawDigest';
import { renewClaims } from './renewClaims';
import type { DigestPlace } from './statCache';
import { StoreError } from '../storeError';
import type { FileStat, FileToTake, TakenFile } from '../storeModel';
import { STAT_FIELDS, unpackStat } from './takeJob';
import type { TakeOutcome } from './takeJob';
import { divide, jobOf, looseBySize } from './takeShares';
import type { Share } from './takeShares';

/** How often a batch is begun anew because a sweep took what it relied on. */
const MOST_ATTEMPTS = 4;

/** Takes files: answered from the stat cache where asked and sure, read by this thread or by many. */
export async function takeBatch(
  state: DiskState,
  root: string,
  files: readonly FileToTake[],
  cached: boolean,
  attempt = 1,
): Promise<TakenFile[]> {
  const taken = new Array<TakenFile>(files.length);
  const cache = cached || root === state.ownRoot ? cacheOf(state, root) : null;
  const open: number[] = [];
  const stats: (FileStat | null)[] = [];
  refreshPacks(state);
  const sure = new Set<number>();
  for (const [index, file] of files.entries()) {
    const stat = file.stat ?? statBefore(root, file.path);
    const place = cached && stat ? (cache?.find(file.path, stat) ?? null) : null;
    if (stat && place && (!file.keep || keepsAlready(state, place, sure))) {
      taken[index] = takenFile(file.path, stat, place.digest);
    } else {
      open.push(index);
      stats[index] = stat;
    }
  }
  const shares = divide(open, stats);
  const alike = looseBySize(state, stats);
  const call = state.nextCall++;
  const wanted = state.pendingPacked.size + open.length;
  if (wanted > state.claims.capacity) renewClaims(state, wanted * 2);
  const outcomes = await Promise.all(
    shares.map(async (share) => {
      const job = jobOf(share, { root, files, stats, call, alike });
      const outcome =
        shares.length > 1
          ? await state.pool.take(job, state.claims.buffer)
          : await state.thread.take(job, state.claims.buffer);
      accept(state, outcome);
      return outcome;
    }),
  );
  throwFirst(shares, outcomes);
  if (!freshenAll(state, outcomes)) {
    if (attempt < MOST_ATTEMPTS) return takeBatch(state, root, files, cached, attempt + 1);
    const error = 'its packs vanish while they are used';
    throw new StoreError({ code: 'store-not-writable', folder: state.places.root, error });
  }
  for (const [place, outcome] of outcomes.entries()) {
    const digests = rawDigests(outcome.digests);
    for (const [at, index] of (shares[place] as Share).indexes.entries()) {
      const file = files[index] as FileToTake;
      const stat = unpackStat(outcome.stats, at) as FileStat;
      const digest = digestAt(digests, at);
      taken[index] = takenFile(file.path, stat, digest);
      const readAt = outcome.readAt[at] as number;
      cache?.remember(file.path, stat, { digests, index: at, digest }, readAt);
    }
  }
  return taken;
}

/**
 * Whether an object is here; where it is, it is made young, so that a sweep beside this run spares it.
 * `sure` are packs that this call has made young already.
 */
export function keepsAlready(state: DiskState, place: DigestPlace, sure: Set<number>): boolean {
  const pack = state.known.packOf(place.digests.words, place.index * 8);
  if (sure.has(pack)) return true;
  if (pack >= 0 && freshen(state, state.thread.reader.fileOf(pack))) {
    sure.add(pack);
    return true;
  }
  const { digest } = place;
  if (state.pendingLoose.has(digest) || state.pendingPacked.has(digest)) return true;
  const location = locate(state, digest);
  return location !== null && freshen(state, location.file);
}

function statBefore(root: string, name: string): FileStat | null {
  try {
    const stat = fs.statSync(path.join(root, name), { throwIfNoEntry: false });
    if (!stat) return null;
    const { size, mtimeMs, ctimeMs, ino: inode, mode } = stat;
    return { size, mtimeMs, ctimeMs, inode, mode };
  } catch {
    return null; // reading it will say what is wrong
  }
}

/** Notes where a thread has put things; what it put there is good even where another one failed. */
function accept(state: DiskState, outcome: TakeOutcome): void {
  if (outcome.failure !== null) return;
  const digests = rawDigests(outcome.digests);
  for (let at = 0; at < outcome.places.length; at++) {
    const offset = outcome.places[at] as number;
    if (offset < 0) continue;
    state.pendingPacked.set(digestAt(digests, at), {
      kind: 'packed',
      file: outcome.packs[outcome.packOf[at] as number] as string,
      offset,
      size: outcome.stats[at * STAT_FIELDS] as number,
    });
    state.claims.confirm(digests.words, at * 8);
  }
  for (const { index, temporary } of outcome.loose) {
    const digest = digestAt(digests, index);
    if (state.pendingLoose.has(digest)) fs.rmSync(temporary, { force: true });
    else {
      const size = outcome.stats[index * STAT_FIELDS] as number;
      state.pendingLoose.set(digest, { kind: 'loose', file: temporary, offset: -1, size });
    }
  }
}

function throwFirst(shares: readonly Share[], outcomes: readonly TakeOutcome[]): void {
  let first = Infinity;
  let failure: TakeOutcome['failure'] = null;
  for (const [place, outcome] of outcomes.entries()) {
    const index = (shares[place] as Share).indexes[0] as number;
    if (outcome.failure === null || index >= first) continue;
    first = index;
    failure = outcome.failure;
  }
  if (failure !== null) throw new StoreError(failure);
}

function freshenAll(state: DiskState, outcomes: readonly TakeOutcome[]): boolean {
  const relied = new Set(outcomes.flatMap((outcome) => outcome.relied));
  let all = true;
  for (const name of relied) {
    if (freshen(state, packFile(state.places, name))) continue;
    state.thread.reader.close(); // a sweep has taken it while its descriptor was open
    all = false;
  }
  for (const outcome of outcomes) {
    const digests = rawDigests(outcome.digests);
    for (const index of outcome.reliedLoose) {
      const digest = digestAt(digests, index);
      if (state.pendingLoose.has(digest)) continue;
      if (!freshen(state, looseFile(state.places, digest))) all = false;
    }
  }
  return all;
}

/** A file as it was taken. */
export function takenFile(name: string, stat: FileStat, digest: Digest): TakenFile {
  return { path: name, executable: isExecutable(stat.mode), size: stat.size, digest, stat };
}
