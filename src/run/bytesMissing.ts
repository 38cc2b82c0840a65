import { ok } from '../base/result';
import type { Result } from '../base/result';
import type { Digest } from '../base/digest';
import type { Failure } from '../records/failures';
import { isDeclaredBy } from '../snapshot/outputScope';
import { getPlan } from '../snapshot/planDocument';
import type { Store } from '../store/storeModel';
import type { CompleteRun } from './completeRun';

/** Files that a version of this run would promise and the store does not have: swept since, or never kept. Looks at names only. */
export async function bytesMissing(
  store: Store,
  { plan, sourceTree, steps }: CompleteRun,
): Promise<Result<readonly string[], Failure>> {
  const read = await getPlan(store, plan);
  if (!read.ok) return read;
  const uncached = read.value.steps
    .flatMap((step) => [...step.inputs, ...step.outputs])
    .filter(({ cache }) => !cache)
    .map(({ path }) => isDeclaredBy(path));
  const missing = new Set<string>();
  const trees = steps.flatMap(({ inputTree, outcome }) => [inputTree, outcome]);
  for (const digest of new Set<Digest>([sourceTree, ...trees])) {
    const tree = await store.getTree(digest);
    if (!tree.ok) return tree;
    for (const entry of tree.value.entries) {
      if (entry.kind !== 'file' || store.has(entry.digest)) continue;
      if (!uncached.some((holds) => holds(entry.path))) missing.add(entry.path);
    }
  }
  return ok([...missing].sort());
}
