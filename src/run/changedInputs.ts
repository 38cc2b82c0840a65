import { expand } from '../snapshot/expand';
import type { Expanded } from '../snapshot/expand';
import { withoutOwnOutputs } from '../snapshot/ownOutputs';
import { takeInputs } from '../snapshot/takeInputs';
import type { FileStat } from '../store/storeModel';
import type { RunContext } from './context';
import { changedPaths } from './decide';
import type { StepFacts } from './facts';
import { sameStat } from '../store/sameStat';

/**
 * Which declared inputs of a step are not as they were when it started, or were written meanwhile: bytes
 * that are the same again may have been others while they were read. A file whose change time alone is
 * another one was not written, as far as anybody can tell: a step may make its script executable, or link it.
 */
export async function changedInputs(facts: StepFacts, context: RunContext): Promise<string[]> {
  const { step, inputs } = facts;
  if (step.inputs.length === 0) return [];
  const now = lookAtInputs(facts, context.root);
  if (now !== null && isAsTaken(facts, now)) return [];
  const files = (now ?? []).flatMap((one) => one.files);
  const { store } = context.options;
  const again = await takeInputs({ store, root: context.root, step, cached: false, keep: false });
  if (!again.ok) return step.inputs.map((input) => input.path);
  const written = files.filter((file) => isWritten(file.stat, inputs.stats.get(file.path)));
  const changed = changedPaths(inputs.entries, again.value.entries);
  return [...new Set([...changed, ...written.map(({ path }) => path)])].sort();
}

/** Whether no declared input of a step was touched since it was taken; reads no bytes. */
export function isUntouched(facts: StepFacts, root: string): boolean {
  if (facts.step.inputs.length === 0) return true;
  const now = lookAtInputs(facts, root);
  return now !== null && isAsTaken(facts, now);
}

function lookAtInputs({ step }: StepFacts, root: string): readonly Expanded[] | null {
  const expanded = expand(root, step.inputs);
  return expanded.ok ? withoutOwnOutputs(expanded.value, step) : null;
}

function isAsTaken({ inputs }: StepFacts, now: readonly Expanded[]): boolean {
  if (now.some((one) => one.kind === 'nothing')) return false;
  const { stats } = inputs;
  const files = now.flatMap((one) => one.files);
  if (!files.every((file) => sameStat(file.stat, stats.get(file.path)))) return false;
  const links = now.flatMap((one) => [...one.links, ...one.folders]);
  const count = new Set(links.map(nameOf)).size;
  // Within one expansion every path is there once.
  const paths = now.length === 1 ? files.length : new Set(files.map(nameOf)).size;
  return paths === stats.size && paths + count === inputs.entries.length;
}

function isWritten(now: FileStat, was: FileStat | undefined): boolean {
  return was?.inode !== now.inode || was.mtimeMs !== now.mtimeMs || was.size !== now.size;
}

function nameOf(one: string | { readonly path: string }): string {
  return typeof one === 'string' ? one : one.path;
}
