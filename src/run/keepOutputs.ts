import type { PlanStep } from '../pipeline/model';
import { isDeclaredBy } from '../snapshot/outputScope';
import type { FileStat, FileToTake, Store } from '../store/storeModel';
import type { FileEntry, TreeEntry } from '../store/treeModel';

/**
 * The files of an outcome that lie in place and that the store does not have any more. Whoever reuses the
 * outcome takes them in again: it is told as one that can be saved, and put back once it is not in place.
 */
export function outputsToKeep(
  step: PlanStep,
  inPlace: readonly TreeEntry[],
  { store, stats }: { readonly store: Store; readonly stats: ReadonlyMap<string, FileStat> },
): FileToTake[] {
  const gone = inPlace.filter(isFile).filter(({ digest }) => !store.has(digest));
  if (gone.length === 0) return [];
  const apart = step.outputs.filter(({ cache }) => !cache).map(({ path }) => isDeclaredBy(path));
  return gone
    .filter(({ path }) => !apart.some((holds) => holds(path)))
    .map(({ path }) => ({ path, stat: stats.get(path) ?? null, keep: true }));
}

/** Takes them in; false where they are not there as they were looked at. */
export async function keepOutputs(
  step: PlanStep,
  inPlace: readonly TreeEntry[],
  where: {
    readonly store: Store;
    readonly root: string;
    readonly stats: ReadonlyMap<string, FileStat>;
  },
): Promise<boolean> {
  const files = outputsToKeep(step, inPlace, where);
  if (files.length === 0) return true;
  const taken = await where.store.takeFiles(where.root, files, { cached: true });
  const wanted = new Map(inPlace.filter(isFile).map(({ path, digest }) => [path, digest]));
  return taken.ok && taken.value.every(({ path, digest }) => wanted.get(path) === digest);
}

function isFile(entry: TreeEntry): entry is FileEntry {
  return entry.kind === 'file';
}
