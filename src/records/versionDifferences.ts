import type { Plan, PlanStep } from '../pipeline/model';
import { digestOfOutput } from '../snapshot/subTree';
import { getPlan } from '../snapshot/planDocument';
import { isDeclaredBy } from '../snapshot/outputScope';
import type { Store } from '../store/storeModel';
import { entryDifferences, sameEntries } from './entryDifferences';
import { askedDifferences, planDifferences } from './planDifferences';
import type { VersionRecord, VersionStep } from './versionModel';

/** The content of a version, as far as it makes its snapshot. */
export type VersionContent = Pick<VersionRecord, 'plan' | 'sourceTree' | 'steps'>;

/**
 * In what one version's content differs from another's: plain facts such as `train: input rates.txt
 * changed`, in plan order, source files last. What the store cannot show is told as far as digests go.
 */
export async function versionDifferences(
  store: Store,
  was: VersionContent,
  is: VersionContent,
): Promise<string[]> {
  const [planWas, planIs] = [await planOf(store, was), await planOf(store, is)];
  const found: string[] = [];
  if (planWas !== null && planIs !== null) found.push(...planDifferences(planWas, planIs));
  else if (was.plan !== is.plan) found.push('the plan changed');
  const before = new Map(was.steps.map((step) => [step.name, step]));
  for (const step of is.steps) {
    const old = before.get(step.name);
    before.delete(step.name);
    if (old === undefined) found.push(`step ${step.name} added`);
    else {
      const plans = { was: stepOf(planWas, step.name), is: stepOf(planIs, step.name) };
      found.push(...(await stepDifferences(store, { was: old, is: step, plans })));
    }
  }
  for (const name of before.keys()) found.push(`step ${name} removed`);
  found.push(...(await sourceDifferences(store, was, { is, told: declaredBy(planIs) })));
  return found;
}

async function planOf(store: Store, content: VersionContent): Promise<Plan | null> {
  const plan = await getPlan(store, content.plan);
  return plan.ok ? plan.value : null;
}

function stepOf(plan: Plan | null, name: string): PlanStep | null {
  return plan?.steps.find((step) => step.name === name) ?? null;
}

async function stepDifferences(
  store: Store,
  pair: {
    readonly was: VersionStep;
    readonly is: VersionStep;
    readonly plans: { readonly was: PlanStep | null; readonly is: PlanStep | null };
  },
): Promise<string[]> {
  const { was, is, plans } = pair;
  const found: string[] = [];
  if (plans.was !== null && plans.is !== null) found.push(...askedDifferences(plans.was, plans.is));
  found.push(
    ...(await treeDifferences(store, { was: was.inputTree, is: is.inputTree, word: 'input' })),
  );
  if (found.length === 0 && was.recipe !== is.recipe) found.push('the lock file changed');
  found.push(...(await outputDifferences(store, pair)));
  return found.map((fact) => `${is.name}: ${fact}`);
}

async function outputDifferences(
  store: Store,
  { was, is, plans }: Parameters<typeof stepDifferences>[1],
): Promise<string[]> {
  if (was.outcome === is.outcome) return [];
  const [before, now] = [await store.getTree(was.outcome), await store.getTree(is.outcome)];
  const outputs = plans.is?.outputs.map(({ path }) => path) ?? [];
  if (!before.ok || !now.ok) return ['the outcome changed'];
  const found: string[] = [];
  for (const output of outputs) {
    const holds = isDeclaredBy(output);
    const parts = [before, now].map(({ value }) => value.entries.filter(({ path }) => holds(path)));
    const [a = [], b = []] = parts;
    if (sameEntries(a, b)) continue;
    const plain = digestOfOutput(b, output) === b.find((entry) => entry.kind === 'file')?.digest;
    if (plain && b.length === 1 && a.length === 1) found.push(`output ${output} changed`);
    else found.push(...entryDifferences(a, b, 'output'));
  }
  return found.length > 0
    ? found
    : entryDifferences(before.value.entries, now.value.entries, 'output');
}

async function sourceDifferences(
  store: Store,
  was: VersionContent,
  options: { readonly is: VersionContent; readonly told: (path: string) => boolean },
): Promise<string[]> {
  const { is, told } = options;
  if (was.sourceTree === is.sourceTree) return [];
  const all = { was: was.sourceTree, is: is.sourceTree, word: 'source file' };
  return treeDifferences(store, all, told);
}

/** Declared inputs were told with their steps. */
function declaredBy(plan: Plan | null): (path: string) => boolean {
  const declared = new Set(plan?.steps.flatMap(({ inputs }) => inputs.map(({ path }) => path)));
  const holders = [...declared].map(isDeclaredBy);
  return (path) => holders.some((holds) => holds(path));
}

async function treeDifferences(
  store: Store,
  pair: {
    readonly was: VersionRecord['sourceTree'];
    readonly is: VersionRecord['sourceTree'];
    readonly word: string;
  },
  told: (path: string) => boolean = () => false,
): Promise<string[]> {
  if (pair.was === pair.is) return [];
  const [before, now] = [await store.getTree(pair.was), await store.getTree(pair.is)];
  if (!before.ok || !now.ok) return [`${pair.word}s changed`];
  const [a, b] = [before, now].map(({ value }) => value.entries.filter(({ path }) => !told(path)));
  return entryDifferences(a ?? [], b ?? [], pair.word);
}
