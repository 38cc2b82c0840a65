import type { StepFailure } from '../records/failures';
import type { StepRecord } from '../records/runModel';
import type { PlanStep } from '../pipeline/model';
import { uncachedOutputs } from '../snapshot/outputScope';
import { changedBefore, tellChangedBefore } from './changedBefore';
import { isUntouched } from './changedInputs';
import type { RunContext } from './context';
import { contradictionOf } from './decide';
import type { KnownOutcome } from './decide';
import { factsOf } from './facts';
import type { FactSources, StepFacts } from './facts';
import { labelsAside } from './labelsAside';
import type { Ledger } from './ledger';
import { reuseStep } from './reuse';
import type { Schedule, StepEnd } from './scheduler';
import { executeStep } from './step';
import { unaskedRecord } from './stepRecord';

/** What a schedule does with each step of a run: reuse it or execute it, and take it down in the ledger. */
export function stepTask(
  context: RunContext,
  ledger: Ledger,
  sources: FactSources,
): Pick<Schedule, 'execute' | 'skip'> {
  return {
    execute: async (step) => {
      const record = await doStep(step, context, sources);
      ledger.step(record);
      tellEnd(record, context);
      ledger.checkpoint();
      return endOf(record);
    },
    skip: (step, because) => {
      ledger.step(skipped(step, because));
      if (because === null) context.tell({ type: 'step-cancelled', step: step.name });
      else context.tell({ type: 'step-blocked', step: step.name, by: because });
    },
  };
}

/** Where the steps of a run find their facts. */
export function factSources(context: RunContext): FactSources {
  const { store, room, plan } = context.options;
  return {
    store,
    root: context.root,
    environment: context.environment,
    lock: context.lock,
    uncached: uncachedOutputs(plan),
    // A re-run is evidence: in a room everything is read.
    cached: room === null,
    keep: true,
  };
}

async function doStep(
  step: PlanStep,
  context: RunContext,
  sources: FactSources,
): Promise<StepRecord> {
  const startedAt = context.options.host.now();
  const { seen } = context.sight;
  const facts = await factsOf(step, { ...sources, seen });
  if (!facts.ok && seen !== undefined) return lookAnew(step, context, sources);
  // Somebody edits: of two moments together the walk and a look make inputs that never were.
  if (facts.ok && seen !== undefined && changedBefore(facts.value, context).length > 0) {
    return lookAnew(step, context, sources);
  }
  if (!facts.ok) {
    const record = unaskedRecord(step.name, 'failed', facts.failure);
    return { ...record, startedAt, durationMs: context.options.host.now() - startedAt };
  }
  const known = context.options.room ? [] : context.options.records.outcomesOf(facts.value.recipe);
  const { record, reason } = await reuseStep(facts.value, context, known);
  if (record) return record;
  // What is executed is asked for what is there now: whoever has touched it since the walk.
  if (seen !== undefined && !isUntouched(facts.value, context.root)) {
    return lookAnew(step, context, sources);
  }
  if (context.stop.aborted) {
    return unaskedRecord(step.name, 'cancelled', { code: 'step-cancelled', step: step.name });
  }
  context.sight.end();
  tellChangedBefore(facts.value, context);
  const executed = await executeStep(facts.value, context, reason);
  await tellContradiction(facts.value, executed, { context, known });
  return executed;
}

function lookAnew(step: PlanStep, context: RunContext, sources: FactSources): Promise<StepRecord> {
  context.sight.end();
  return doStep(step, context, sources);
}

/** The same start, another outcome: the step does not reproduce, and that is worth a word in any run. */
async function tellContradiction(
  facts: StepFacts,
  executed: StepRecord,
  seen: { readonly context: RunContext; readonly known: readonly KnownOutcome[] },
): Promise<void> {
  const { environmentKey, step } = facts;
  const { id, sourceTree, options, warn } = seen.context;
  if (executed.outcome === null) return;
  const now = { run: id, outcome: executed.outcome, environmentKey, sourceTree };
  const { store, plan } = options;
  const [is = now, ...known] = await labelsAside([now, ...seen.known], {
    store,
    pipeline: plan.pipeline,
  });
  const run = contradictionOf(known, is);
  if (run !== null) warn({ code: 'contradiction', step: step.name, run });
}

function tellEnd(record: StepRecord, context: RunContext): void {
  const { name: step, failure, durationMs } = record;
  if (record.status === 'cancelled') context.tell({ type: 'step-cancelled', step });
  else if (record.status === 'failed' && failure) {
    context.tell({ type: 'step-failed', step, failure, durationMs: durationMs ?? 0 });
  }
}

function endOf(record: StepRecord): StepEnd {
  switch (record.status) {
    case 'succeeded':
    case 'reused':
      return 'done';
    case 'cancelled':
      return 'cancelled';
    case 'failed':
    case 'blocked':
    case 'waiting':
    case 'running':
      return 'failed';
  }
}

function skipped({ name }: PlanStep, because: string | null): StepRecord {
  const failure: StepFailure =
    because === null
      ? { code: 'step-cancelled', step: name }
      : { code: 'step-blocked', step: name, by: because };
  return unaskedRecord(name, because === null ? 'cancelled' : 'blocked', failure);
}
