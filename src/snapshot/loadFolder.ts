import * as fs from 'node:fs';
import * as path from 'node:path';

import { relativeTo, leaves } from '../base/paths';
import { realPathOf } from '../base/realPath';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { StoreFailure } from '../store/failures';
import { writeFailure } from '../store/storeError';
import type { Project } from '../store/layout';
import { unsafePath } from '../store/tree';
import type { FileEntry, TreeEntry } from '../store/treeModel';
import { canClone, checkSpace } from './checkSpace';
import type { SnapshotFailure } from './failures';
import { findMissing } from './findMissing';
import { resolveInside } from './links';
import type { LoadOptions } from './loadModel';
import { isOwnedName } from '../pipeline/ownedName';
import { placeUncached } from './placeUncached';
import { savedEntries } from './savedEntries';
import { openStage } from './stage';
import type { Stage } from './stage';

/** What a load came to. */
export interface Loaded {
  readonly files: number;
  readonly bytes: number;
  /** Plain facts: what was fetched from elsewhere than the store, and which outputs could not be laid out. */
  readonly notes: readonly string[];
  /** Everything that was laid out, sorted by path. */
  readonly entries: readonly TreeEntry[];
  /** Paths that are links to the workspace's own files. */
  readonly linked: readonly string[];
}

/** Why there is no such folder. */
export type LoadFailure = SnapshotFailure | StoreFailure | { readonly code: 'cancelled' };

/**
 * Fills a folder with a version's source tree and inputs: private, writable files, all of them or none. Bytes
 * that the store lacks are looked for in the workspace and in git; nothing is written before all are found.
 */
export async function loadInto(options: LoadOptions): Promise<Result<Loaded, LoadFailure>> {
  const { store, project, version, folder } = options;
  const usable = checkFolder(folder, project);
  if (usable !== null) return failed(usable);
  const saved = await savedEntries(store, version, { outputs: options.outputs });
  if (!saved.ok) return saved;
  const { entries, notKept } = saved.value;
  const unsafe = firstUnsafe(entries);
  if (unsafe !== null) return failed(unsafe);

  const found = await findMissing({ ...options, entries, notKept });
  if (!found.ok) return found;
  if (options.cancel?.aborted) return failed({ code: 'cancelled' });
  const { notes, elsewhere, without } = found.value;
  const here = entries.filter(({ path }) => !elsewhere.has(path) && !without.has(path));
  const copied = options.uncached === 'link' ? [] : [...elsewhere.values()];
  const clones = (into: string): boolean => canClone(path.join(project.store, 'format'), into);
  const space = checkSpace(folder, [...here, ...copied], { clones });
  if (space !== null) return failed(space);

  const result = await (options.alone ? fill : fillAsWhole)({ ...options, here, elsewhere });
  if (!result.ok) return result;
  const laid = entries.filter((entry) => !without.has(entry.path));
  const linked = options.uncached === 'link' ? [...elsewhere.keys()] : [];
  return ok({ ...result.value, notes, entries: laid, linked });
}

interface FillOptions extends LoadOptions {
  readonly here: readonly TreeEntry[];
  readonly elsewhere: ReadonlyMap<string, FileEntry>;
}

type Filled = Result<{ readonly files: number; readonly bytes: number }, LoadFailure>;

/** All of it or nothing, whatever else comes into the folder meanwhile. */
async function fillAsWhole(options: FillOptions): Promise<Filled> {
  const folder = path.resolve(options.folder);
  let stage: Stage;
  try {
    stage = openStage(folder);
  } catch (error) {
    return failed(writeFailure(error, folder));
  }
  let isWhole = false;
  try {
    const filled = await fill({ ...options, folder: stage.folder });
    if (!filled.ok) return failed(notOfStage(filled.failure, stage, folder));
    isWhole = stage.publish();
    return isWhole ? filled : failed({ code: 'folder-not-empty', folder });
  } catch (error) {
    return failed(writeFailure(error, folder));
  } finally {
    if (!isWhole) stage.abandon();
  }
}

/** Nobody knows a stage, which is gone by the time that they read of it. */
function notOfStage(failure: LoadFailure, stage: Stage, folder: string): LoadFailure {
  return 'folder' in failure && failure.folder === stage.folder ? { ...failure, folder } : failure;
}

async function fill(options: FillOptions): Promise<Filled> {
  const { store, folder, here, elsewhere, project, cancel } = options;
  const restored = await store.restore(folder, here, { overwrite: false, cancel });
  if (!restored.ok) return restored;
  if (cancel?.aborted) return failed({ code: 'cancelled' });
  const placed = await placeUncached([...elsewhere.values()], {
    store,
    from: project.root,
    to: folder,
    how: options.uncached ?? 'copy',
    cancel,
  });
  if (!placed.ok) return placed;
  if (cancel?.aborted) return failed({ code: 'cancelled' });
  return ok({
    files: restored.value.files + placed.value.files,
    bytes: restored.value.bytes + placed.value.bytes,
  });
}

/** Never over anything, and never in the project, by whatever links a path leads there. */
function checkFolder(folder: string, project: Project): SnapshotFailure | StoreFailure | null {
  const real = realPathOf(folder);
  if (!leaves(relativeTo(realPathOf(project.root), real)))
    return { code: 'folder-in-project', folder };
  let stats: fs.Stats | undefined;
  try {
    stats = fs.statSync(folder, { throwIfNoEntry: false });
  } catch (error) {
    return writeFailure(error, folder); // below a file, or where we may not look
  }
  if (stats === undefined) {
    const dangling = fs.lstatSync(folder, { throwIfNoEntry: false }) !== undefined;
    return dangling ? { code: 'folder-not-empty', folder } : null;
  }
  const empty = stats.isDirectory() && fs.readdirSync(folder).length === 0;
  return empty ? null : { code: 'folder-not-empty', folder };
}

/** Trees travel with git, so they are looked at as something a stranger may have written. */
function firstUnsafe(entries: readonly TreeEntry[]): SnapshotFailure | StoreFailure | null {
  const unsafe = unsafePath(entries);
  if (unsafe !== null) return { code: 'path-unsafe', path: unsafe };
  const links = new Map<string, string>();
  for (const entry of entries) if (entry.kind === 'link') links.set(entry.path, entry.target);
  for (const [at, target] of links) {
    if (resolveInside(at, target, (path) => links.get(path) ?? null) === null) {
      return { code: 'link-leads-out', path: at, target };
    }
  }
  for (const { path: at } of entries) {
    if (at.split('/').some(isOwnedName)) return { code: 'path-unsafe', path: at };
  }
  return null;
}
