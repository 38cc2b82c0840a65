import type { Digest } from '../base/digest';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { Host } from '../base/host';
import { observeEnvironment } from '../environment/observe';
import type { Plan, PlanStep } from '../pipeline/model';
import type { Failure, StepFailure } from '../records/failures';
import type { Records } from '../records/records';
import type { Reason, StatusReport, StepStanding } from '../records/statusModel';
import type { Warning } from '../records/warnings';
import { uncachedOutputs } from '../snapshot/outputScope';
import { scan } from '../snapshot/scan';
import type { Scan } from '../snapshot/scan';
import type { TakenInputs } from '../snapshot/takeInputs';
import type { Project } from '../store/layout';
import type { Store } from '../store/storeModel';
import { changedCommand } from './commandReasons';
import type { ChangedCommand } from './commandReasons';
import { chooseOutcome } from './decide';
import type { Reusable, ReuseMode } from './decide';
import { factsFrom, factsOf } from './facts';
import type { FactSources, StepFacts } from './facts';
import { compareInPlace } from './inPlace';
import { lockDigest } from './lockDigest';
import { labelsAside } from './labelsAside';
import { plainSteps, plainTrees } from './plainSteps';
import { hasSucceeded } from './lastSteps';
import { reasonsToRun } from './reasons';

export type { StatusReport, StepStanding } from '../records/statusModel';

