import * as fs from 'node:fs';
import * as path from 'node:path';

import { hexOf } from '../../base/digest';
import type { DiskState } from '../diskState';
import { namesIn } from '../folders';
import { LARGE } from '../packs/packFormat';
import type { FileStat, FileToTake } from '../storeModel';
import { packStat, STAT_FIELDS } from './takeJob';
import type { Alike, TakeJob } from './takeJob';

/** So much is done here and at once; more is worth starting threads for. */
const FEW_FILES = 300;
const FEW_BYTES = 16 << 20;
/** Files and bytes of one order to a thread. */
const ORDER_FILES = 256;
const ORDER_BYTES = 16 << 20;

/** Files for one thread. */
export interface Share {
  readonly indexes: number[];
  bytes: number;
}

/** One share for this thread where there is little to do, else orders of like size, the largest files first. */
export function divide(open: readonly number[], stats: readonly (FileStat | null)[]): Share[] {
  if (open.length === 0) return [];
  const sizeOf = (index: number): number => stats[index]?.size ?? 0;
  const total = open.reduce((sum, index) => sum + sizeOf(index), 0);
  if (open.length <= FEW_FILES && total <= FEW_BYTES) return [{ indexes: [...open], bytes: total }];
  const large = open.filter((index) => sizeOf(index) >= LARGE);
  large.sort((a, b) => sizeOf(b) - sizeOf(a));
  const shares: Share[] = large.map((index) => ({ indexes: [index], bytes: sizeOf(index) }));
  let last: Share | null = null;
  for (const index of open) {
    const size = sizeOf(index);
    if (size >= LARGE) continue;
    if (last === null || last.indexes.length >= ORDER_FILES || last.bytes >= ORDER_BYTES) {
      last = { indexes: [], bytes: 0 };
      shares.push(last);
    }
    last.indexes.push(index);
    last.bytes += size;
  }
  return shares;
}

/** What a thread is told of a share. */
export function jobOf(
  share: Share,
  batch: {
    readonly root: string;
    readonly files: readonly FileToTake[];
    readonly stats: readonly (FileStat | null)[];
    readonly call: number;
    readonly alike: ReadonlyMap<number, readonly Alike[]>;
  },
): TakeJob {
  const { root, files, stats, call } = batch;
  const count = share.indexes.length;
  const before = new Float64Array(count * STAT_FIELDS).fill(Number.NaN);
  const keep = new Uint8Array(count);
  const alike: (readonly Alike[])[] = [];
  const paths = share.indexes.map((index, at) => {
    const file = files[index] as FileToTake;
    const stat = stats[index];
    if (stat) packStat(before, at, stat);
    keep[at] = file.keep ? 1 : 0;
    alike[at] = batch.alike.get(stat?.size ?? -1) ?? [];
    return file.path;
  });
  return { root, paths, keep, before, alike, call };
}

/** Objects with a file of their own, by size; only looked for where one of these files may be among them. */
export function looseBySize(
  state: DiskState,
  stats: readonly (FileStat | null)[],
): ReadonlyMap<number, readonly Alike[]> {
  const wanted = new Map<number, Alike[]>();
  for (const stat of stats) if (stat && stat.size >= LARGE) wanted.set(stat.size, []);
  if (wanted.size === 0) return wanted;
  for (const [digest, { size, file }] of state.pendingLoose) {
    wanted.get(size)?.push({ file, hex: hexOf(digest) });
  }
  const { loose } = state.places;
  for (const prefix of namesIn(loose)) {
    for (const name of namesIn(path.join(loose, prefix))) {
      const file = path.join(loose, prefix, name);
      const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? -1;
      wanted.get(size)?.push({ file, hex: prefix + name });
    }
  }
  return wanted;
}
