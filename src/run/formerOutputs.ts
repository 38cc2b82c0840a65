import { digestOf } from '../base/digest';
import type { Plan } from '../pipeline/model';
import type { Records } from '../records/records';
import type { ProductRecord, RunRecord } from '../records/runModel';
import { isDeclaredBy, outputScope, outputsOf } from '../snapshot/outputScope';
import { getPlan } from '../snapshot/planDocument';
import type { Store } from '../store/storeModel';

/**
 * Outputs that steps of this pipeline have made and that its file does not declare any more: left lying, they
 * are products like whatever else a run made, or a step that still reads one would find it in every room,
 * although nothing there makes it. Runs carry on what they know, so the newest ones are enough to ask.
 */
export async function formerOutputs(
  plan: Plan,
  { records, store }: { readonly records: Records; readonly store: Store },
): Promise<ProductRecord[]> {
  const found: ProductRecord[] = [];
  for (const run of newestOf(plan.pipeline, records)) {
    const former = run.plan === null ? null : await getPlan(store, run.plan);
    if (!former?.ok) continue;
    const declared = new Set(outputsOf(plan));
    const dropped = outputsOf(former.value).filter((path) => !declared.has(path));
    if (dropped.length > 0) found.push(...(await madeBy(run, { dropped, plan, store })));
  }
  return found;
}

/** The newest run that ended, and the newest that was asked for every step: its plan has all of them. */
function newestOf(pipeline: string, records: Records): RunRecord[] {
  const isOver = ({ purpose, endedAt }: RunRecord): boolean =>
    purpose === 'run' && endedAt !== null;
  const newest = records.latestRun(pipeline, isOver);
  if (newest === null || newest.targets === null) return newest === null ? [] : [newest];
  const whole = records.latestRun(pipeline, (run) => isOver(run) && run.targets === null);
  return whole === null ? [newest] : [newest, whole];
}

async function madeBy(
  run: RunRecord,
  { dropped, plan, store }: { dropped: readonly string[]; plan: Plan; store: Store },
): Promise<ProductRecord[]> {
  const wasDropped = dropped.map(isDeclaredBy);
  const scope = outputScope(outputsOf(plan));
  const found: ProductRecord[] = [];
  for (const { outcome } of run.steps) {
    const tree = outcome === null ? null : await store.getTree(outcome);
    if (!tree?.ok) continue;
    for (const entry of tree.value.entries) {
      const { path } = entry;
      if (scope(path) !== null || !wasDropped.some((holds) => holds(path))) continue;
      if (entry.kind === 'file') found.push({ path, digest: entry.digest });
      else if (entry.kind === 'link') {
        found.push({ path, digest: digestOf(entry.target), kind: 'link' });
      }
    }
  }
  return found;
}