/** What a status is asked of. */
export interface StatusOptions {
  readonly project: Project;
  readonly store: Store;
  readonly records: Records;
  readonly host: Host;
  readonly plan: Plan;
  /** The environment of the command that asks. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly reuse: ReuseMode;
}

/** How each step would fare in a run now: by the very decision that a run makes. Changes nothing. */
export async function statusOf(options: StatusOptions): Promise<Result<StatusReport, Failure>> {
  const { project, store, plan } = options;
  const found = await scan(project.root);
  if (!found.ok) return found;
  const environment = await observeEnvironment({
    project,
    plan,
    variables: options.variables,
    environmentFolders: found.value.environmentFolders,
    host: options.host,
    cacheFolder: `${project.store}/cache`,
  });
  if (!environment.ok) return environment;
  const lock = await lockDigest(store, { root: project.root, lock: plan.lock });
  if (!lock.ok) return failed(lock.failure);
  const sources: FactSources = {
    store,
    root: project.root,
    environment: environment.value,
    lock: lock.value,
    uncached: uncachedOutputs(plan),
    cached: true,
    keep: false,
    seen: found.value.seen,
  };
  const warnings: Warning[] = [];
  const steps: StepStanding[] = [];
  const standing = new Map<string, StepStanding>();
  const tracked = found.value.tracked ?? new Set<string>();
  const shared = {
    ...{ tracked, warnings, changedCommand: changedCommand(project.root, plan) },
    ...{ plain: await plainOnes(options, found.value), outcomesOf: options.records.outcomesNow() },
  };
  for (const step of plan.steps) {
    const after = step.needs.filter((need) => standing.get(need)?.status !== 'fresh');
    const reasons = await ownReasons(step, sources, { ...options, ...shared, after });
    const one = stand(step, reasons, after);
    steps.push(one);
    standing.set(step.name, one);
  }
  return ok({ steps, warnings });
}

/** The trees of the steps whose files one look at all of them tells everything of, by step. */
async function plainOnes(
  { project, store, plan }: StatusOptions,
  { seen }: Scan,
): Promise<ReadonlyMap<string, { readonly inputs: TakenInputs; readonly outcome: Digest }>> {
  const plain = plainSteps(plan.steps, { root: project.root, seen, isKnown: () => false });
  const toDigest = [...plain.stats].map(([path, stat]) => ({ path, stat, keep: false }));
  const digested = await store.takeFiles(project.root, toDigest, { cached: true });
  if (!digested.ok) return new Map(); // step by step it shows whose it is
  const trees = plainTrees(new Map(digested.value.map((file) => [file.path, file])));
  return new Map(
    plain.steps.map((step) => [
      step.name,
      { inputs: trees.inputsOf(step), outcome: trees.outputsOf(step).tree },
    ]),
  );
}

/** A step that waits for another is stale, whatever lies on the disk by now. */
function stand(step: PlanStep, own: readonly Reason[], after: readonly string[]): StepStanding {
  const { name } = step;
  if (own.some((reason) => reason.kind === 'never-run')) {
    return { name, status: 'never-run', reasons: [{ kind: 'never-run' }] };
  }
  const reasons = [...own, ...after.map((need): Reason => ({ kind: 'after', step: need }))];
  return { name, status: reasons.length === 0 ? 'fresh' : 'stale', reasons };
}

async function ownReasons(
  step: PlanStep,
  sources: FactSources,
  options: StatusOptions & {
    readonly tracked: ReadonlySet<string>;
    readonly warnings: Warning[];
    readonly changedCommand: ChangedCommand;
    readonly after: readonly string[];
    readonly plain: Awaited<ReturnType<typeof plainOnes>>;
    readonly outcomesOf: ReturnType<Records['outcomesNow']>;
  },
): Promise<readonly Reason[]> {
  const plain = options.plain.get(step.name);
  const facts = plain ? ok(factsFrom(step, plain.inputs, sources)) : await factsOf(step, sources);
  if (!facts.ok) return reasonsWithoutFacts(step, facts.failure, options);
  const known = options.outcomesOf(facts.value.recipe);
  const { environmentKey } = facts.value;
  const alike = await labelsAside(known, { ...options, pipeline: options.plan.pipeline });
  const choice = chooseOutcome(alike, { environmentKey, mode: options.reuse });
  if (choice) {
    if (choice.contradictedBy !== null) {
      options.warnings.push({ code: 'contradiction', step: step.name, run: choice.contradictedBy });
    }
    if (plain?.outcome === choice.known.outcome && isAsked(facts.value, options.store)) return [];
    return outputReasons(facts.value, choice, options);
  }
  const { environment } = sources;
  const { records, plan } = options;
  return reasonsToRun(facts.value, {
    ...options,
    environment,
    lastStep: (name) => records.lastStep(plan.pipeline, name),
    lastSucceeded: (name) => records.lastStep(plan.pipeline, name, hasSucceeded),
    mode: options.reuse,
    known,
    gone: [],
  });
}

/** Whether the store knows what was asked of a step: then a run reuses what lies in place without another look. */
function isAsked({ recipe, inputs }: StepFacts, store: Store): boolean {
  return store.has(recipe) && store.has(inputs.tree);
}

/** Inputs that are not there, or cannot be read; those that another step has still to make say nothing of their own. */
function reasonsWithoutFacts(
  step: PlanStep,
  failure: StepFailure,
  options: StatusOptions & { readonly after: readonly string[] },
): Reason[] {
  if (options.records.lastStep(options.plan.pipeline, step.name) === null) {
    return [{ kind: 'never-run' }];
  }
  if (options.after.length > 0) return [];
  return [{ kind: 'input', paths: 'path' in failure ? [failure.path] : [] }];
}

async function outputReasons(
  facts: StepFacts,
  choice: Reusable,
  options: StatusOptions & { readonly tracked: ReadonlySet<string> },
): Promise<Reason[]> {
  const { store, project, tracked } = options;
  const paths = facts.step.outputs.map((output) => output.path);
  const tree = await store.getTree(choice.known.outcome);
  if (!tree.ok) return [{ kind: 'bytes-gone', paths }];
  const where = { store, root: project.root, tracked };
  const place = await compareInPlace(facts.step, tree.value.entries, where);
  if (!place.ok) return [{ kind: 'output-changed', paths }];
  const { missing, changed } = place.value;
  const reasons: Reason[] = [];
  if (missing.length > 0) reasons.push({ kind: 'output-missing', paths: missing });
  if (changed.length > 0) reasons.push({ kind: 'output-changed', paths: changed });
  return reasons;
}
