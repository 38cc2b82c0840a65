import { parentsOf } from '../base/paths';
import { ok } from '../base/result';
import type { Result } from '../base/result';
import type { ProductRecord, RunRecord } from '../records/runModel';
import type { Records } from '../records/records';
import type { LastLook } from '../run/context';
import { writesAt } from '../run/environmentWrites';
import { liveClaims } from '../run/locks';
import { outputScope, outputsOf } from '../snapshot/outputScope';
import { getPlan } from '../snapshot/planDocument';
import type { StoreFailure } from '../store/failures';
import type { Project } from '../store/layout';
import type { Store } from '../store/storeModel';
import { changedSince, lookAtProject } from './projectWatch';
import type { ProjectLook } from './projectWatch';

/**
 * Looks at the project again after a run in a room and tells what changed there; the writes of runs of
 * the workspace that lived meanwhile are theirs. Every step that ran is named: when something changed for
 * the first time nobody can tell, only when it did for the last.
 */
export async function projectChanges(
  before: ProjectLook,
  run: RunRecord,
  options: { readonly project: Project; readonly records: Records; readonly store: Store },
): Promise<Result<LastLook, StoreFailure>> {
  const after = await lookAtProject(options.project);
  if (!after.ok) return after;
  const all = changedSince(before, after.value);
  if (all.length === 0) return ok(NOTHING);
  const theirs = await writesOfOthers(before, run, options);
  const paths = all.filter((path) => !theirs(path));
  if (paths.length === 0) return ok(NOTHING);
  const ran = run.steps.filter(({ startedAt, attempts }) => startedAt !== null || attempts > 0);
  const steps = ran.map(({ name }) => name);
  const products = await environmentWritesOf(paths, after.value, options);
  return ok({ warnings: [{ code: 'project-changed', paths, steps }], products });
}

const NOTHING: LastLook = { warnings: [], products: [] };

/** What came into environment folders will be found there by later runs, so it is remembered. */
async function environmentWritesOf(
  paths: readonly string[],
  after: ProjectLook,
  { project, store }: { readonly project: Project; readonly store: Store },
): Promise<readonly ProductRecord[]> {
  const found: ProductRecord[] = [];
  for (const folder of after.scan.environmentFolders) {
    const inside = paths.filter((path) => path.startsWith(`${folder}/`));
    found.push(...(await writesAt({ store, root: project.root }, folder, inside)));
  }
  return found;
}

async function writesOfOthers(
  before: ProjectLook,
  run: RunRecord,
  { project, records, store }: { project: Project; records: Records; store: Store },
): Promise<(path: string) => boolean> {
  const outputs = liveClaims(project)
    .filter((claim) => claim.run !== run.id)
    .flatMap((claim) => claim.outputs);
  const products = new Set<string>();
  for (const other of meanwhile(before, records)) {
    if (other.id === run.id || other.room !== null) continue;
    // Whoever writes into an environment folder or a source file, the steps in the room may have seen it.
    const own = other.products.filter(({ kind }) => kind !== 'inside' && kind !== 'source');
    for (const { path } of own) products.add(path);
    if (other.plan === null) continue;
    const plan = await getPlan(store, other.plan);
    if (plan.ok) outputs.push(...outputsOf(plan.value));
  }
  const scope = outputScope(outputs);
  const parents = new Set(outputs.flatMap((output) => parentsOf(output)));
  return (path) => products.has(path) || scope(path) !== null || parents.has(path);
}

/** Runs that were live at the first look, and those that began since. */
function meanwhile(before: ProjectLook, records: Records): RunRecord[] {
  const runs: RunRecord[] = [];
  for (const id of before.live) {
    const run = records.readRun(id);
    if (run.ok) runs.push(run.value);
  }
  for (const id of records.runIds()) {
    const run = before.runs.has(id) ? null : records.readRun(id);
    if (run?.ok) runs.push(run.value);
  }
  return runs;
}
