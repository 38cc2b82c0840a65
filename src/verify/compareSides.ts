import { byCodeUnit } from '../base/paths';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { OutputDeclaration, Plan, PlanStep } from '../pipeline/model';
import type { Difference, OutputReport, Report, StepReport } from '../records/report';
import { worstOf } from '../records/verdict';
import type { Role } from '../records/verdict';
import { isDeclaredBy } from '../snapshot/outputScope';
import type { StoreFailure } from '../store/failures';
import type { Store } from '../store/storeModel';
import type { TreeEntry } from '../store/treeModel';
import { compareOutput } from './compareOutput';
import type { Finders, OutputSides } from './compareOutput';
import { MOST_DIFFERENCES } from './comparators/comparator';
import type { Rule, Tools } from './comparators/comparator';
import { Patterns } from './comparators/patterns';
import { allDoubts, doubtsOfLeft } from './doubts';
import type { Doubts } from './doubts';
import { wholeOf } from './rollUp';
import type { Side, SideStep } from './sides';

/** The judgement of two sides, step by step and as a whole. */
export type Judgement = Pick<Report, 'steps' | 'verdict' | 'firstDivergence'>;

/** Who judges. */
export interface JudgeOptions {
  readonly store: Store;
  /** The plan whose tolerance and ignore rules count. */
  readonly rules: Plan;
  /** Look elsewhere for what the store has no longer. */
  readonly find?: Finders;
  /** Left out where nobody can cancel. */
  readonly cancel?: AbortSignal;
}

/** Why two sides could not be judged. */
export type JudgeFailure = StoreFailure | { readonly code: 'cancelled' };

type JudgeStep = JudgeOptions & { readonly doubts: Doubts; readonly tools: Tools };

/** Judges every step of the first side's plan, then those that only the second one has. */
export async function compareSides(
  was: Side,
  is: Side,
  options: JudgeOptions,
): Promise<Result<Judgement, JudgeFailure>> {
  const cancel = options.cancel ?? null;
  const patterns = new Patterns({ cancel });
  try {
    return await judgeSides(was, is, { ...options, tools: { patterns, cancel } });
  } finally {
    await patterns.close();
  }
}

async function judgeSides(
  was: Side,
  is: Side,
  options: JudgeOptions & { readonly tools: Tools },
): Promise<Result<Judgement, JudgeFailure>> {
  const names = new Set(was.plan.steps.map((step) => step.name));
  const added = is.plan.steps.filter((step) => !names.has(step.name));
  const left = is.inRoom ? doubtsOfLeft(is.plan, was.left, is.left) : new Map();
  const doubts = allDoubts(allDoubts(was.doubts, is.doubts), left);
  const steps: StepReport[] = [];
  for (const step of [...was.plan.steps, ...added]) {
    const same = is.plan.steps.find(({ name }) => name === step.name);
    const sides = { was: was.steps.get(step.name), is: is.steps.get(step.name) };
    const asked = (sides.was !== undefined || was.whole) && (sides.is !== undefined || is.whole);
    const whole = { ...step, outputs: allOutputs(step, same) };
    const judged = await judgeStep(whole, { ...sides, asked }, { ...options, doubts });
    // What was said of outputs after that says nothing.
    if (options.cancel?.aborted) return failed({ code: 'cancelled' });
    if (!judged.ok) return judged;
    steps.push(judged.value);
  }
  return ok({ steps, ...wholeOf(steps, doubts) });
}

interface StepSides {
  readonly was: SideStep | undefined;
  readonly is: SideStep | undefined;
  /** False where a run was not asked for this step. */
  readonly asked: boolean;
}

/** The outputs of a step on the first side, then those that only the second side declares. */
function allOutputs(step: PlanStep, other: PlanStep | undefined): readonly OutputDeclaration[] {
  const paths = new Set(step.outputs.map(({ path }) => path));
  return [...step.outputs, ...(other?.outputs ?? []).filter(({ path }) => !paths.has(path))];
}

