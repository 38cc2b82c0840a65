import type { Digest } from '../base/digest';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { EnvironmentRecord } from '../environment/environmentModel';
import type { Plan } from '../pipeline/model';
import type { Failure } from '../records/failures';
import type { Records } from '../records/records';
import type { StepFailureReport } from '../records/report';
import type { RunRecord } from '../records/runModel';
import type { VersionRecord } from '../records/versionModel';
import type { Warning } from '../records/warnings';
import { getPlan } from '../snapshot/planDocument';
import type { Store } from '../store/storeModel';
import { doubtsOf } from './doubts';
import type { Doubts } from './doubts';
import { failureOf } from './stepFailures';

/** One of the two things that are compared: a saved version or a finished run. */
export interface Side {
  readonly plan: Plan;
  readonly steps: ReadonlyMap<string, SideStep>;
  readonly environment: EnvironmentRecord | null;
  readonly durationMs: number | null;
  /** False for a run that was asked for some of the steps only. */
  readonly whole: boolean;
  /** Why steps of a run in a room are no proof, although their bytes may agree. */
  readonly doubts: Doubts;
  /** Outputs that changed after their own step had ended, and what they came to; null where that is no file. */
  readonly left: ReadonlyMap<string, Digest | null>;
  /** Nobody but its own steps can have changed them. */
  readonly inRoom: boolean;
}

/** One step of a side: an outcome, or why there is none. */
export interface SideStep {
  readonly recipe: Digest | null;
  readonly inputTree: Digest | null;
  readonly outcome: Digest | null;
  readonly failure: StepFailureReport | null;
  /** Tracked files inside its outputs that the step took away: no outcome tells. */
  readonly removed: readonly string[];
}

/** A version as one side. */
export async function sideOfVersion(
  store: Store,
  version: VersionRecord,
): Promise<Result<Side, Failure>> {
  const plan = await getPlan(store, version.plan);
  if (!plan.ok) return plan;
  const steps = new Map<string, SideStep>();
  for (const { name, recipe, inputTree, outcome } of version.steps) {
    const removed = removedBy(version.warnings, name);
    steps.set(name, { recipe, inputTree, outcome, failure: null, removed });
  }
  const { environment, run } = version;
  return ok({
    plan: plan.value,
    steps,
    environment,
    durationMs: run.endedAt - run.startedAt,
    whole: true,
    doubts: new Map(),
    left: leftBy(version.warnings),
    inRoom: false,
  });
}

/** A finished run as one side; its failed steps come with the ends of their logs. */
export async function sideOfRun(
  store: Store,
  records: Records,
  run: RunRecord,
): Promise<Result<Side, Failure>> {
  if (run.plan === null || run.endedAt === null) {
    return failed({ code: 'run-unfinished', id: run.id });
  }
  const plan = await getPlan(store, run.plan);
  if (!plan.ok) return plan;
  const steps = new Map<string, SideStep>();
  for (const step of run.steps) {
    const succeeded = step.status === 'succeeded' || step.status === 'reused';
    steps.set(step.name, {
      recipe: step.recipe,
      inputTree: step.inputTree,
      outcome: succeeded ? step.outcome : null,
      failure: succeeded ? null : failureOf(step, records, run.id),
      removed: removedBy(run.warnings, step.name),
    });
  }
  const durationMs = run.endedAt - run.startedAt;
  const whole = run.targets === null;
  const inRoom = run.room !== null;
  return ok({
    plan: plan.value,
    steps,
    environment: run.environment,
    durationMs,
    whole,
    doubts: inRoom ? doubtsOf(run.warnings, plan.value) : new Map(),
    left: leftBy(run.warnings),
    inRoom,
  });
}

function leftBy(warnings: readonly Warning[]): Map<string, Digest | null> {
  const left = warnings.flatMap((warning) =>
    warning.code === 'changed-during-run' ? (warning.outcomes ?? []) : [],
  );
  return new Map(left.map(({ path, is }) => [path, is]));
}

function removedBy(warnings: readonly Warning[], step: string): string[] {
  return warnings.flatMap((warning) =>
    warning.code === 'tracked-removed' && warning.step === step ? warning.paths : [],
  );
}
