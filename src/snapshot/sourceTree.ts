import * as fs from 'node:fs';

import type { Digest } from '../base/digest';
import { absoluteIn, byCodeUnit } from '../base/paths';
import { ok } from '../base/result';
import type { Result } from '../base/result';
import type { Plan } from '../pipeline/model';
import { fileEntry } from '../store/fileEntry';
import type { StoreFailure } from '../store/failures';
import type { FileToTake, Store, TakenFile, TreeToTake, UntouchedTree } from '../store/storeModel';
import type { TreeEntry } from '../store/treeModel';
import type { SnapshotFailure } from './failures';
import type { Scan } from './scan';
import { chooseSource } from './chooseSource';
import { unchangedProducts } from './products';
import type { Product } from './productModel';
import type { CaptureWarning } from './warnings';

/** A source tree as it was captured. */
export interface CapturedSource {
  readonly tree: Digest;
  /** What the store answered without taking a file; null where it had to. */
  readonly untouched: UntouchedTree | null;
  /** Sorted by path. */
  readonly entries: readonly TreeEntry[];
  readonly files: number;
  readonly bytes: number;
  /** Products of earlier runs that were left out because they are still what they were. */
  readonly productsLeftOut: readonly string[];
  readonly warnings: readonly CaptureWarning[];
}

/** What `captureSource` is given. */
export interface CaptureOptions {
  readonly store: Store;
  /** The project, absolute. */
  readonly root: string;
  readonly plan: Plan;
  /** A scan of `root` from a moment ago, what is ignored included. */
  readonly scan: Scan;
  /** Files that earlier runs left behind, with the bytes they had then. */
  readonly products: readonly Product[];
  /** Answer untouched files from the stat cache; the default. */
  readonly cached?: boolean;
}

/**
 * Captures the project files that a run can see: tracked and not ignored ones, and all declared inputs
 * that no step makes; without outputs, products, what is too large and links that lead out.
 */
export async function captureSource(
  options: CaptureOptions,
): Promise<Result<CapturedSource, SnapshotFailure | StoreFailure>> {
  const { store, root, plan, scan, cached = true } = options;
  const products = await unchangedProducts(store, root, { ...options, cached });
  if (!products.ok) return products;
  const left = new Set(products.value);
  const choice = chooseSource(root, { plan, scan, products: left });
  if (!choice.ok) return choice;
  const { files, undeclared, links, folders } = choice.value;
  const others = [...links, ...folders.map((path) => ({ path, kind: 'folder' as const }))];
  // A folder in which somebody has put something else is no product any more.
  const kept = new Set(folders);
  const productsLeftOut = products.value.filter((path) => !kept.has(path));
  const untouched = cached ? store.untouchedTree(root, { files, others }) : null;
  if (untouched !== null) {
    const warnings = [...choice.value.warnings, ...unreadableFiles(choice.value.unreadable)];
    return ok(asCaptured(untouched, { count: files.length, others, productsLeftOut, warnings }));
  }
  const sparing = await takeSparing(store, root, { files, spare: undeclared, cached });
  if (!sparing.ok) return sparing;
  const { taken } = sparing.value;
  const unreadable = [...choice.value.unreadable, ...sparing.value.unreadable];
  const entries = entriesOf(taken, others);
  const tree = await store.putTree(entries);
  if (!tree.ok) return tree;
  if (cached && taken.length === files.length) {
    store.rememberTree(root, { files, others, taken, tree: tree.value });
  }
  return ok({
    tree: tree.value,
    untouched,
    entries,
    files: taken.length,
    bytes: taken.reduce((sum, { size }) => sum + size, 0),
    productsLeftOut,
    warnings: [...choice.value.warnings, ...unreadableFiles(unreadable)],
  });
}

/** Most often nobody asks what is in a tree that is as it was. */
function asCaptured(
  untouched: UntouchedTree,
  found: Pick<CapturedSource, 'productsLeftOut' | 'warnings'> & {
    readonly count: number;
    readonly others: TreeToTake['others'];
  },
): CapturedSource {
  const { count, others, productsLeftOut, warnings } = found;
  let entries: readonly TreeEntry[] | null = null;
  return {
    tree: untouched.tree,
    untouched,
    get entries() {
      return (entries ??= entriesOf(untouched.taken(), others));
    },
    files: count,
    bytes: untouched.bytes,
    productsLeftOut,
    warnings,
  };
}

function entriesOf(taken: readonly TakenFile[], others: TreeToTake['others']): TreeEntry[] {
  const entries: TreeEntry[] = [...others, ...taken.map(fileEntry)];
  return entries.sort((a, b) => byCodeUnit(a.path, b.path));
}

function unreadableFiles(paths: readonly string[]): CaptureWarning[] {
  if (paths.length === 0) return [];
  return [{ code: 'files-unreadable', paths: [...paths].sort(byCodeUnit) }];
}

/**
 * Undeclared files that go away while the project is read, as an editor's do, are left out, and so are those
 * that may not be read: what steps cannot read either is no reason to run none.
 */
async function takeSparing(
  store: Store,
  root: string,
  options: {
    readonly files: readonly FileToTake[];
    readonly spare: ReadonlySet<string>;
    readonly cached: boolean;
  },
): Promise<Result<{ taken: readonly TakenFile[]; unreadable: readonly string[] }, StoreFailure>> {
  const unreadable = new Set<string>();
  const gone = new Set<string>();
  for (;;) {
    const files = options.files.filter(({ path }) => !unreadable.has(path) && !gone.has(path));
    const taken = await store.takeFiles(root, files, { cached: options.cached });
    if (taken.ok) return ok({ taken: taken.value, unreadable: [...unreadable] });
    const { failure } = taken;
    if (failure.code !== 'file-vanished' && failure.code !== 'file-unreadable') return taken;
    const known = unreadable.size + gone.size;
    if (options.spare.has(failure.path)) {
      if (failure.code === 'file-vanished') gone.add(failure.path);
      else for (const path of options.spare) if (isClosed(root, path)) unreadable.add(path);
    }
    if (unreadable.size + gone.size === known) return taken;
  }
}

/** Whether this user may not read a file; one that fails for another reason, such as a broken disk, is not spared. */
function isClosed(root: string, path: string): boolean {
  try {
    fs.closeSync(
      fs.openSync(absoluteIn(root, path), fs.constants.O_RDONLY | fs.constants.O_NONBLOCK),
    );
    return false;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EACCES' || code === 'EPERM';
  }
}
