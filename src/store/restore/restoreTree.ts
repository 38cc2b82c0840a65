import * as fs from 'node:fs';
import * as path from 'node:path';

import { hexOf } from '../../base/digest';
import type { Digest } from '../../base/digest';
import { byCodeUnit, parentFinder, parentsOf } from '../../base/paths';
import { locate } from '../diskState';
import type { DiskState } from '../diskState';
import { freshen } from '../freshen';
import { readBytes } from '../readObject';
import { isStopped } from './restoreJob';
import type { RestoreItem, RestoreJob } from './restoreJob';
import { writeItem } from './restoreFiles';
import { LARGE } from '../packs/packFormat';
import { StoreError, systemError, writeFailure } from '../storeError';
import type { FileEntry, TreeEntry } from '../treeModel';
import { unsafePath } from '../tree';

/** So much is written by this thread; more is worth starting others for. */
const FEW_FILES = 200;
const FEW_BYTES = 16 << 20;
/** Objects and bytes of one order to a thread. */
const ORDER_ITEMS = 256;
const ORDER_BYTES = 16 << 20;

type Item = { -readonly [K in keyof RestoreItem]: RestoreItem[K] } & {
  digest: Digest;
  paths: string[];
  executable: boolean[];
};

/**
 * Writes a tree below a folder: folders first, then files, links last, so that no link of the tree can lead
 * a file of it elsewhere; links that were there before are refused where a folder has to be.
 */
export async function restoreTree(
  state: DiskState,
  root: string,
  entries: readonly TreeEntry[],
  { overwrite, cancel }: { readonly overwrite: boolean; readonly cancel?: AbortSignal | undefined },
): Promise<{ files: number; bytes: number }> {
  const unsafe = unsafePath(entries);
  if (unsafe !== null) throw new StoreError({ code: 'path-unsafe', path: unsafe });
  const files = entries.filter((entry) => entry.kind === 'file');
  const items = itemsOf(state, files);
  // What is put back may be named by a record soon: a sweep beside this run has to spare it.
  for (const file of new Set(items.map((item) => item.file))) freshen(state, file);
  makeFolders(root, entries);
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const stopAll = (): void => void Atomics.store(stop, 0, 1);
  if (cancel?.aborted) stopAll();
  cancel?.addEventListener('abort', stopAll);
  const jobs = divide(items).map((share) => ({ root, overwrite, items: share, stop }));
  const one = async (job: (typeof jobs)[number]): Promise<void> => {
    const { unproven, failure } =
      jobs.length > 1 ? await state.pool.restore(job) : await state.thread.restore(job);
    if (failure !== null) throw new StoreError(failure);
    if (isStopped(job)) return; // what was cut off proves nothing, and nobody waits for it
    for (const index of unproven) retry(state, job, job.items[index] as Item);
  };
  // whoever is told of a failure may remove what was written, so nobody writes any more by then
  const ended = await Promise.allSettled(
    jobs.map((job) =>
      one(job).catch((error: unknown) => {
        stopAll();
        throw error;
      }),
    ),
  );
  cancel?.removeEventListener('abort', stopAll);
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
  for (const entry of entries) {
    if (entry.kind === 'link') makeLink(root, entry.path, entry.target, overwrite);
  }
  return { files: files.length, bytes: files.reduce((sum, file) => sum + file.size, 0) };
}

/** Each object once, with every path that it goes to, in the order in which objects lie in packs. */
function itemsOf(state: DiskState, files: readonly FileEntry[]): Item[] {
  const items = new Map<Digest, Item>();
  for (const { path: name, digest, executable } of files) {
    let item = items.get(digest);
    if (!item) {
      const location = locate(state, digest);
      if (location === null) throw new StoreError({ code: 'object-missing', digest, path: name });
      const { file, offset, size } = location;
      item = { hex: hexOf(digest), digest, file, offset, size, paths: [], executable: [] };
      items.set(digest, item);
    }
    item.paths.push(name);
    item.executable.push(executable);
  }
  return [...items.values()].sort((a, b) => byCodeUnit(a.file, b.file) || a.offset - b.offset);
}

/** One share for this thread where there is little to write, else orders of like size. */
function divide(items: readonly Item[]): Item[][] {
  const bytes = items.reduce((sum, item) => sum + item.size * item.paths.length, 0);
  if (items.length === 0) return [];
  if (items.length <= FEW_FILES && bytes <= FEW_BYTES) return [[...items]];
  const large = items.filter((item) => item.size >= LARGE).sort((a, b) => b.size - a.size);
  const shares = large.map((item) => [item]);
  let last: Item[] | null = null;
  let filled = 0;
  for (const item of items) {
    if (item.size >= LARGE) continue;
    if (last === null || last.length >= ORDER_ITEMS || filled >= ORDER_BYTES) {
      last = [];
      filled = 0;
      shares.push(last);
    }
    last.push(item);
    filled += item.size;
  }
  return shares;
}

/** The place first looked at was damaged or gone: every other one is tried before that is told. */
function retry(state: DiskState, job: RestoreJob, item: Item): void {
  const bytes = proven(state, item);
  writeItem(job, item, bytes);
}

function proven(state: DiskState, item: Item): Buffer {
  try {
    return readBytes(state, item.digest);
  } catch (error) {
    if (!(error instanceof StoreError) || error.failure.code !== 'object-missing') throw error;
    const [name] = item.paths;
    throw new StoreError({ ...error.failure, ...(name === undefined ? {} : { path: name }) });
  }
}

function makeFolders(root: string, entries: readonly TreeEntry[]): void {
  const folders = new Set<string>();
  const parentOf = parentFinder();
  for (const entry of entries) {
    if (entry.kind === 'folder') folders.add(entry.path);
    const parent = parentOf(entry.path);
    if (parent === null || folders.has(parent)) continue;
    for (const folder of parentsOf(entry.path)) folders.add(folder);
  }
  for (const folder of [...folders]) for (const above of parentsOf(folder)) folders.add(above);
  try {
    fs.mkdirSync(root, { recursive: true });
  } catch (error) {
    throw new StoreError(writeFailure(error, root));
  }
  for (const folder of [...folders].sort(byCodeUnit)) makeFolder(root, folder);
}

function makeFolder(root: string, folder: string): void {
  const target = path.join(root, folder);
  try {
    fs.mkdirSync(target);
  } catch (error) {
    if (systemError(error).code !== 'EEXIST') throw new StoreError(writeFailure(error, root));
    const there = fs.lstatSync(target);
    if (there.isSymbolicLink()) throw new StoreError({ code: 'path-unsafe', path: folder });
    if (!there.isDirectory()) throw new StoreError({ code: 'file-exists', path: folder });
  }
}

function makeLink(root: string, name: string, target: string, overwrite: boolean): void {
  const file = path.join(root, name);
  try {
    const there = fs.lstatSync(file, { throwIfNoEntry: false });
    if (there && (!overwrite || there.isDirectory())) {
      throw new StoreError({ code: 'file-exists', path: name });
    }
    if (there) fs.unlinkSync(file);
    fs.symlinkSync(target, file);
  } catch (error) {
    throw new StoreError(writeFailure(error, root));
  }
}
