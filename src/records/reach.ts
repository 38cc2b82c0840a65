import type { Digest } from '../base/digest';
import { ok } from '../base/result';
import type { Result } from '../base/result';
import type { StoreFailure } from '../store/failures';
import type { Store } from '../store/storeModel';
import type { RunEvent } from './events';
import type { RunRecord } from './runModel';
import type { VersionRecord } from './versionModel';

/** What a record names: documents that are trees, and other documents. */
export interface Named {
  readonly trees: readonly Digest[];
  readonly documents: readonly Digest[];
}

/** What a version names. */
export function namedByVersion(version: VersionRecord): Named {
  return {
    trees: [
      version.sourceTree,
      ...version.steps.flatMap(({ inputTree, outcome }) => [inputTree, outcome]),
    ],
    documents: [version.plan, ...version.steps.map(({ recipe }) => recipe)],
  };
}

/** What a run names. */
export function namedByRun(run: RunRecord): Named {
  const trees = [run.sourceTree, ...run.steps.flatMap((step) => [step.inputTree, step.outcome])];
  const documents = [run.plan, ...run.steps.map(({ recipe }) => recipe)];
  return { trees: present(trees), documents: present(documents) };
}

/** What a live run names in its events, because its record says nothing of it before the end. */
export function namedByEvents(events: readonly RunEvent[]): Named {
  const trees: Digest[] = [];
  const documents: Digest[] = [];
  for (const event of events) {
    if (event.type === 'captured') trees.push(event.sourceTree);
    if (event.type === 'step-reused' || event.type === 'step-succeeded') {
      trees.push(event.outcome);
      documents.push(event.recipe);
    }
  }
  return { trees, documents };
}

/**
 * Adds what a record names to a set, and the bytes that its trees name, each tree read once. A tree that
 * cannot be read is a failure where nothing may be lost; else it is passed over.
 */
export async function expandNamed(
  store: Store,
  named: Named,
  into: { readonly keep: Set<Digest>; readonly strict: boolean },
): Promise<Result<void, StoreFailure>> {
  const { keep, strict } = into;
  for (const document of named.documents) keep.add(document);
  for (const digest of named.trees) {
    if (keep.has(digest)) continue;
    const tree = await store.getTree(digest);
    if (!tree.ok) {
      if (strict || tree.failure.code !== 'tree-missing') return tree;
      continue;
    }
    keep.add(digest);
    for (const entry of tree.value.entries) if (entry.kind === 'file') keep.add(entry.digest);
  }
  return ok(undefined);
}

function present(digests: readonly (Digest | null)[]): Digest[] {
  return digests.filter((digest) => digest !== null);
}
