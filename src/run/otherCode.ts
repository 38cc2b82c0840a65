import type { Digest } from '../base/digest';
import { INLINE_PARAMS } from '../pipeline/model';
import type { Plan, PlanStep } from '../pipeline/model';
import { outputScope } from '../snapshot/outputScope';
import type { RunContext } from './context';
import { changedPaths } from './decide';
import type { KnownOutcome } from './decide';

/**
 * Says so where a reused outcome was produced beside other undeclared files than those of now. What any
 * step declares is watched by recipes, the pipeline file and its params by the plan: they do not count.
 */
export async function tellOtherCode(
  step: PlanStep,
  known: KnownOutcome,
  context: RunContext,
): Promise<void> {
  if (known.sourceTree === null || known.sourceTree === context.sourceTree) return;
  const paths = await context.otherCode(known.sourceTree);
  if (paths.length === 0) return;
  context.warn({ code: 'reused-other-code', step: step.name, run: known.run, paths });
}

/** Finds the undeclared files in which earlier source trees differ from that of now, each tree once. */
export function otherCodeFinder(
  context: Pick<RunContext, 'options' | 'sources'>,
): (sourceTree: Digest) => Promise<readonly string[]> {
  const found = new Map<Digest, Promise<readonly string[]>>();
  const { store, plan } = context.options;
  const find = async (sourceTree: Digest): Promise<readonly string[]> => {
    const tree = await store.getTree(sourceTree);
    if (!tree.ok) return [];
    const files = tree.value.entries.filter((entry) => entry.kind !== 'folder');
    const now = [...context.sources.values()].filter((entry) => entry.kind !== 'folder');
    const declared = outputScope(declaredPaths(plan));
    return changedPaths(files, now).filter((path) => declared(path) === null);
  };
  return (sourceTree) => {
    const known = found.get(sourceTree) ?? find(sourceTree);
    found.set(sourceTree, known);
    return known;
  };
}

function declaredPaths(plan: Plan): string[] {
  const written = plan.steps.flatMap((step) => [
    ...step.inputs.map((input) => input.path),
    ...step.outputs.map((output) => output.path),
    ...Object.keys(step.params).filter((file) => file !== INLINE_PARAMS),
  ]);
  const more = plan.lock === null ? [] : [plan.lock];
  return [...new Set([...written, ...more, plan.pipeline])];
}
