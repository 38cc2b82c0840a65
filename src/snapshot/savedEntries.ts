import { byCodeUnit, parentsOf } from '../base/paths';
import { ok } from '../base/result';
import type { Result } from '../base/result';
import type { Plan } from '../pipeline/model';
import type { StoreFailure } from '../store/failures';
import type { Store } from '../store/storeModel';
import type { TreeEntry } from '../store/treeModel';
import type { LoadableVersion } from './loadModel';
import { isDeclaredBy, outputScope, outputsOf } from './outputScope';
import { getPlan } from './planDocument';

/** What a version lays out. */
export interface SavedEntries {
  /** Sorted by path, each once. */
  readonly entries: readonly TreeEntry[];
  /** How a path is declared whose bytes are not kept; null for all others. */
  readonly notKept: (path: string) => 'input' | 'output' | null;
}

/** The entries of a version's source tree, and of its outcomes where they are wanted. */
export async function savedEntries(
  store: Store,
  version: LoadableVersion,
  options: { readonly outputs: boolean },
): Promise<Result<SavedEntries, StoreFailure>> {
  const plan = await getPlan(store, version.plan);
  if (!plan.ok) return plan;
  const source = await store.getTree(version.sourceTree);
  if (!source.ok) return source;
  const all = new Map(source.value.entries.map((entry) => [entry.path, entry]));
  const changed = version.warnings.filter(({ code }) => code === 'input-changed-before-step');
  if (changed.length > 0) {
    // What no input tree has was gone before its step read it; what one has comes back with it.
    for (const path of changed.flatMap(({ paths = [] }) => paths)) {
      if (all.get(path)?.kind === 'file') all.delete(path);
    }
    const laid = await layInputs(store, version, { plan: plan.value, over: all });
    if (!laid.ok) return laid;
  }
  for (const { outcome } of options.outputs ? version.steps : []) {
    const tree = await store.getTree(outcome);
    if (!tree.ok) return tree;
    for (const entry of tree.value.entries) all.set(entry.path, entry);
  }
  const entries = [...all.values()].sort((a, b) => byCodeUnit(a.path, b.path));
  return ok({ entries, notKept: notKeptOf(plan.value) });
}

/**
 * An input that changed between the start of the run and that of its step is in the source tree as it
 * was first; what the step read is in its input tree, and that is what a re-run has to read.
 */
async function layInputs(
  store: Store,
  version: LoadableVersion,
  { plan, over }: { readonly plan: Plan; readonly over: Map<string, TreeEntry> },
): Promise<Result<void, StoreFailure>> {
  const scope = outputScope(outputsOf(plan));
  for (const { inputTree } of [...version.steps].reverse()) {
    const tree = await store.getTree(inputTree);
    if (!tree.ok) return tree;
    for (const entry of tree.value.entries) {
      if (entry.kind !== 'file' || scope(entry.path) !== null) continue;
      const behindLink = parentsOf(entry.path).some((parent) => over.get(parent)?.kind === 'link');
      if (!behindLink) over.set(entry.path, entry);
    }
  }
  return ok(undefined);
}

function notKeptOf(plan: Plan): SavedEntries['notKept'] {
  const inputs: ((path: string) => boolean)[] = [];
  const outputs: ((path: string) => boolean)[] = [];
  for (const step of plan.steps) {
    for (const { path, cache } of step.inputs) if (!cache) inputs.push(isDeclaredBy(path));
    for (const { path, cache } of step.outputs) if (!cache) outputs.push(isDeclaredBy(path));
  }
  return (path) => {
    if (outputs.some((holds) => holds(path))) return 'output';
    return inputs.some((holds) => holds(path)) ? 'input' : null;
  };
}
