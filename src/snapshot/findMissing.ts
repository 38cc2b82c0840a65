import * as fs from 'node:fs';

import { absoluteIn } from '../base/paths';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { StoreFailure } from '../store/failures';
import type { Store, TakenFile } from '../store/storeModel';
import type { FileEntry, TreeEntry } from '../store/treeModel';
import type { SnapshotFailure } from './failures';
import { gitBytes } from './gitBytes';
import type { Where } from './gitBytes';
import type { LoadOptions } from './loadModel';
import type { SavedEntries } from './savedEntries';

/** Where bytes that a load needs come from, when that is not the store. */
export interface FoundElsewhere {
  /** Files to take straight from the workspace, by path: their bytes are not kept. */
  readonly elsewhere: ReadonlyMap<string, FileEntry>;
  /** Outputs that are not kept and lie nowhere. */
  readonly without: ReadonlySet<string>;
  readonly notes: readonly string[];
}

/**
 * Looks for the bytes of entries: in the store, in the workspace at that path or any other of the tree,
 * in git. What is found is taken into the store, save what is declared not to be
 * kept. Everything that cannot be found is named.
 */
export async function findMissing(
  options: LoadOptions & SavedEntries,
): Promise<Result<FoundElsewhere, SnapshotFailure | StoreFailure>> {
  const { store, project, version, entries, notKept } = options;
  const missing = entries.filter((entry) => entry.kind === 'file' && !store.has(entry.digest));
  const apart = missing.filter(isFile).filter(({ path }) => notKept(path) !== null);
  const kept = missing.filter(isFile).filter(({ path }) => notKept(path) === null);

  const inPlace = await takeHere(store, project.root, { files: apart, keep: false });
  if (!inPlace.ok) return inPlace;
  const elsewhere = new Map<string, FileEntry>();
  for (const entry of apart) {
    if (inPlace.value.get(entry.path)?.digest === entry.digest) elsewhere.set(entry.path, entry);
  }
  const lost = apart.filter(({ path }) => !elsewhere.has(path));
  const without = new Set(
    lost.filter(({ path }) => notKept(path) === 'output').map(({ path }) => path),
  );

  const fromWorkspace = await takeFromWorkspace(kept, options);
  if (!fromWorkspace.ok) return fromWorkspace;
  const still = kept.filter(({ digest }) => !store.has(digest));
  const fromGit = await gitBytes(options)(still);
  if (!fromGit.ok) return fromGit;
  const gone = [
    ...lost.filter(({ path }) => !without.has(path)),
    ...still.filter(({ digest }) => !store.has(digest)),
  ];
  const [first, ...others] = gone;
  if (first !== undefined) {
    return failed({
      code: 'input-bytes-missing',
      path: first.path,
      digest: first.digest,
      lastSeen: `run ${version.run.id} on ${version.run.host}`,
      also: others.map(({ path, digest }) => ({ path, digest })),
    });
  }
  return ok({ elsewhere, without, notes: notesFor(kept, still, without) });
}

/** Puts the bytes of a file into the store and says where they were, or null where they are nowhere. */
export type FindBytes = (
  entry: FileEntry,
) => Promise<Result<'workspace' | 'git' | null, StoreFailure>>;

/** Looks for the bytes of files, one by one, that the store does not have: in the workspace at their path, in git. */
export function bytesFinder(where: Where): FindBytes {
  const { store } = where;
  const takeFromGit = gitBytes(where);
  return async (entry) => {
    const own = await takeFromWorkspace([entry], { ...where, entries: [entry] });
    if (!own.ok) return own;
    if (store.has(entry.digest)) return ok('workspace');
    const fromGit = await takeFromGit([entry]);
    if (!fromGit.ok) return fromGit;
    return ok(store.has(entry.digest) ? 'git' : null);
  };
}

function notesFor(
  kept: readonly FileEntry[],
  still: readonly FileEntry[],
  without: ReadonlySet<string>,
): string[] {
  const fromGit = new Set(still.map(({ path }) => path));
  return [
    ...kept
      .filter(({ path }) => !fromGit.has(path))
      .map(({ path }) => `${path}: bytes taken from the workspace`),
    ...still.map(({ path }) => `${path}: bytes taken from git`),
    ...[...without].map((path) => `${path}: not kept, and no longer in the workspace`),
  ];
}

/** At its own path first; the same digest may also lie at another path of the tree, where a file was renamed since. */
async function takeFromWorkspace(
  missing: readonly FileEntry[],
  { store, project, entries }: Where & { readonly entries: readonly TreeEntry[] },
): Promise<Result<void, StoreFailure>> {
  const { root } = project;
  const own = await takeHere(store, root, { files: missing, keep: true });
  if (!own.ok) return own;
  const wanted = missing.filter(({ digest }) => !store.has(digest));
  const digests = new Set(wanted.map(({ digest }) => digest));
  const others: Sized[] = [];
  for (const size of new Set(wanted.map(({ size }) => size))) {
    others.push(...entries.filter(isFile).map(({ path }) => ({ path, size })));
  }
  const seen = await takeHere(store, root, { files: others, keep: false });
  if (!seen.ok) return seen;
  const found = [...seen.value.values()].filter(({ digest }) => digests.has(digest));
  const taken = await takeHere(store, root, { files: found, keep: true });
  return taken.ok ? ok(undefined) : taken;
}

interface Sized {
  readonly path: string;
  readonly size: number;
}

/** Takes those files of the workspace that are there and of the wanted size; the rest is not in the answer. */
async function takeHere(
  store: Store,
  root: string,
  options: { readonly files: readonly Sized[]; readonly keep: boolean },
): Promise<Result<Map<string, TakenFile>, StoreFailure>> {
  const found = new Map<string, TakenFile>();
  let left = options.files.filter(({ path, size }) => sizeOf(absoluteIn(root, path)) === size);
  while (left.length > 0) {
    const files = left.map(({ path }) => ({ path, stat: null, keep: options.keep }));
    const taken = await store.takeFiles(root, files, { cached: false });
    if (taken.ok) {
      for (const file of taken.value) found.set(file.path, file);
      break;
    }
    // A file that cannot be read does not help, and is no reason to look no further.
    const broken = 'path' in taken.failure ? taken.failure.path : undefined;
    const rest = left.filter(({ path }) => path !== broken);
    if (rest.length === left.length) return taken;
    left = rest;
  }
  return ok(found);
}

function sizeOf(absolute: string): number | null {
  try {
    const stats = fs.statSync(absolute, { throwIfNoEntry: false });
    return stats?.isFile() === true ? stats.size : null;
  } catch {
    return null; // a loop of links, a parent that is no folder
  }
}

function isFile(entry: TreeEntry): entry is FileEntry {
  return entry.kind === 'file';
}
