import { ok } from '../base/result';
import type { Result } from '../base/result';
import type { RunRecord, StepRecord } from '../records/runModel';
import type { Records } from '../records/records';
import type { Warning } from '../records/warnings';
import { liveClaims } from '../run/locks';
import { outputScope, outputsOf } from '../snapshot/outputScope';
import { getPlan } from '../snapshot/planDocument';
import type { StoreFailure } from '../store/failures';
import type { Project } from '../store/layout';
import type { Store } from '../store/storeModel';
import { changesBetween, lookAtProject } from './projectWatch';
import type { ProjectChange, ProjectLook } from './projectWatch';

/** What changed in the project beside a verify, and which steps are doubted for it. */
export interface ProjectDoubts {
  readonly warnings: readonly Warning[];
  /** By step, why it is at best incomparable. */
  readonly doubts: ReadonlyMap<string, readonly string[]>;
}

/** Looks at the project again; the writes of runs that lived meanwhile are theirs. */
export async function doubtsFromProject(
  before: ProjectLook,
  run: RunRecord,
  options: { readonly project: Project; readonly records: Records; readonly store: Store },
): Promise<Result<ProjectDoubts, StoreFailure>> {
  const after = await lookAtProject(options.project);
  if (!after.ok) return after;
  const all = changesBetween(before, after.value);
  if (all.length === 0) return ok({ warnings: [], doubts: new Map() });
  const theirs = await writesOfOthers(run, options);
  const changes = all.filter(({ path }) => !theirs(path));
  if (changes.length === 0) return ok({ warnings: [], doubts: new Map() });
  const paths = changes.map(({ path }) => path);
  const steps = run.steps.filter((step) => changes.some((change) => ranDuring(step, change)));
  const names = steps.map(({ name }) => name);
  const named = paths.length > 3 ? `${paths.slice(0, 3).join(', ')}, …` : paths.join(', ');
  const note = `While it ran, the project itself changed: ${named}.`;
  return ok({
    warnings: [{ code: 'project-changed', paths, steps: names }],
    doubts: new Map(names.map((name) => [name, [note]])),
  });
}

/** Whether a step ran when something changed, as far as that can be told; what is gone may have gone any time. */
function ranDuring(step: StepRecord, change: ProjectChange): boolean {
  if (step.startedAt === null || step.attempts === 0) return false;
  if (change.when === null) return true;
  const end = step.startedAt + (step.durationMs ?? Infinity);
  return change.when >= step.startedAt - CLOCK_GRAIN_MS && change.when <= end + CLOCK_GRAIN_MS;
}

/** File times are taken from a coarser clock than the one that times steps. */
const CLOCK_GRAIN_MS = 50;

async function writesOfOthers(
  run: RunRecord,
  { project, records, store }: { project: Project; records: Records; store: Store },
): Promise<(path: string) => boolean> {
  const outputs = liveClaims(project)
    .filter((claim) => claim.run !== run.id)
    .flatMap((claim) => claim.outputs);
  const products = new Set<string>();
  for (const id of records.runIds().reverse()) {
    const other = records.readRun(id);
    if (!other.ok || other.value.room !== null || id === run.id) continue;
    if (other.value.endedAt !== null && other.value.endedAt < run.startedAt) break;
    for (const { path } of other.value.products) products.add(path);
    if (other.value.plan === null) continue;
    const plan = await getPlan(store, other.value.plan);
    if (plan.ok) outputs.push(...outputsOf(plan.value));
  }
  const scope = outputScope(outputs);
  return (path) => products.has(path) || scope(path) !== null;
}
