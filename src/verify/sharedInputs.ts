import type { Digest } from '../base/digest';
import { byCodeUnit } from '../base/paths';
import type { RunRecord } from '../records/runModel';
import type { VersionRecord } from '../records/versionModel';
import type { Warning } from '../records/warnings';
import type { Store } from '../store/storeModel';
import type { TreeEntry } from '../store/treeModel';

/**
 * What is not kept in the store is a link in a room: its bytes were proven when the room was made. Where a
 * step found others by the time it started, or they changed under it, that is no carried difference: the
 * room was not a clean one.
 */
export async function sharedInputsChanged(
  version: VersionRecord,
  run: RunRecord,
  { store, linked }: { readonly store: Store; readonly linked: readonly string[] },
): Promise<readonly Warning[]> {
  if (linked.length === 0) return [];
  const isLinked = new Set(linked);
  const warnings: Warning[] = [];
  for (const { name, inputTree } of run.steps) {
    const before = version.steps.find((step) => step.name === name)?.inputTree ?? null;
    const changed = new Set(changedUnder(name, run));
    for (const path of await differing(before, inputTree, store)) changed.add(path);
    const paths = [...changed].filter((path) => isLinked.has(path)).sort(byCodeUnit);
    if (paths.length > 0) {
      warnings.push({ code: 'input-changed-during-step', step: name, paths, shared: true });
    }
  }
  return warnings;
}

function changedUnder(step: string, { warnings }: RunRecord): readonly string[] {
  return warnings.flatMap((warning) =>
    warning.code === 'input-changed-during-step' && warning.step === step ? warning.paths : [],
  );
}

async function differing(was: Digest | null, is: Digest | null, store: Store): Promise<string[]> {
  if (was === null || is === null || was === is) return [];
  const [old, fresh] = [await store.getTree(was), await store.getTree(is)];
  if (!old.ok || !fresh.ok) return []; // the trees are needed by whoever judges, and missed there
  const key = (entry: TreeEntry): string => JSON.stringify(entry);
  const [before, now] = [
    new Set(old.value.entries.map(key)),
    new Set(fresh.value.entries.map(key)),
  ];
  const parted = [
    ...old.value.entries.filter((entry) => !now.has(key(entry))),
    ...fresh.value.entries.filter((entry) => !before.has(key(entry))),
  ];
  return parted.map(({ path }) => path);
}
