import type { FileStat } from '../store/storeModel';
import type { TreeEntry } from '../store/treeModel';
import type { MadeFile } from './context';

/** Remembers how the files of an outcome lie, to tell at the end whether anything has touched them since. */
export function keepSight(
  made: Map<string, MadeFile>,
  entries: readonly TreeEntry[],
  stats: ReadonlyMap<string, FileStat>,
): void {
  for (const entry of entries) {
    const stat = stats.get(entry.path);
    if (entry.kind === 'file' && stat) made.set(entry.path, { stat, digest: entry.digest });
  }
}
