import { digestOf } from '../base/digest';
import type { Digest } from '../base/digest';
import { isPattern } from '../pipeline/patterns';
import { encodeTree } from '../store/tree';
import type { TreeEntry } from '../store/treeModel';
import { isDeclaredBy } from './outputScope';

/** The entries of an outcome that one declared output takes, in their order. */
export function subTree(entries: readonly TreeEntry[], output: string): readonly TreeEntry[] {
  const holds = isDeclaredBy(output);
  return entries.filter(({ path }) => holds(path));
}

/**
 * The digest of one output: of a plain file the file's own, of a folder or a pattern that of the tree of
 * its entries; null where the outcome has nothing of it.
 */
export function digestOfOutput(entries: readonly TreeEntry[], output: string): Digest | null {
  const own = subTree(entries, output);
  const [first] = own;
  if (first === undefined) return null;
  if (first.kind === 'file' && first.path === output && !isPattern(output)) return first.digest;
  return digestOf(encodeTree(own));
}
