import * as path from 'node:path';

import type { Digest } from '../base/digest';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { PlanStep } from '../pipeline/model';
import type { StepFailure } from '../records/failures';
import type { StepRecord } from '../records/runModel';
import type { Reason } from '../records/statusModel';
import type { SnapshotFailure, TakeFailure } from '../snapshot/failures';
import { takeOutputs } from '../snapshot/takeOutputs';
import type { TrackedBefore } from '../snapshot/takeOutputs';
import type { StoreFailure } from '../store/failures';
import type { TreeEntry } from '../store/treeModel';
import { runAttempt } from './attempt';
import type { AttemptEnd } from './attempt';
import { changedInputs } from './changedInputs';
import type { Cleared } from './cleared';
import { clearOutputs, clearRoom } from './clearOutputs';
import type { RunContext } from './context';
import type { StepFacts } from './facts';
import { DISPLACED } from './keptAside';
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
  const first = await clearOutputs(step, context, { spare: () => false });
  if (!first.ok) {
    const failure = asStepFailure(first.failure, step);
    const end = { failure, exit: null, signal: null };
    return stepRecord(facts, { startedAt, attempts: 0, end, endedAt: host.now() });
  }
  // What was there before the step comes first: of two things for one place it is the one to put back.
  const cleared = [first.value.cleared];
  let done = false;
  try {
    const tried = await tryStep(facts, context, { reason, kept: first.value.kept, cleared });
    const { end, attempts, made } = tried;
    const record = stepRecord(facts, { startedAt, attempts, end, endedAt: host.now() });
    if (made === null) return record;
    done = true;
    return await succeed(facts, context, { record, made, cleared });
  } finally {
    if (!done) {
      for (const one of cleared) one.putBack();
      tellDisplaced(step, context, cleared);
    }
  }
}

/** What a successful attempt has made. */
interface Made {
  readonly outcome: Digest;
  readonly entries: readonly TreeEntry[];
  /** False where the step did what putting its outcome in place would not do. */
  readonly reusable: boolean;
}

interface Tried {
  readonly end: AttemptEnd;
  readonly attempts: number;
  /** Null where no attempt succeeded. */
  readonly made: Made | null;
}

async function tryStep(
  facts: StepFacts,
  context: RunContext,
  options: {
    readonly reason: Reason | null;
    readonly kept: TrackedBefore;
    /** What is taken away before a further attempt is added here. */
    readonly cleared: Cleared[];
  },
): Promise<Tried> {
  const { step } = facts;
  for (let attempt = 1; ; attempt++) {
    if (isStopped(context)) {
      return { end: cancelled(step), attempts: attempt - 1, made: null };
    }
    const notCleared = attempt > 1 ? await clearAgain(step, context, options.cleared) : null;
    if (notCleared !== null) {
      const end = { failure: notCleared, exit: null, signal: null };
      return { end, attempts: attempt - 1, made: null };
    }
    const log = logFile(step.name, attempt);
    context.tell({ type: 'step-started', step: step.name, attempt, log, reason: options.reason });
    let end = await runAttempt(step, context, { attempt });
    if (end.failure === null) {
      const outputs = await outcomeOf(step, context, options.kept);
      if (outputs.ok) return { end, attempts: attempt, made: outputs.value };
      end = { ...end, failure: outputs.failure };
    }
    const { failure } = end;
    if (failure === null || failure.code === 'step-cancelled' || isStopped(context)) {
      return { end: cancelled(step), attempts: attempt, made: null };
    }
    const retrying = attempt <= step.retries;
    context.tell({ type: 'step-attempt-failed', step: step.name, attempt, failure, retrying });
    if (!retrying) return { end, attempts: attempt, made: null };
  }
}

/** Before a further attempt: in a room what the last one left can only be its own, and goes. */
async function clearAgain(
  step: PlanStep,
  context: RunContext,
  cleared: Cleared[],
): Promise<StepFailure | null> {
  if (context.options.room) return clearRoom(step, context);
  const again = await clearOutputs(step, context, { spare: () => false });
  if (!again.ok) return asStepFailure(again.failure, step);
  cleared.push(again.value.cleared);
  return null;
}

async function outcomeOf(
  step: PlanStep,
  context: RunContext,
  before: TrackedBefore,
): Promise<Result<Made, StepFailure>> {
  const { store } = context.options;
  const taken = await takeOutputs({
    store,
    root: context.root,
    step,
    // Just written: nothing that the cache could know, and evidence besides.
    cached: false,
    before,
  });
  if (!taken.ok) return failed(asStepFailure(taken.failure, step));
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
  return ok({ outcome, entries, reusable: removed.length === 0 });
}

async function succeed(
  facts: StepFacts,
  context: RunContext,
  after: {
    readonly record: StepRecord;
    readonly made: Made;
    readonly cleared: readonly Cleared[];
  },
): Promise<StepRecord> {
  const { step, recipe } = facts;
  const { record, made, cleared } = after;
  const { attempts } = record;
  const { outcome } = made;
  const changed = await changedInputs(facts, context);
  if (changed.length > 0) {
    context.warn({ code: 'input-changed-during-step', step: step.name, paths: changed });
  }
  for (const one of cleared) await one.letGo(made.entries);
  tellDisplaced(step, context, cleared);
  const durationMs = record.durationMs ?? 0;
  context.tell({ type: 'step-succeeded', step: step.name, attempts, durationMs, recipe, outcome });
  const reusable = record.reusable && made.reusable && changed.length === 0;
  return { ...record, outcome, status: 'succeeded', reusable };
}

function tellDisplaced(step: PlanStep, context: RunContext, cleared: readonly Cleared[]): void {
  const paths = [...new Set(cleared.flatMap((one) => one.displaced()))].sort();
  if (paths.length === 0) return;
  const folder = path.join(context.folder, DISPLACED);
  context.warn({ code: 'displaced', step: step.name, paths, folder });
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
