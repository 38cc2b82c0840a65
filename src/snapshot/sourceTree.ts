import type { Digest } from '../base/digest';
import { byCodeUnit } from '../base/paths';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { Plan } from '../pipeline/model';
import type { StoreFailure } from '../store/failures';
import type { FileStat, FileToTake, Store, TakenFile } from '../store/storeModel';
import type { TreeEntry } from '../store/treeModel';
import type { SnapshotFailure } from './failures';
import type { Scan } from './scan';
import { chooseSource } from './chooseSource';
import { unchangedProducts } from './products';
import type { Product } from './products';
import type { CaptureWarning } from './warnings';

/** A source tree as it was captured. */
export interface CapturedSource {
  readonly tree: Digest;
  /** Sorted by path. */
  readonly entries: readonly TreeEntry[];
  readonly files: number;
  readonly bytes: number;
  /** Of each file as it was read, links followed. */
  readonly stats: ReadonlyMap<string, FileStat>;
  /** Products of earlier runs that were left out because their bytes are still those. */
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
  const { files, undeclared, links, folders, warnings } = choice.value;
  const taken = await takeSparing(store, root, { files, spare: undeclared, cached });
  if (!taken.ok) return taken;
  const entries: TreeEntry[] = [
    ...links,
    ...folders.map((path) => ({ path, kind: 'folder' as const })),
  ];
  let bytes = 0;
  const stats = new Map<string, FileStat>();
  for (const { path, executable, size, digest, stat } of taken.value) {
    entries.push({ path, kind: 'file', executable, size, digest });
    stats.set(path, stat);
    bytes += size;
  }
  entries.sort((a, b) => byCodeUnit(a.path, b.path));
  const tree = await store.putTree(entries);
  if (!tree.ok) return tree;
  return ok({
    tree: tree.value,
    entries,
    files: taken.value.length,
    bytes,
    stats,
    productsLeftOut: products.value,
    warnings,
  });
}

/** An undeclared file that goes away while the project is read, as an editor's do, is left out. */
async function takeSparing(
  store: Store,
  root: string,
  options: {
    readonly files: readonly FileToTake[];
    readonly spare: ReadonlySet<string>;
    readonly cached: boolean;
  },
): Promise<Result<readonly TakenFile[], StoreFailure>> {
  let files = options.files;
  for (;;) {
    const taken = await store.takeFiles(root, files, { cached: options.cached });
    if (taken.ok || taken.failure.code !== 'file-vanished') return taken;
    const { path } = taken.failure;
    if (!options.spare.has(path) || !files.some((file) => file.path === path)) {
      return failed(taken.failure);
    }
    files = files.filter((file) => file.path !== path);
  }
}
