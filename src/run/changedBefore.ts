import type { TreeEntry } from '../store/treeModel';
import type { RunContext } from './context';
import { changedPaths } from './decide';
import type { StepFacts } from './facts';

/**
 * Says so where an input that no step makes is not, when its step starts, what it was when the source
 * tree was captured: the recipe is right, and the source tree of this run does not hold those bytes.
 */
export function tellChangedBefore(facts: StepFacts, context: RunContext): void {
  if (context.options.room) return;
  const isSource = (entry: TreeEntry): boolean =>
    entry.kind === 'file' && context.sources.has(entry.path);
  const now = facts.inputs.entries.filter(isSource);
  const was = now.flatMap(({ path }) => context.sources.get(path) ?? []);
  const paths = changedPaths(was, now);
  if (paths.length === 0) return;
  context.warn({ code: 'input-changed-before-step', step: facts.step.name, paths });
}
