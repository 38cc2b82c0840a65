import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { RecordFailure } from '../records/failures';
import type { RunRecord, StepRecord } from '../records/runModel';
import type { VersionStep } from '../records/versionModel';

/** A run that has everything a version needs. */
export interface CompleteRun {
  readonly run: RunRecord;
  readonly plan: NonNullable<RunRecord['plan']>;
  readonly sourceTree: NonNullable<RunRecord['sourceTree']>;
  readonly snapshot: NonNullable<RunRecord['snapshot']>;
  readonly environment: NonNullable<RunRecord['environment']>;
  readonly endedAt: number;
  readonly steps: readonly VersionStep[];
}

type NotSaveable = Extract<RecordFailure, { readonly code: 'run-not-saveable' }>['why'];

/** A run as it can be saved: of the whole pipeline in the workspace, every step of which came out. */
export function completeRun(run: RunRecord): Result<CompleteRun, RecordFailure> {
  const { id, plan, sourceTree, snapshot, environment, endedAt } = run;
  const not = (
    why: NotSaveable,
    steps: readonly string[] = [],
  ): Result<CompleteRun, RecordFailure> =>
    failed({ code: 'run-not-saveable', id, why, steps: [...steps] });
  if (run.purpose !== 'run') return not('rerun', run.version === null ? [] : [run.version]);
  if (run.targets !== null) return not('targets', run.targets);
  if (run.status === 'running') return failed({ code: 'run-unfinished', id });
  const bad = run.steps.filter(({ status }) => status !== 'succeeded' && status !== 'reused');
  if (bad.length > 0)
    return not(
      'steps',
      bad.map(({ name }) => name),
    );
  const steps = run.steps.flatMap((step) => versionStep(step) ?? []);
  const facts = plan && sourceTree && snapshot && environment && endedAt !== null;
  if (run.status !== 'succeeded' || !facts || steps.length < run.steps.length)
    return not(run.status === 'succeeded' ? 'incomplete' : run.status);
  return ok({ run, plan, sourceTree, snapshot, environment, endedAt, steps });
}

function versionStep(step: StepRecord): VersionStep | null {
  const { name, recipe, inputTree, outcome, environmentKey, reusedFrom, durationMs } = step;
  if (!recipe || !inputTree || !outcome || !environmentKey) return null;
  return { name, recipe, inputTree, outcome, environmentKey, reusedFrom, durationMs };
}
