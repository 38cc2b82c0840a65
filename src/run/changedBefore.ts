import { byCodeUnit, parentsOf } from '../base/paths';
import { isPattern } from '../pipeline/patterns';
import { isDeclaredBy } from '../snapshot/outputScope';
import { sameEntry } from '../store/sameEntry';
import type { RunContext } from './context';
import type { StepFacts } from './facts';

/**
 * The files a step reads and no step makes that are not, as its recipe has them, what they were when the
 * source tree was captured: others, files that came, and files that went.
 */
export function changedBefore(facts: StepFacts, context: RunContext): string[] {
  if (context.options.room || isAsCaptured(facts, context)) return [];
  const { sources } = context;
  const files = facts.inputs.entries.filter(({ kind }) => kind === 'file');
  const others = files.filter((entry) => {
    const was = sources.get(entry.path);
    return was === undefined || !sameEntry(was, entry);
  });
  const paths = [...others.map(({ path }) => path), ...goneSince(facts, context)];
  if (paths.length === 0) return [];
  // Behind a link into the project the source tree has a file where the link leads.
  const isBehindLink = (path: string): boolean =>
    parentsOf(path).some((parent) => sources.get(parent)?.kind === 'link');
  return paths
    .filter((path) => context.isMade(path) === null && !isBehindLink(path))
    .sort(byCodeUnit);
}

/** The short way: the store knows all inputs as files of the source tree, and of no other file there is any doubt. */
function isAsCaptured({ step, inputs }: StepFacts, { untouchedSources }: RunContext): boolean {
  if (untouchedSources === null || inputs.untouched === null) return false;
  const isDeclared = step.inputs.map(({ path }) => isDeclaredBy(path));
  return untouchedSources.covers(inputs.untouched, (path) =>
    isDeclared.some((holds) => holds(path)),
  );
}

/**
 * Says so where an input that no step makes is not, when its step starts, what it was when the source
 * tree was captured: the recipe is right, and the source tree of this run does not hold those bytes.
 */
export function tellChangedBefore(facts: StepFacts, context: RunContext): void {
  const paths = changedBefore(facts, context);
  if (paths.length === 0) return;
  context.warn({ code: 'input-changed-before-step', step: facts.step.name, paths });
}

/** A path that is written out and gone is no input any more, but a failure; in a folder nobody misses it. */
function goneSince({ step, inputs }: StepFacts, context: RunContext): string[] {
  const files = inputs.entries.filter(({ kind }) => kind === 'file');
  const here = new Set(files.map(({ path }) => path));
  const wide = step.inputs.filter(({ path }) => isPattern(path) || !here.has(path));
  return wide.flatMap(({ path }) => filesBelow(path, context).filter((file) => !here.has(file)));
}

/** The files of the source tree that a declared path takes; steps of a matrix share their inputs. */
function filesBelow(declared: string, { sources, belowInput }: RunContext): readonly string[] {
  const known = belowInput.get(declared);
  if (known !== undefined) return known;
  const holds = isDeclaredBy(declared);
  const found = [...sources.values()].filter(({ kind, path }) => kind === 'file' && holds(path));
  const paths = found.map(({ path }) => path);
  belowInput.set(declared, paths);
  return paths;
}
