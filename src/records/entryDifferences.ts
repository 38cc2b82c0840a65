import { encodeTree } from '../store/tree';
import type { TreeEntry } from '../store/treeModel';

/** What came, went or changed between two lists of entries; `word` says what they are. */
export function entryDifferences(
  was: readonly TreeEntry[],
  is: readonly TreeEntry[],
  word: string,
): string[] {
  const before = new Map(was.map((entry) => [entry.path, entry]));
  const found: string[] = [];
  for (const entry of is) {
    const old = before.get(entry.path);
    before.delete(entry.path);
    const what = entry.kind === 'folder' ? word.replace('file', 'folder') : word;
    if (old === undefined) found.push(`${what} ${entry.path} added`);
    else if (!sameEntries([old], [entry])) {
      found.push(`${what} ${entry.path} changed`);
    }
  }
  for (const path of before.keys()) found.push(`${word} ${path} removed`);
  return found;
}

/** Whether two sorted lists of entries are one tree. */
export function sameEntries(a: readonly TreeEntry[], b: readonly TreeEntry[]): boolean {
  return a.length === b.length && encodeTree(a).equals(encodeTree(b));
}
