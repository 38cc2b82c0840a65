import type { Digest } from '../base/digest';
import { labelAlone, sourceBesides } from '../snapshot/labelAlone';
import type { SourceBesides } from '../snapshot/labelAlone';
import type { Store } from '../store/storeModel';
import type { KnownOutcome } from './decide';

/**
 * Known outcomes with one digest for source trees that differ in nothing but the label in the pipeline file:
 * whoever writes another label between two runs has changed nothing that a step could see. Trees are read only
 * where there is more than one outcome, of the newest few.
 */
export async function labelsAside<T extends Omit<KnownOutcome, 'run'>>(
  known: readonly T[],
  where: { readonly store: Store; readonly pipeline: string },
): Promise<readonly T[]> {
  if (known.length < 2) return known;
  const trees = [...new Set(known.flatMap(({ sourceTree }) => sourceTree ?? []))].slice(0, NEWEST);
  if (trees.length < 2 || new Set(known.map(({ outcome }) => outcome)).size < 2) return known;
  const names = new Map<Digest, Digest>();
  const apart: { readonly tree: Digest; readonly source: SourceBesides }[] = [];
  for (const tree of trees) {
    const source = await sourceBesides(where.store, tree, where.pipeline);
    if (source === null) continue;
    const same = await firstSame(apart, source, where.store);
    if (same === null) apart.push({ tree, source });
    else names.set(tree, same);
  }
  return known.map((one) => {
    const name = one.sourceTree === null ? undefined : names.get(one.sourceTree);
    return name === undefined ? one : { ...one, sourceTree: name };
  });
}

async function firstSame(
  apart: readonly { readonly tree: Digest; readonly source: SourceBesides }[],
  is: SourceBesides,
  store: Store,
): Promise<Digest | null> {
  for (const { tree, source: was } of apart) {
    if (was.rest !== is.rest || was.file.executable !== is.file.executable) continue;
    const before = await store.getBytes(was.file.digest);
    const now = await store.getBytes(is.file.digest);
    if (before.ok && now.ok && (await labelAlone(before.value, now.value))) return tree;
  }
  return null;
}

/** Source trees; a step that does not reproduce shows it in fewer runs. */
const NEWEST = 8;
