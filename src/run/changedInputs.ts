import { expand } from '../snapshot/expand';
import { withoutOwnOutputs } from '../snapshot/ownOutputs';
import { takeInputs } from '../snapshot/takeInputs';
import type { FileStat } from '../store/storeModel';
import type { RunContext } from './context';
import { changedPaths } from './decide';
import type { StepFacts } from './facts';
import { isSameStat } from './sameStat';

/**
 * Which declared inputs of a step are not as they were when it started, or were written meanwhile: bytes
 * that are the same again may have been others while they were read. A file whose change time alone is
 * another one was not written, as far as anybody can tell: a step may make its script executable, or link it.
 */
export async function changedInputs(facts: StepFacts, context: RunContext): Promise<string[]> {
  const { step, inputs } = facts;
  if (step.inputs.length === 0) return [];
  const expanded = expand(context.root, step.inputs);
  const now = expanded.ok ? withoutOwnOutputs(expanded.value, step) : [];
  const files = now.flatMap((one) => one.files);
  if (expanded.ok && !now.some((one) => one.kind === 'nothing')) {
    const links = now.flatMap((one) => [...one.links, ...one.folders]);
    const untouched = files.every((file) => isSameStat(file.stat, inputs.stats.get(file.path)));
    const paths = new Set(files.map((file) => file.path));
    const count = paths.size + new Set(links.map(nameOf)).size;
    if (untouched && paths.size === inputs.stats.size && count === inputs.entries.length) return [];
  }
  const { store } = context.options;
  const again = await takeInputs({ store, root: context.root, step, cached: false, keep: false });
  if (!again.ok) return step.inputs.map((input) => input.path);
  const written = files.filter((file) => isWritten(file.stat, inputs.stats.get(file.path)));
  const changed = changedPaths(inputs.entries, again.value.entries);
  return [...new Set([...changed, ...written.map(({ path }) => path)])].sort();
}

function isWritten(now: FileStat, was: FileStat | undefined): boolean {
  return was?.inode !== now.inode || was.mtimeMs !== now.mtimeMs || was.size !== now.size;
}

function nameOf(one: string | { readonly path: string }): string {
  return typeof one === 'string' ? one : one.path;
}
