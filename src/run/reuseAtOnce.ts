import { digestOf, digestOfJson } from '../base/digest';
import type { Digest } from '../base/digest';
import { absoluteIn, byCodeUnit, parentsOf } from '../base/paths';
import type { PlanStep } from '../pipeline/model';
import { holdsNeverTaken } from '../pipeline/neverTaken';
import { isPattern } from '../pipeline/patterns';
import { childOf, fileStatOf, lookAt } from '../snapshot/folderListing';
import { isDeclaredBy } from '../snapshot/outputScope';
import type { Records } from '../records/records';
import { recipeJson, recipeOf } from '../snapshot/recipe';
import type { Scan } from '../snapshot/scan';
import type { TakenInputs } from '../snapshot/takeInputs';
import { fileEntry } from '../store/fileEntry';
import type { FileStat, FileToTake, Store, TakenFile } from '../store/storeModel';
import { treeText } from '../store/tree';
import type { TreeEntry } from '../store/treeModel';
import type { RunContext } from './context';
import { chooseOutcome } from './decide';
import type { Reusable } from './decide';
import { environmentKeyOf } from './facts';
import type { FactSources, StepFacts } from './facts';
import { outputsToKeep } from './keepOutputs';
import { keepSight } from './keepSight';
import { labelsAside } from './labelsAside';
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
  const plain = plainSteps(steps, context);
  // Digests only: what lies in place of an output may be the user's own, and is not the store's to know yet.
  const toDigest = [...plain.stats].map(([path, stat]) => ({ path, stat, keep: false }));
  const digested = await store.takeFiles(context.root, toDigest, { cached: true });
  if (!digested.ok) return NONE; // step by step it shows whose it is
  const files = new Map(digested.value.map((file) => [file.path, file]));
  const names = new Set(steps.map(({ name }) => name));
  const has = askedOnce((digest) => store.has(digest));
  const outcomesOf = records.outcomesNow();
  const chosen = new Map<string, Chosen>();
  const inputsOf = treesOfInputs(files);
  for (const step of plain.steps) {
    if (step.needs.some((need) => names.has(need) && !chosen.has(need))) continue;
    const choice = await choose(step, context, {
      sources: options.sources,
      files,
      inputsOf,
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
    readonly files: ReadonlyMap<string, TakenFile>;
    readonly inputsOf: (step: PlanStep) => TakenInputs;
    readonly has: (digest: Digest) => boolean;
    readonly outcomesOf: ReturnType<Records['outcomesNow']>;
  },
): Promise<Chosen | null> {
  const { reuse, host } = context.options;
  const { sources, files, inputsOf, has, outcomesOf } = known;
  const startedAt = host.now();
  const inputs = inputsOf(step);
  const asked = recipeOf(step, { inputTree: inputs.tree, lock: sources.lock });
  const recipe = digestOfJson(recipeJson(asked));
  if (!has(recipe) || !has(inputs.tree)) return null;
  const environmentKey = environmentKeyOf(step, sources.environment);
  const { store, plan } = context.options;
  const alike = await labelsAside(outcomesOf(recipe), { store, pipeline: plan.pipeline });
  const choice = chooseOutcome(alike, { environmentKey, mode: reuse });
  if (choice === null) return null;
  const outputs = treeOf(step.outputs, files);
  if (outputs.tree !== choice.known.outcome) return null;
  return { facts: { step, recipe, asked, inputs, environmentKey }, choice, outputs, startedAt };
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

/** Many steps have the same inputs, most often none. */
function treesOfInputs(files: ReadonlyMap<string, TakenFile>): (step: PlanStep) => TakenInputs {
  const known = new Map<string, TakenInputs>();
  return ({ inputs }) => {
    const declared = inputs.map(({ path }) => path).join('\0');
    const tree = known.get(declared) ?? treeOf(inputs, files);
    known.set(declared, tree);
    return tree;
  };
}

function treeOf(
  declared: readonly { readonly path: string }[],
  files: ReadonlyMap<string, TakenFile>,
): TakenInputs {
  const paths = [...new Set(declared.map(({ path }) => path))].sort(byCodeUnit);
  const stats = new Map<string, FileStat>();
  const entries = paths.flatMap((path): TreeEntry[] => {
    const file = files.get(path);
    if (file === undefined) return [];
    stats.set(path, file.stat);
    return [fileEntry(file)];
  });
  return { tree: digestOf(treeText(entries)), untouched: null, entries, stats };
}

interface Plain {
  readonly steps: readonly PlanStep[];
  readonly stats: ReadonlyMap<string, FileStat>;
}

/** Steps whose inputs and outputs are all written paths with a file at each, behind no link, and what those need. */
function plainSteps(steps: readonly PlanStep[], context: RunContext): Plain {
  const stats = new Map<string, FileStat>();
  const folders = new Map<string, boolean>();
  const { seen } = context.sight;
  const isPlainFolder = (path: string): boolean => {
    if (seen !== undefined) return seen.has(path);
    const known = folders.get(path);
    if (known !== undefined) return known;
    const plain = lookAt(absoluteIn(context.root, path))?.isDirectory() ?? false;
    folders.set(path, plain);
    return plain;
  };
  const isPlain = (path: string): boolean => {
    if (stats.has(path)) return true;
    if (isPattern(path) || holdsNeverTaken(path)) return false;
    if (!parentsOf(path).every(isPlainFolder)) return false;
    const stat = seen === undefined ? statNow(context.root, path) : statSeen(seen, path);
    if (stat === null) return false;
    // A large file may be read for nothing here; what the source tree has taken is known.
    if (stat.size > LARGE && !context.sources.has(path)) return false;
    stats.set(path, stat);
    return true;
  };
  const plain = new Set<string>();
  const names = new Set(steps.map(({ name }) => name));
  const found = steps.filter((step) => {
    if (step.needs.some((need) => names.has(need) && !plain.has(need))) return false;
    if (![...step.outputs, ...step.inputs].every(({ path }) => isPlain(path))) return false;
    plain.add(step.name);
    return true;
  });
  return { steps: found, stats };
}

function statNow(root: string, path: string): FileStat | null {
  const found = lookAt(absoluteIn(root, path));
  return found?.isFile() === true ? fileStatOf(found) : null;
}

/** What the walk saw there, where it was a file. */
function statSeen(seen: Scan['seen'], path: string): FileStat | null {
  const at = path.lastIndexOf('/');
  const folder = seen.get(at < 0 ? '.' : path.slice(0, at));
  const found = folder && childOf(folder, path.slice(at + 1));
  return found?.kind === 'file' ? found.stat : null;
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

/** Bytes. */
const LARGE = 256 * 1024;
