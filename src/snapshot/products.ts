import { digestOf } from '../base/digest';
import type { Digest } from '../base/digest';
import { absoluteIn, byCodeUnit } from '../base/paths';
import { ok } from '../base/result';
import type { Result } from '../base/result';
import { sameStat } from '../store/sameStat';
import type { StoreFailure } from '../store/failures';
import type { FileToTake, Store } from '../store/storeModel';
import { lookAt } from './folderListing';
import type { Product } from './productModel';
import type { Scan, ScannedFile } from './scan';

/** The paths of those products that are still as recorded, sorted. A tracked file is none any more. */
export async function unchangedProducts(
  store: Store,
  root: string,
  options: {
    readonly scan: Scan;
    readonly products: readonly Product[];
    readonly cached: boolean;
  },
): Promise<Result<readonly string[], StoreFailure>> {
  if (options.products.length === 0) return ok([]);
  // Of what this command is writing to at this moment nobody can say what it will be.
  const scan = { ...options.scan, files: options.scan.files.filter((file) => !file.ownStream) };
  const files = byPath(options.products, undefined);
  const unchangedFiles = await sameFiles(store, root, { ...options, scan, files });
  if (!unchangedFiles.ok) return unchangedFiles;
  const links = byPath(options.products, 'link');
  const sameLinks = scan.files.filter(
    ({ path, tracked, target }) =>
      !tracked && target !== null && links.get(path)?.has(digestOf(target)),
  );
  const streams = scan.files.filter(({ kind, tracked }) => kind === 'file' && !tracked);
  const same = [
    ...sameOnes(root, streams, byPath(options.products, 'stream')),
    ...sameOnes(root, scan.folders, byPath(options.products, 'folder')),
    ...sameOnes(
      root,
      scan.environmentFolders.map((path) => ({ path })),
      byPath(options.products, 'environment'),
    ),
  ];
  const paths = [...unchangedFiles.value, ...sameLinks.map(({ path }) => path), ...same];
  return ok(paths.sort(byCodeUnit));
}

/** What tells a folder, or a file, from another one that somebody makes at its place; null where there is none. */
export function identityOf(absolute: string): Digest | null {
  const stats = lookAt(absolute);
  return stats === null ? null : digestOf(`${stats.ino}:${stats.birthtimeMs}`);
}

function sameOnes(
  root: string,
  there: readonly { readonly path: string }[],
  recorded: ReadonlyMap<string, ReadonlySet<Digest>>,
): string[] {
  if (recorded.size === 0) return [];
  return there
    .map(({ path }) => path)
    .filter((path) => {
      const digests = recorded.get(path);
      const now = digests === undefined ? null : identityOf(absoluteIn(root, path));
      return now !== null && digests?.has(now) === true;
    });
}

function byPath(
  products: readonly Product[],
  wanted: Product['kind'],
): ReadonlyMap<string, ReadonlySet<Digest>> {
  const recorded = new Map<string, Set<Digest>>();
  for (const { path, digest, kind } of products) {
    if (kind !== wanted) continue;
    const digests = recorded.get(path);
    if (digests === undefined) recorded.set(path, new Set([digest]));
    else digests.add(digest);
  }
  return recorded;
}

async function sameFiles(
  store: Store,
  root: string,
  options: {
    readonly scan: Scan;
    readonly files: ReadonlyMap<string, ReadonlySet<Digest>>;
    readonly cached: boolean;
  },
): Promise<Result<readonly string[], StoreFailure>> {
  const { files: recorded } = options;
  if (recorded.size === 0) return ok([]);
  const here = options.scan.files.filter(
    ({ path, kind, tracked }) => kind === 'file' && !tracked && recorded.has(path),
  );
  let files: readonly FileToTake[] = here.map(({ path, stat }) => ({ path, stat, keep: false }));
  for (;;) {
    const taken = await store.takeFiles(root, files, { cached: options.cached });
    if (taken.ok) {
      const same = taken.value.filter(({ path, digest }) => recorded.get(path)?.has(digest));
      return ok(same.map(({ path }) => path));
    }
    // One that is gone or may not be read any more is not as it was.
    const { code } = taken.failure;
    if (code !== 'file-vanished' && code !== 'file-unreadable') return taken;
    const { path } = taken.failure;
    if (!files.some((file) => file.path === path)) return taken;
    files = files.filter((file) => file.path !== path);
  }
}

/** What is not as it was between two scans of one folder. */
export interface Changes {
  readonly added: readonly ScannedFile[];
  /** As they are now. */
  readonly changed: readonly ScannedFile[];
  /** As they were. */
  readonly removed: readonly ScannedFile[];
}

/** Compares two scans of one folder by size, times, inode, mode and the targets of links. Reads no bytes. */
export function changesBetween(before: Scan, after: Scan): Changes {
  const was = new Map(before.files.map((file) => [file.path, file]));
  const added: ScannedFile[] = [];
  const changed: ScannedFile[] = [];
  for (const file of after.files) {
    const old = was.get(file.path);
    was.delete(file.path);
    if (file.ownStream) continue;
    if (old === undefined) added.push(file);
    else if (!isUntouched(old, file)) changed.push(file);
  }
  return { added, changed, removed: [...was.values()] };
}

function isUntouched(a: ScannedFile, b: ScannedFile): boolean {
  return a.kind === b.kind && a.target === b.target && sameStat(a.stat, b.stat);
}
