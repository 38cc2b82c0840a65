import type { TreeEntry } from './treeModel';

/** Data only: whether two entries of a tree are one thing, wherever they lie; never where one is missing. */
export function sameEntry(
  a: TreeEntry | null | undefined,
  b: TreeEntry | null | undefined,
): boolean {
  if (!a || !b || a.kind !== b.kind) return false;
  if (a.kind === 'file' && b.kind === 'file') {
    return a.digest === b.digest && a.executable === b.executable && a.size === b.size;
  }
  return a.kind === 'link' && b.kind === 'link' ? a.target === b.target : true;
}
