import type { Digest } from '../base/digest';
import type { PlanStep } from '../pipeline/model';
import { entryDifferences } from '../records/entryDifferences';
import { commandDifferences } from '../records/planDifferences';
import type { StepReport } from '../records/report';
import { outputScope } from '../snapshot/outputScope';
import type { OutputScope } from '../snapshot/outputScope';
import type { Store } from '../store/storeModel';
import type { Side } from './sides';

/**
 * Adds to each step that came out otherwise what was asked otherwise of it on the second side: command, params,
 * variables, and input files that no step writes. Where two sides are not one version run twice this is what
 * a difference most likely comes from, and drift of the machine would be blamed for it if nothing else were told.
 */
export async function withAskedOtherwise(
  steps: readonly StepReport[],
  sides: { readonly was: Side; readonly is: Side },
  store: Store,
): Promise<StepReport[]> {
  const { was, is } = sides;
  const outputs = [was, is].flatMap(({ plan }) => plan.steps.flatMap((step) => step.outputs));
  const written = outputScope(outputs.map(({ path }) => path));
  const told: StepReport[] = [];
  for (const step of steps) {
    const facts = step.role === null ? [] : await factsOf(step.name, sides, { store, written });
    const note = `Asked otherwise: ${listOf(facts)}.`;
    told.push(facts.length === 0 ? step : { ...step, notes: [...step.notes, note] });
  }
  return told;
}

interface Looking {
  readonly store: Store;
  readonly written: OutputScope;
}

async function factsOf(
  name: string,
  { was, is }: { readonly was: Side; readonly is: Side },
  looking: Looking,
): Promise<string[]> {
  const plans = { was: stepOf(was, name), is: stepOf(is, name) };
  const [before, now] = [was.steps.get(name), is.steps.get(name)];
  if (!plans.was || !plans.is || !before || !now || before.recipe === now.recipe) return [];
  const found = [
    ...(await inputFacts(before.inputTree, now.inputTree, looking)),
    ...commandDifferences(plans.was, plans.is),
  ];
  const rest = found.length === 0 && before.inputTree === now.inputTree;
  return rest ? ['the lock file changed'] : found;
}

/** What other steps write is left out: a carrier says whose difference it carries. */
async function inputFacts(
  was: Digest | null,
  is: Digest | null,
  { store, written }: Looking,
): Promise<string[]> {
  if (was === null || is === null || was === is) return [];
  const [before, now] = [await store.getTree(was), await store.getTree(is)];
  if (!before.ok || !now.ok) return [];
  const [a = [], b = []] = [before, now].map(({ value }) =>
    value.entries.filter(({ path }) => written(path) === null),
  );
  return entryDifferences(a, b, 'input');
}

function stepOf({ plan }: Side, name: string): PlanStep | undefined {
  return plan.steps.find((step) => step.name === name);
}

/** As many facts as a line takes. */
function listOf(facts: readonly string[]): string {
  const left = facts.length - MOST_FACTS;
  const shown = facts.slice(0, MOST_FACTS).join(', ');
  return left > 0 ? `${shown} and ${left} more` : shown;
}

const MOST_FACTS = 6;
