import * as path from 'node:path';

import type { Digest } from '../base/digest';
import type { PlanStep } from '../pipeline/model';
import type { StepFailure } from '../records/failures';
import type { StepRecord } from '../records/runModel';
import type { Reason } from '../records/statusModel';
import type { SnapshotFailure, TakeFailure } from '../snapshot/failures';
import { takeOutputs } from '../snapshot/takeOutputs';
import type { StoreFailure } from '../store/failures';
import { runAttempt } from './attempt';
import type { AttemptEnd } from './attempt';
import { changedInputs } from './changedInputs';
import { clearAttempt, clearOutputs } from './clearOutputs';
import type { Cleared } from './clearOutputs';
import type { RunContext } from './context';
import type { StepFacts } from './facts';
import { logFile } from './logFile';
import { keepSight } from './keepSight';
import { stepRecord } from './stepRecord';

/**
 * Executes a step: before each attempt its outputs are taken away, after the last one they are taken
 * into the store or, where it did not succeed, what it has not replaced is put back.
 */
export async function executeStep(
  facts: StepFacts,
  context: RunContext,
  reason: Reason | null,
): Promise<StepRecord> {
  const { step } = facts;
  const { host } = context.options;
  const startedAt = host.now();
  const cleared = await clearOutputs(step, context, { spare: () => false });
  if (!cleared.ok) {
    const failure = asStepFailure(cleared.failure, step);
    const end = { failure, exit: null, signal: null };
    return stepRecord(facts, { startedAt, attempts: 0, end, endedAt: host.now() });
  }
  let done = false;
  try {
    const tried = await tryStep(facts, context, { reason, cleared: cleared.value });
    const { end, attempts } = tried;
    const record = stepRecord(facts, { startedAt, attempts, end, endedAt: host.now() });
    if (tried.outcome === null) return record;
    done = true;
    const { outcome, reusable } = tried;
    return await succeed(facts, context, { ...record, outcome, reusable }, cleared.value);
  } finally {
    if (!done) cleared.value.putBack();
  }
}

interface Tried {
  readonly end: AttemptEnd;
  readonly attempts: number;
  /** Null where no attempt succeeded. */
  readonly outcome: Digest | null;
  /** False where the step did what putting its outcome in place would not do. */
  readonly reusable: boolean;
}

async function tryStep(
  facts: StepFacts,
  context: RunContext,
  options: { readonly reason: Reason | null; readonly cleared: Cleared },
): Promise<Tried> {
  const { step } = facts;
  for (let attempt = 1; ; attempt++) {
    if (isStopped(context)) {
      return { end: cancelled(step), attempts: attempt - 1, ...NO_OUTCOME };
    }
    const barred = attempt > 1 ? clearAttempt(step, context) : null;
    if (barred !== null) {
      const end = { failure: barred, exit: null, signal: null };
      return { end, attempts: attempt - 1, ...NO_OUTCOME };
    }
    const log = logFile(step.name, attempt);
    context.tell({ type: 'step-started', step: step.name, attempt, log, reason: options.reason });
    const absolute = path.join(context.folder, ...log.split('/'));
    let end = await runAttempt(step, context, { attempt, log: absolute });
    if (end.failure === null) {
      const outputs = await outcomeOf(step, context, options.cleared);
      if (outputs.outcome !== null) {
        const { outcome, reusable } = outputs;
        return { end, attempts: attempt, outcome, reusable };
      }
      end = { ...end, failure: outputs.failure };
    }
    const { failure } = end;
    if (failure === null || failure.code === 'step-cancelled' || isStopped(context)) {
      return { end: cancelled(step), attempts: attempt, ...NO_OUTCOME };
    }
    const retrying = attempt <= step.retries;
    context.tell({ type: 'step-attempt-failed', step: step.name, attempt, failure, retrying });
    if (!retrying) return { end, attempts: attempt, ...NO_OUTCOME };
  }
}

const NO_OUTCOME = { outcome: null, reusable: true };

async function outcomeOf(
  step: PlanStep,
  context: RunContext,
  cleared: Cleared,
): Promise<
  { outcome: Digest; reusable: boolean; failure: null } | { outcome: null; failure: StepFailure }
> {
  const { store } = context.options;
  const taken = await takeOutputs({
    store,
    root: context.root,
    step,
    // Just written: nothing that the cache could know, and evidence besides.
    cached: false,
    before: cleared.kept,
  });
  if (!taken.ok) {
    return { outcome: null, failure: asStepFailure(taken.failure, step) };
  }
  const { outcome, entries, stats, notJudged, removed, neverTaken } = taken.value;
  keepSight(context.made, entries, stats);
  if (notJudged.length > 0) {
    context.warn({ code: 'tracked-not-judged', step: step.name, paths: notJudged });
  }
  if (neverTaken.length > 0) {
    context.warn({ code: 'never-taken-inside', step: step.name, paths: neverTaken });
  }
  if (removed.length > 0) {
    context.warn({ code: 'tracked-removed', step: step.name, paths: removed });
  }
  return { outcome, reusable: removed.length === 0, failure: null };
}

async function succeed(
  facts: StepFacts,
  context: RunContext,
  record: StepRecord & { readonly outcome: Digest },
  cleared: Cleared,
): Promise<StepRecord> {
  const { step, recipe } = facts;
  const { outcome, attempts } = record;
  cleared.discard();
  const displaced = cleared.displaced();
  if (displaced.length > 0) {
    const folder = path.join(context.folder, 'displaced');
    context.warn({ code: 'displaced', step: step.name, paths: displaced, folder });
  }
  const changed = await changedInputs(facts, context);
  if (changed.length > 0) {
    context.warn({ code: 'input-changed-during-step', step: step.name, paths: changed });
  }
  const durationMs = record.durationMs ?? 0;
  context.tell({ type: 'step-succeeded', step: step.name, attempts, durationMs, recipe, outcome });
  return { ...record, status: 'succeeded', reusable: record.reusable && changed.length === 0 };
}

function asStepFailure(
  failure: TakeFailure | SnapshotFailure | StoreFailure,
  step: PlanStep,
): StepFailure {
  if ('step' in failure && failure.code !== 'input-missing') return failure;
  return { code: 'step-not-kept', step: step.name, cause: failure };
}

/** Asked again after each wait: what was so before it need not be so after. */
function isStopped({ stop }: RunContext): boolean {
  return stop.aborted;
}

function cancelled(step: PlanStep): AttemptEnd {
  return { failure: { code: 'step-cancelled', step: step.name }, exit: null, signal: null };
}