async function judgeStep(
  step: PlanStep,
  sides: StepSides,
  options: JudgeStep,
): Promise<Result<StepReport, StoreFailure>> {
  const { was, is } = sides;
  const failure = is?.failure ?? was?.failure ?? null;
  const before = await entriesOf(options.store, was);
  if (!before.ok) return before;
  const now = await entriesOf(options.store, is);
  if (!now.ok) return now;
  const entries = { was: before.value, is: now.value };
  const notRun = failure !== null || !sides.asked;
  const outputs: OutputReport[] = [];
  for (const output of step.outputs) {
    const rule = ruleFor(options.rules, step.name, output);
    const judged = await compareOutput(output, entries, { ...options, rule, notRun });
    outputs.push(notRun ? judged : withRemoved(judged, was?.removed ?? [], is?.removed ?? []));
  }
  const judged = notRun ? outputs : await proven(outputs, sides, entries, options);
  const doubts = options.doubts.get(step.name) ?? [];
  const own = worstOf(judged.map((output) => output.verdict));
  const doubted = doubts.length > 0 ? worstOf([own, 'incomparable']) : own;
  return ok({
    name: step.name,
    verdict: notRun ? 'not-run' : doubted,
    role: notRun ? null : roleOf(was, is),
    explanation: null,
    failure,
    outputs: judged,
    notes: [...doubts, ...plainNotes(step, sides)],
  });
}

/**
 * Outcomes that differ although every output agrees hold something that no declaration takes: whatever
 * it is, it is no reproduction.
 */
async function proven(
  outputs: readonly OutputReport[],
  { was, is }: StepSides,
  entries: OutputSides,
  { store, tools }: JudgeStep,
): Promise<readonly OutputReport[]> {
  const [first, ...others] = outputs;
  if (first === undefined || !was || !is || was.outcome === is.outcome) return outputs;
  if (outputs.some(({ verdict }) => verdict !== 'identical')) return outputs;
  const rule = { tolerance: null, ignore: null };
  const all = { path: '.', kind: null, cache: true, ...rule };
  const whole = await compareOutput(all, entries, { store, rule, notRun: false, tools });
  const note = 'The outcome of the step differs beside its declared outputs.';
  return [{ ...whole, path: first.path, notes: [note, ...whole.notes] }, ...others];
}

/** What one side took away and the other did not: the outcomes are silent about it. */
function withRemoved(
  judged: OutputReport,
  was: readonly string[],
  is: readonly string[],
): OutputReport {
  const inside = isDeclaredBy(judged.path);
  const one = (paths: readonly string[], others: readonly string[]): string[] =>
    paths.filter((path) => inside(path) && !others.includes(path));
  const differences: Difference[] = [
    ...one(was, is).map((file) => ({ file, at: null, was: null, is: KEPT, delta: null })),
    ...one(is, was).map((file) => ({ file, at: null, was: KEPT, is: null, delta: null })),
  ].sort((a, b) => byCodeUnit(a.file, b.file));
  if (differences.length === 0) return judged;
  return {
    ...judged,
    verdict: 'different',
    comparator: judged.verdict === 'different' ? judged.comparator : 'bytes',
    notes: [...judged.notes, 'A tracked file in it was taken away on one side alone.'],
    differencesTotal: judged.differencesTotal + differences.length,
    differences: [...differences, ...judged.differences].slice(0, MOST_DIFFERENCES),
  };
}

const KEPT = 'tracked by git, and there';

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((path) => b.includes(path));
}

function plainNotes(step: PlanStep, { was, is, asked }: StepSides): string[] {
  const notes: string[] = [];
  if (!asked) notes.push('The run was asked for other steps only.');
  else if (was === undefined) notes.push('The first side does not have this step.');
  else if (is === undefined) notes.push('The second side does not have this step.');
  if (step.outputs.length === 0) notes.push('This step declares no outputs: nothing to compare.');
  return notes;
}

function roleOf(was: SideStep | undefined, is: SideStep | undefined): Role | null {
  if (!was || !is || was.outcome === null || is.outcome === null) return null;
  if (was.outcome === is.outcome && sameList(was.removed, is.removed)) return null;
  return was.inputTree === is.inputTree ? 'source' : 'carrier';
}

async function entriesOf(
  store: Store,
  step: SideStep | undefined,
): Promise<Result<readonly TreeEntry[], StoreFailure>> {
  if (!step || step.outcome === null) return ok([]);
  const tree = await store.getTree(step.outcome);
  return tree.ok ? ok(tree.value.entries) : failed(tree.failure);
}

function ruleFor(rules: Plan, step: string, output: OutputDeclaration): Rule {
  const own = rules.steps.find(({ name }) => name === step);
  const written = own?.outputs.find(({ path }) => path === output.path);
  return { tolerance: written?.tolerance ?? null, ignore: written?.ignore ?? null };
}
