import { expand } from '../snapshot/expand';
import { takeInputs } from '../snapshot/takeInputs';
import type { RunContext } from './context';
import { changedPaths } from './decide';
import type { StepFacts } from './facts';
import { isSameStat } from './sameStat';

/**
 * Which declared inputs of a step are not as they were when it started. Untouched ones are known by
 * their stat; a touched one only counts where its bytes are others.
 */
export async function changedInputs(facts: StepFacts, context: RunContext): Promise<string[]> {
  const { step, inputs } = facts;
  if (step.inputs.length === 0) return [];
  const now = expand(context.root, step.inputs);
  if (now.ok && !now.value.some((one) => one.kind === 'nothing')) {
    const files = now.value.flatMap((one) => one.files);
    const links = now.value.flatMap((one) => [...one.links, ...one.folders]);
    const untouched = files.every((file) => isSameStat(file.stat, inputs.stats.get(file.path)));
    const paths = new Set(files.map((file) => file.path));
    const count = paths.size + new Set(links.map(nameOf)).size;
    if (untouched && paths.size === inputs.stats.size && count === inputs.entries.length) return [];
  }
  const { store } = context.options;
  const again = await takeInputs({ store, root: context.root, step, cached: false, keep: false });
  if (!again.ok) return step.inputs.map((input) => input.path);
  return changedPaths(inputs.entries, again.value.entries);
}

function nameOf(one: string | { readonly path: string }): string {
  return typeof one === 'string' ? one : one.path;
}
