import type { Digest } from '../base/digest';
import { absoluteIn } from '../base/paths';
import { fileStatOf, lookThrough } from '../snapshot/folderListing';
import type { FileToTake, Store } from '../store/storeModel';

/** Digests of files by path; one that cannot be read, or is not there, has none. */
export async function digestsOf(
  where: { readonly store: Store; readonly root: string },
  files: readonly { readonly path: string }[],
): Promise<ReadonlyMap<string, Digest>> {
  let wanted = files.flatMap(({ path }): FileToTake[] => {
    const stats = lookThrough(absoluteIn(where.root, path));
    return stats?.isFile() ? [{ path, stat: fileStatOf(stats), keep: false }] : [];
  });
  for (;;) {
    const taken = await where.store.takeFiles(where.root, wanted, { cached: true });
    if (taken.ok) return new Map(taken.value.map(({ path, digest }) => [path, digest]));
    // It went, or closed itself to us, since it was looked at: rare enough to begin again.
    const { failure } = taken;
    const path = 'path' in failure ? failure.path : undefined;
    if (!wanted.some((file) => file.path === path)) return new Map();
    wanted = wanted.filter((file) => file.path !== path);
  }
}
