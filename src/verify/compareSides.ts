import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { OutputDeclaration, Plan, PlanStep } from '../pipeline/model';
import type { OutputReport, Report, StepReport } from '../records/report';
import { worstOf } from '../records/verdict';
import type { Role, Verdict } from '../records/verdict';
import type { StoreFailure } from '../store/failures';
import type { Store } from '../store/storeModel';
import type { TreeEntry } from '../store/treeModel';
import { compareOutput } from './compareOutput';
import type { Side, SideStep } from './sides';

/** The judgement of two sides, step by step and as a whole. */
export type Judgement = Pick<Report, 'steps' | 'verdict' | 'firstDivergence'>;

/** Who judges, and what stands in the way of a better verdict. */
export interface JudgeOptions {
  readonly store: Store;
  /** The plan whose tolerance and ignore rules count. */
  readonly rules: Plan;
  /** By step: why it is at best incomparable, although its bytes may agree. */
  readonly doubts: ReadonlyMap<string, readonly string[]>;
}

/** Judges every step of the first side's plan, then those that only the second one has. */
export async function compareSides(
  was: Side,
  is: Side,
  options: JudgeOptions,
): Promise<Result<Judgement, StoreFailure>> {
  const names = new Set(was.plan.steps.map((step) => step.name));
  const added = is.plan.steps.filter((step) => !names.has(step.name));
  const steps: StepReport[] = [];
  for (const step of [...was.plan.steps, ...added]) {
    const sides: StepSides = { was: was.steps.get(step.name), is: is.steps.get(step.name) };
    const judged = await judgeStep(step, sides, options);
    if (!judged.ok) return judged;
    steps.push(judged.value);
  }
  return ok({ steps, ...wholeOf(steps) });
}

interface StepSides {
  readonly was: SideStep | undefined;
  readonly is: SideStep | undefined;
}

async function judgeStep(
  step: PlanStep,
  sides: StepSides,
  options: JudgeOptions,
): Promise<Result<StepReport, StoreFailure>> {
  const { was, is } = sides;
  const failure = is?.failure ?? was?.failure ?? null;
  const before = await entriesOf(options.store, was);
  if (!before.ok) return before;
  const now = await entriesOf(options.store, is);
  if (!now.ok) return now;
  const entries = { was: before.value, is: now.value };
  const outputs: OutputReport[] = [];
  for (const output of step.outputs) {
    const rule = ruleFor(options.rules, step.name, output);
    const judged = await compareOutput(output, entries, { store: options.store, rule });
    outputs.push(failure === null ? judged : notRun(judged));
  }
  const notes = [...(options.doubts.get(step.name) ?? [])];
  const doubted = notes.length > 0;
  if (was === undefined) notes.push('This step is new.');
  if (is === undefined) notes.push('This step is gone.');
  if (step.outputs.length === 0) notes.push('This step declares no outputs: nothing to compare.');
  const own = verdictOf(outputs, { failed: failure !== null, doubted });
  return ok({
    name: step.name,
    verdict: own,
    role: failure === null ? roleOf(was, is) : null,
    explanation: null,
    failure,
    outputs,
    notes,
  });
}

function verdictOf(
  outputs: readonly OutputReport[],
  facts: { readonly failed: boolean; readonly doubted: boolean },
): Verdict {
  if (facts.failed) return 'not-run';
  const own = worstOf(outputs.map((output) => output.verdict));
  return facts.doubted ? worstOf([own, 'incomparable']) : own;
}

/** A proven difference outranks doubt, doubt outranks agreement; a step without outputs counts where it is doubted. */
function wholeOf(steps: readonly StepReport[]): Pick<Report, 'verdict' | 'firstDivergence'> {
  const counted = steps.filter(
    (step) => step.outputs.length > 0 || step.verdict !== 'incomparable' || step.notes.length > 1,
  );
  for (const { name, outputs } of steps) {
    const output = outputs.find(({ verdict }) => verdict === 'different');
    if (output) {
      return { verdict: 'different', firstDivergence: { step: name, output: output.path } };
    }
  }
  return { verdict: worstOf(counted.map((step) => step.verdict)), firstDivergence: null };
}

function roleOf(was: SideStep | undefined, is: SideStep | undefined): Role | null {
  if (!was || !is || was.outcome === null || is.outcome === null) return null;
  if (was.outcome === is.outcome) return null;
  return was.inputTree === is.inputTree ? 'source' : 'carrier';
}

function notRun(judged: OutputReport): OutputReport {
  return { ...judged, verdict: 'not-run', notes: [], differencesTotal: 0, differences: [] };
}

async function entriesOf(
  store: Store,
  step: SideStep | undefined,
): Promise<Result<readonly TreeEntry[], StoreFailure>> {
  if (!step || step.outcome === null) return ok([]);
  const tree = await store.getTree(step.outcome);
  return tree.ok ? ok(tree.value.entries) : failed(tree.failure);
}

function ruleFor(
  rules: Plan,
  step: string,
  output: OutputDeclaration,
): Pick<OutputDeclaration, 'tolerance' | 'ignore'> {
  const own = rules.steps.find(({ name }) => name === step);
  const { tolerance, ignore } = own?.outputs.find(({ path }) => path === output.path) ?? {
    tolerance: null,
    ignore: null,
  };
  return { tolerance, ignore };
}
