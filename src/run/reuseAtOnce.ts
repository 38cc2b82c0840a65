import type { Digest } from '../base/digest';
import type { PlanStep } from '../pipeline/model';
import { isDeclaredBy } from '../snapshot/outputScope';
import type { Records } from '../records/records';
import type { TakenInputs } from '../snapshot/takeInputs';
import type { FileToTake, Store } from '../store/storeModel';
import type { RunContext } from './context';
import { chooseOutcome } from './decide';
import type { Reusable } from './decide';
import { factsFrom } from './facts';
import type { FactSources, StepFacts } from './facts';
import { outputsToKeep } from './keepOutputs';
import { keepSight } from './keepSight';
import { labelsAside } from './labelsAside';
import { plainSteps, plainTrees } from './plainSteps';
import type { PlainTrees } from './plainSteps';
import type { Ledger } from './ledger';
import { tellReuse } from './reuse';
import { reusedRecord } from './stepRecord';

/**
 * Before anything is executed, reuses the steps that are plainly as they were: written files only, all of
 * them in place, their digests known from one look at all of them, and their outcome the one that would
 * be chosen step by step. Whatever is not as plain is left to the schedule. Gives the names of those steps.
 */
export async function reuseAtOnce(
  steps: readonly PlanStep[],
  context: RunContext,
  options: { readonly ledger: Ledger; readonly sources: FactSources },
): Promise<ReadonlySet<string>> {
  const { room, reuse, records, store } = context.options;
  if (room || reuse === 'none' || records.runIds().length < 2) return NONE;
  const plain = plainSteps(steps, {
    root: context.root,
    seen: context.sight.seen,
    isKnown: (path) => context.sources.has(path),
  });
  // Digests only: what lies in place of an output may be the user's own, and is not the store's to know yet.
  const toDigest = [...plain.stats].map(([path, stat]) => ({ path, stat, keep: false }));
  const digested = await store.takeFiles(context.root, toDigest, { cached: true });
  if (!digested.ok) return NONE; // step by step it shows whose it is
  const files = new Map(digested.value.map((file) => [file.path, file]));
  const trees = plainTrees(files);
  const names = new Set(steps.map(({ name }) => name));
  const has = askedOnce((digest) => store.has(digest));
  const outcomesOf = records.outcomesNow();
  const chosen = new Map<string, Chosen>();
  for (const step of plain.steps) {
    if (step.needs.some((need) => names.has(need) && !chosen.has(need))) continue;
    const choice = await choose(step, context, {
      sources: options.sources,
      trees,
      has,
      outcomesOf,
    });
    if (choice) chosen.set(step.name, choice);
  }
  const outcomes = await keepTrees([...chosen.values()], store);
  const gone = [...chosen.values()].flatMap(({ facts, outputs }) =>
    outputsToKeep(facts.step, outputs.entries, { store, stats: outputs.stats }),
  );
  const toKeep = [...inputsToKeep([...chosen.values()], options.sources), ...gone];
  const kept = await store.takeFiles(context.root, toKeep, { cached: true });
  if (
    !outcomes ||
    !kept.ok ||
    kept.value.some(({ path, digest }) => files.get(path)?.digest !== digest)
  ) {
    return NONE;
  }
  const done = new Set<string>();
  for (const [name, { facts, choice, outputs, startedAt }] of chosen) {
    if (context.stop.aborted) break;
    keepSight(context.made, outputs.entries, outputs.stats);
    await tellReuse(facts, context, choice);
    options.ledger.step(reusedRecord(facts, choice.known, startedAt));
    done.add(name);
  }
  return done;
}

interface Chosen {
  readonly facts: StepFacts;
  readonly choice: Reusable;
  readonly outputs: TakenInputs;
  readonly startedAt: number;
}

/** The outcome to reuse, where it is what lies in place; null where the schedule has to look closer. */
async function choose(
  step: PlanStep,
  context: RunContext,
  known: {
    readonly sources: FactSources;
    readonly trees: PlainTrees;
    readonly has: (digest: Digest) => boolean;
    readonly outcomesOf: ReturnType<Records['outcomesNow']>;
  },
): Promise<Chosen | null> {
  const { reuse, host } = context.options;
  const { sources, trees, has, outcomesOf } = known;
  const startedAt = host.now();
  const facts = factsFrom(step, trees.inputsOf(step), sources);
  const { recipe, inputs, environmentKey } = facts;
  if (!has(recipe) || !has(inputs.tree)) return null;
  const { store, plan } = context.options;
  const alike = await labelsAside(outcomesOf(recipe), { store, pipeline: plan.pipeline });
  const choice = chooseOutcome(alike, { environmentKey, mode: reuse });
  if (choice === null) return null;
  const outputs = trees.outputsOf(step);
  if (outputs.tree !== choice.known.outcome) return null;
  return { facts, choice, outputs, startedAt };
}

/** Puts the lists of what lies in place, which proves those that are there and replaces one that is damaged or gone. */
async function keepTrees(chosen: readonly Chosen[], store: Store): Promise<boolean> {
  for (const { outputs } of chosen) {
    if (store.keepsProven(outputs.tree)) continue;
    if (!(await store.putTree(outputs.entries)).ok) return false;
  }
  return true;
}

/** Many steps have one input tree, most often the empty one. */
function askedOnce(ask: (digest: Digest) => boolean): (digest: Digest) => boolean {
  const known = new Map<Digest, boolean>();
  return (digest) => {
    const answer = known.get(digest) ?? ask(digest);
    known.set(digest, answer);
    return answer;
  };
}

/** The inputs of steps that are reused: a version that is made of this run needs their bytes. */
function inputsToKeep(chosen: readonly Chosen[], { uncached }: FactSources): FileToTake[] {
  const wanted = new Map<string, FileToTake>();
  const isUncached = uncached.map(isDeclaredBy);
  for (const { facts } of chosen) {
    for (const { path, cache } of facts.step.inputs) {
      if (!cache || wanted.has(path) || isUncached.some((holds) => holds(path))) continue;
      wanted.set(path, { path, stat: facts.inputs.stats.get(path) ?? null, keep: true });
    }
  }
  return [...wanted.values()];
}

const NONE: ReadonlySet<string> = new Set();
