import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { RunStatus } from '../records/events';
import type { Failure } from '../records/failures';
import { rememberedOf } from '../records/knownProducts';
import type { ProductRecord, RunRecord, StepRecord } from '../records/runModel';
import type { Warning } from '../records/warnings';
import type { StoreFailure } from '../store/failures';
import { snapshotDigest } from '../snapshot/snapshot';
import type { RunContext } from './context';
import type { Ledger } from './ledger';
import { liveClaims } from './locks';
import { lookAgain, worthNaming } from './lookAgain';
import type { Before } from './prepareRun';
import { producersOf } from './producers';
import { sameAsSaved } from './sameAsSaved';

/** Looks at the project again, takes down the snapshot, and writes the last word once all bytes are safe. */
export async function finishRun(
  context: RunContext,
  ledger: Ledger,
  before: Before | null,
): Promise<Result<void, Failure>> {
  const { store, records } = context.options;
  await ledger.settle();
  if (context.stop.reason === 'gone') {
    // it may have come back by now, but what was written meanwhile is in none
    const cause = { code: 'record-gone', folder: context.folder } as const;
    forget(ledger, cause, () => true);
    ledger.end('failed');
    return failed(cause);
  }
  const executed = ledger.record.steps.some((step) => step.attempts > 0);
  // What is reused of one look belongs together; of several, somebody may have edited between them.
  if (before && (executed || context.sight.over)) await secondLook(context, ledger, before);
  else if (before) carryProducts(context, before);
  const seen = await context.options.lastLook?.(ledger.record, context.made);
  if (seen && !seen.ok) {
    forget(ledger, seen.failure, () => true);
    ledger.end('failed');
    return seen;
  }
  if (seen) {
    for (const warning of seen.value.warnings) context.warn(warning);
    ledger.set({ products: [...ledger.record.products, ...seen.value.products] });
  }
  for (const warning of lastWarnings(context, ledger.record)) context.warn(warning);
  ledger.set({ snapshot: snapshotOf(ledger.record), ...producersOf(ledger.record, records) });
  const other = await savedOtherwise(context, ledger.record);
  if (other) context.warn(other);
  const synced = await store.sync();
  if (!synced.ok) {
    forget(ledger, synced.failure, (step) => !ledger.isSafe(step));
    ledger.end('failed');
    return failed(synced.failure);
  }
  ledger.end(statusOf(context, ledger.record));
  return ok(undefined);
}

/** Bytes that are not on the disk are no outcome, and in a room that nobody could look after none is proven. */
function forget(ledger: Ledger, cause: StoreFailure, isLost: (step: string) => boolean): void {
  for (const step of ledger.record.steps) {
    if (step.status !== 'succeeded' || !isLost(step.name)) continue;
    const failure = { code: 'step-not-kept', step: step.name, cause } as const;
    ledger.step({ ...step, status: 'failed', outcome: null, reusable: false, failure });
  }
  ledger.set({ snapshot: null });
}

async function secondLook(context: RunContext, ledger: Ledger, before: Before): Promise<void> {
  const { project, plan } = context.options;
  const others = liveClaims(project).filter((claim) => claim.pipeline !== plan.pipeline);
  const othersOutputs = [...before.othersOutputs, ...others.flatMap((claim) => claim.outputs)];
  const look = await lookAgain(context, { ...before, othersOutputs }, ledger.record.steps);
  for (const step of ledger.record.steps) {
    if (look.notReusable.has(step.name)) ledger.step({ ...step, reusable: false });
  }
  const fresh = new Set(look.products.map(({ path }) => path));
  const { products, remembered = [] } = ledger.record;
  const carried = products.filter(({ path }) => !fresh.has(path));
  // What a step overwrote may come back too, from wherever somebody has put it meanwhile.
  const gone = products.filter(({ path }) => fresh.has(path));
  const now = [...carried, ...look.products];
  ledger.set({ products: now, remembered: rememberedOf([...gone, ...remembered], now) });
  for (const warning of look.warnings) context.warn(warning);
  tellWritten(
    context,
    now.filter(({ kind }) => kind === 'inside'),
  );
}

function carryProducts(context: RunContext, before: Before): void {
  const paths = worthNaming(before.captured.productsLeftOut);
  if (paths.length > 0) context.warn({ code: 'products', paths });
  tellWritten(context, before.written);
}

function tellWritten(context: RunContext, written: readonly ProductRecord[]): void {
  const paths = worthNaming(written.map(({ path }) => path));
  if (paths.length > 0) context.warn({ code: 'environment-written', paths });
}

function lastWarnings(context: RunContext, record: RunRecord): Warning[] {
  const names = new Set(record.steps.map((step) => step.name));
  const silent = context.options.plan.steps.filter(
    (step) => names.has(step.name) && step.outputs.length === 0,
  );
  if (silent.length === 0) return [];
  return [{ code: 'steps-without-outputs', steps: silent.map((step) => step.name) }];
}

/** A label that is saved already with another snapshot; said where the run made one. */
async function savedOtherwise(context: RunContext, record: RunRecord): Promise<Warning | null> {
  const { label, room, records, store, project } = context.options;
  if (label === null || room || record.snapshot === null) return null;
  const saved = records.readVersion(`${record.pipeline}@${label}`);
  if (!saved.ok) return null;
  if ((await sameAsSaved(saved.value, record, { store, project, elsewhere: true })) === true) {
    return null;
  }
  const was = new Map(saved.value.steps.map((step) => [step.name, step]));
  const differs = (step: StepRecord): boolean =>
    was.get(step.name)?.recipe !== step.recipe || was.get(step.name)?.outcome !== step.outcome;
  const steps = record.steps.filter(differs).map((step) => step.name);
  // Some steps of a pipeline are never the snapshot of all of it.
  if (record.targets !== null && steps.length === 0) return null;
  return { code: 'label-saved-otherwise', label, steps };
}

/** Null unless every step has come out. */
function snapshotOf(record: RunRecord): RunRecord['snapshot'] {
  const { plan, sourceTree } = record;
  if (plan === null || sourceTree === null) return null;
  const steps = record.steps.flatMap(({ name, recipe, outcome }) =>
    recipe === null || outcome === null ? [] : [{ name, recipe, outcome }],
  );
  return steps.length < record.steps.length ? null : snapshotDigest({ plan, sourceTree, steps });
}

function statusOf(context: RunContext, record: RunRecord): RunStatus {
  const has = (...wanted: readonly StepRecord['status'][]): boolean =>
    record.steps.some((step) => wanted.includes(step.status));
  if (context.stop.aborted && has('cancelled')) return 'cancelled';
  return has('failed', 'blocked', 'cancelled', 'waiting', 'running') ? 'failed' : 'succeeded';
}
