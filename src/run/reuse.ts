import * as path from 'node:path';

import type { StepRecord } from '../records/runModel';
import type { Reason } from '../records/statusModel';
import type { TreeEntry } from '../store/treeModel';
import { tellChangedBefore } from './changedBefore';
import { clearOutputs } from './clearOutputs';
import type { RunContext } from './context';
import { chooseOutcome } from './decide';
import type { KnownOutcome, Reusable } from './decide';
import type { StepFacts } from './facts';
import { compareInPlace, isInPlace } from './inPlace';
import type { InPlace } from './inPlace';
import { keepOutputs } from './keepOutputs';
import { keepSight } from './keepSight';
import { labelsAside } from './labelsAside';
import { reasonsToRun } from './reasons';
import { tellOtherCode } from './otherCode';
import { reusedRecord } from './stepRecord';

/** A step that need not be run, or why it has to. */
export type Reused =
  | { readonly record: StepRecord; readonly reason: null }
  | { readonly record: null; readonly reason: Reason | null };

/**
 * Reuses a recorded outcome where there is one: left alone where it lies in place, else put back from
 * the store. In a room nothing is reused and nothing has to be explained.
 */
export async function reuseStep(
  facts: StepFacts,
  context: RunContext,
  known: readonly KnownOutcome[],
): Promise<Reused> {
  const { options, root, tracked } = context;
  if (options.room) return { record: null, reason: null };
  const { environmentKey } = facts;
  const alike = await labelsAside(known, { ...options, pipeline: options.plan.pipeline });
  const choice = chooseOutcome(alike, { environmentKey, mode: options.reuse });
  let gone: readonly string[] = [];
  if (choice) {
    const startedAt = options.host.now();
    const tree = await options.store.getTree(choice.known.outcome);
    if (tree.ok) {
      const { entries } = tree.value;
      const where = { store: options.store, root, tracked };
      const place = await compareInPlace(facts.step, entries, where);
      gone = place.ok ? bytesGone(entries, place.value, context) : [];
      const untouched = place.ok
        ? entries.filter((entry) => place.value.equal.has(entry.path))
        : [];
      if (
        place.ok &&
        gone.length === 0 &&
        (await keepOutputs(facts.step, untouched, { ...where, stats: place.value.stats })) &&
        (await putInPlace(facts, context, entries, place.value))
      ) {
        keepSight(context.made, untouched, place.value.stats);
        await tellReuse(facts, context, choice);
        return { record: reusedRecord(facts, choice.known, startedAt), reason: null };
      }
    } else gone = facts.step.outputs.map((output) => output.path);
  }
  const reasons = await reasonsToRun(facts, {
    ...options,
    environment: context.environment,
    mode: options.reuse,
    lastStep: context.lastStep,
    lastSucceeded: context.lastSucceeded,
    changedCommand: context.changedCommand,
    known,
    gone,
  });
  return { record: null, reason: reasons[0] ?? null };
}

/** Files of an outcome that are neither in place nor in the store. */
function bytesGone(entries: readonly TreeEntry[], place: InPlace, context: RunContext): string[] {
  const { store } = context.options;
  return entries
    .filter((entry) => entry.kind === 'file' && !place.equal.has(entry.path))
    .filter((entry) => entry.kind === 'file' && !store.has(entry.digest))
    .map((entry) => entry.path);
}

/** False, and everything is as it was, where the store does not give what it should. */
async function putInPlace(
  facts: StepFacts,
  context: RunContext,
  entries: readonly TreeEntry[],
  place: InPlace,
): Promise<boolean> {
  if (isInPlace(place)) return true;
  context.sight.end();
  const spare = (name: string): boolean => place.equal.has(name);
  const cleared = await clearOutputs(facts.step, context, { spare });
  if (!cleared.ok) return false;
  const lacking = entries.filter((entry) => !place.equal.has(entry.path));
  const restored = await context.options.store.restore(context.root, lacking, { overwrite: false });
  if (!restored.ok) {
    cleared.value.cleared.putBack();
    return false;
  }
  await cleared.value.cleared.letGo(entries);
  const displaced = cleared.value.cleared.displaced();
  if (displaced.length > 0) {
    const folder = path.join(context.folder, 'displaced');
    context.warn({ code: 'displaced', step: facts.step.name, paths: displaced, folder });
  }
  return true;
}

/** Tells that a step is reused, and what there is to know about it. */
export async function tellReuse(
  facts: StepFacts,
  context: RunContext,
  choice: Reusable,
): Promise<void> {
  const { known, contradictedBy } = choice;
  const { recipe, step } = facts;
  const { outcome, run: from } = known;
  context.tell({ type: 'step-reused', step: step.name, from, recipe, outcome });
  tellChangedBefore(facts, context);
  if (contradictedBy !== null) {
    context.warn({ code: 'contradiction', step: step.name, run: contradictedBy });
  }
  await tellOtherCode(step, known, context);
}
