import { ok } from '../../base/result';
import type { Result } from '../../base/result';
import type { Failure } from '../../records/failures';
import type { VersionDetail, VersionStepDetail } from '../../records/pastModel';
import type { Records } from '../../records/records';
import type { Report, StepReport } from '../../records/report';
import type { VersionStep } from '../../records/versionModel';
import { getPlan } from '../../snapshot/planDocument';
import type { PlanStep } from '../../pipeline/model';
import type { Store } from '../../store/storeModel';
import { outputFacts } from './outputFacts';
import { versionHead } from './versionHead';

/** A saved version with its steps and outputs; what its lists no longer tell is left empty. */
export async function versionDetail(
  { records, store }: { readonly records: Records; readonly store: Store },
  name: string,
): Promise<Result<VersionDetail, Failure>> {
  const read = records.readVersion(name);
  if (!read.ok) return read;
  const version = read.value;
  const report = records.latestReport(version);
  const plan = await getPlan(store, version.plan);
  const planned = new Map(plan.ok ? plan.value.steps.map((step) => [step.name, step]) : []);
  const steps: VersionStepDetail[] = [];
  for (const step of version.steps) {
    steps.push(await stepDetail(store, { step, planned: planned.get(step.name), report }));
  }
  const source = await store.getTree(version.sourceTree);
  return ok({
    head: versionHead(version, report),
    steps,
    drift: report?.environment.drift ?? [],
    environment: version.environment,
    files: source.ok ? source.value.entries.filter(({ kind }) => kind === 'file').length : null,
  });
}

async function stepDetail(
  store: Store,
  about: {
    readonly step: VersionStep;
    readonly planned: PlanStep | undefined;
    readonly report: Report | null;
  },
): Promise<VersionStepDetail> {
  const { name, outcome, durationMs, reusedFrom } = about.step;
  const judged = about.report?.steps.find((one) => one.name === name) ?? null;
  const tree = await store.getTree(outcome);
  const declared = about.planned?.outputs ?? judgedPaths(judged);
  const facts = outputFacts(declared, tree.ok ? tree.value.entries : []);
  return {
    name,
    durationMs,
    reusedFrom,
    judged: judged && {
      verdict: judged.verdict,
      role: judged.role,
      failure: judged.failure,
      notes: judged.notes,
    },
    outputs: facts.map((fact) => ({
      ...fact,
      judged: judged?.outputs.find(({ path }) => path === fact.path) ?? null,
    })),
  };
}

/** Where the plan is missing, the report still knows what was declared. */
function judgedPaths(judged: StepReport | null): { path: string; kind: null }[] {
  return (judged?.outputs ?? []).map(({ path }) => ({ path, kind: null }));
}
