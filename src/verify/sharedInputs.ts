import type { Digest } from '../base/digest';
import type { Warning } from '../records/warnings';
import type { RunRecord } from '../records/runModel';
import type { VersionRecord } from '../records/versionModel';
import type { Plan, PlanStep } from '../pipeline/model';
import { isDeclaredBy } from '../snapshot/outputScope';
import type { Store } from '../store/storeModel';
import type { TreeEntry } from '../store/treeModel';
import { uncachedBy } from './doubts';

/**
 * Inputs with `cache: false` are links in a room: their bytes were proven when it was made. Where a step
 * found others by the time it started, that is no carried difference, and it is told like a change
 * during the step.
 */
export async function sharedInputsChanged(
  was: { readonly plan: Plan; readonly version: VersionRecord },
  run: RunRecord,
  store: Store,
): Promise<readonly Warning[]> {
  const warnings: Warning[] = [];
  for (const step of was.plan.steps.filter(({ inputs }) => inputs.some(({ cache }) => !cache))) {
    const before = inputTreeOf(was.version, step.name);
    const now = inputTreeOf(run, step.name);
    if (before === null || now === null || before === now) continue;
    const [old, fresh] = [await store.getTree(before), await store.getTree(now)];
    if (!old.ok || !fresh.ok) continue; // the trees are needed by whoever judges, and missed there
    const shared = sharedBy(was.plan, step);
    const paths = differing(old.value.entries.filter(shared), fresh.value.entries.filter(shared));
    if (paths.length > 0) {
      warnings.push({ code: 'input-changed-during-step', step: step.name, paths });
    }
  }
  return warnings;
}

function inputTreeOf(made: RunRecord | VersionRecord, step: string): Digest | null {
  const steps: readonly { name: string; inputTree: Digest | null }[] = made.steps;
  return steps.find(({ name }) => name === step)?.inputTree ?? null;
}

/** Entries that the room links to the workspace: what another step makes is the room's own. */
function sharedBy(plan: Plan, step: PlanStep): (entry: TreeEntry) => boolean {
  const uncached = uncachedBy(plan, step.name);
  const made = plan.steps.flatMap(({ outputs }) => outputs.map(({ path }) => isDeclaredBy(path)));
  return ({ path }) => uncached(path) && !made.some((holds) => holds(path));
}

function differing(was: readonly TreeEntry[], is: readonly TreeEntry[]): string[] {
  const key = (entry: TreeEntry): string => JSON.stringify(entry);
  const [before, now] = [new Set(was.map(key)), new Set(is.map(key))];
  const parted = [...was.filter((e) => !now.has(key(e))), ...is.filter((e) => !before.has(key(e)))];
  return [...new Set(parted.map(({ path }) => path))];
}
