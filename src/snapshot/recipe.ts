import type { Digest } from '../base/digest';
import { exactNumber } from '../base/json';
import type { Json } from '../base/json';
import { byCodeUnit } from '../base/paths';
import type { ParamValues, PlanStep, Shell } from '../pipeline/model';

/**
 * What was asked of a step, and nothing else: two steps with one recipe were asked the same. Paths are
 * relative to the project. Its digest is that of its canonical JSON.
 */
export interface Recipe {
  readonly format: 1;
  readonly shell: Shell;
  readonly commands: readonly string[];
  /** The commands' own paths are relative to it. */
  readonly workingFolder: string;
  readonly params: ParamValues;
  readonly variables: Readonly<Record<string, string>>;
  readonly lock: Digest | null;
  readonly inputs: Digest;
  /** Sorted. */
  readonly outputs: readonly string[];
}

/** The recipe of a step, given the tree of its inputs as they are when it starts and the lock file's digest. */
export function recipeOf(
  step: PlanStep,
  facts: { readonly inputTree: Digest; readonly lock: Digest | null },
): Recipe {
  // In the order of canonical JSON, so that nobody has to sort the keys of a thousand.
  return {
    commands: [...step.commands],
    format: 1,
    inputs: facts.inputTree,
    lock: facts.lock,
    outputs: [...new Set(step.outputs.map(({ path }) => path))].sort(byCodeUnit),
    params: exactParams(step.params),
    shell: step.shell,
    variables: { ...step.variables },
    workingFolder: step.workingFolder,
  };
}

/** A recipe as JSON, for a digest and for the store. */
export function recipeJson(recipe: Recipe): { readonly [key: string]: Json } {
  return { ...recipe };
}

/** Files without a declared value say nothing; numbers that JSON cannot hold exactly become text. */
function exactParams(params: ParamValues): ParamValues {
  const exact: Record<string, Record<string, Json>> = {};
  for (const [file, values] of Object.entries(params)) {
    const entries = Object.entries(values).map(([key, value]) => [key, exactValue(value)] as const);
    if (entries.length > 0) exact[file] = Object.fromEntries(entries);
  }
  return exact;
}

function exactValue(value: Json): Json {
  if (typeof value === 'number') return exactNumber(value);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(exactValue);
  const members = Object.entries(value as Readonly<Record<string, Json>>);
  return Object.fromEntries(members.map(([key, member]) => [key, exactValue(member)]));
}
