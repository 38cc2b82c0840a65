import type { Digest } from '../base/digest';
import { canonicalJson } from '../base/json';
import type { Json } from '../base/json';
import type { Reason } from '../records/statusModel';
import type { Recipe } from '../snapshot/recipe';
import { sameEntry } from '../store/sameEntry';
import type { TreeEntry } from '../store/treeModel';

/** One outcome that a recipe is known to have had. */
export interface KnownOutcome {
  /** The run that produced it. */
  readonly run: string;
  readonly outcome: Digest;
  readonly environmentKey: Digest;
  readonly sourceTree: Digest | null;
}

/** What reuse takes account of. */
export type ReuseMode = 'full' | 'recipe' | 'none';

/** An outcome to reuse; `contradictedBy` names a run that had another one from the very same start. */
export interface Reusable {
  readonly known: KnownOutcome;
  readonly contradictedBy: string | null;
}

/**
 * The outcome that a step need not be run for: the newest of its recipe under its environment key, or
 * under any key where only the recipe counts. This is the one decision that a run and a status share.
 */
export function chooseOutcome(
  known: readonly KnownOutcome[],
  want: { readonly environmentKey: Digest; readonly mode: ReuseMode },
): Reusable | null {
  if (want.mode === 'none') return null;
  const fitting = known.filter((one) => one.environmentKey === want.environmentKey);
  const chosen = fitting[0] ?? (want.mode === 'recipe' ? known[0] : undefined);
  if (chosen === undefined) return null;
  return { known: chosen, contradictedBy: contradictionAmong(known, chosen.environmentKey) };
}

/** The run that had another outcome from the same recipe, environment key and source tree as this one. */
export function contradictionOf(
  known: readonly KnownOutcome[],
  now: Omit<KnownOutcome, 'run'>,
): string | null {
  const other = known.find((one) => sameStart(one, now) && one.outcome !== now.outcome);
  return other?.run ?? null;
}

/** What a step was asked, in full: its recipe, and the files that its input tree names. */
export interface Asked {
  readonly recipe: Recipe;
  readonly inputs: readonly TreeEntry[];
}

/** Why what is asked of a step is not what was asked when it last ran; empty where it is the same. */
export function reasonsBetween(was: Asked, is: Asked): Reason[] {
  const reasons: Reason[] = [];
  const paths = changedPaths(was.inputs, is.inputs);
  if (paths.length > 0) reasons.push({ kind: 'input', paths });
  reasons.push(...paramReasons(was.recipe, is.recipe), ...variableReasons(was.recipe, is.recipe));
  if (was.recipe.lock !== is.recipe.lock) reasons.push({ kind: 'lock', path: null });
  if (differs(was.recipe.commands, is.recipe.commands)) {
    reasons.push({ kind: 'command', part: 'commands' });
  }
  if (was.recipe.shell !== is.recipe.shell) reasons.push({ kind: 'command', part: 'shell' });
  if (differs(was.recipe.outputs, is.recipe.outputs)) {
    reasons.push({ kind: 'command', part: 'outputs' });
  }
  if (reasons.length === 0 && differs(was.recipe, is.recipe)) {
    reasons.push({ kind: 'command', part: 'working-folder' });
  }
  return reasons;
}

/** Paths whose entries are not equal, in the order of paths. */
export function changedPaths(was: readonly TreeEntry[], is: readonly TreeEntry[]): string[] {
  const before = new Map(was.map((entry) => [entry.path, entry]));
  const changed: string[] = [];
  for (const entry of is) {
    const old = before.get(entry.path);
    before.delete(entry.path);
    if (old === undefined || !sameEntry(old, entry)) changed.push(entry.path);
  }
  return [...changed, ...before.keys()].sort();
}

function contradictionAmong(known: readonly KnownOutcome[], key: Digest): string | null {
  const starts = new Map<Digest, { readonly outcome: Digest; other: string | null }>();
  for (const { environmentKey, sourceTree, outcome, run } of known) {
    if (environmentKey !== key || sourceTree === null) continue;
    const first = starts.get(sourceTree);
    if (first === undefined) starts.set(sourceTree, { outcome, other: null });
    else if (first.outcome !== outcome) first.other ??= run;
  }
  for (const { other } of starts.values()) if (other !== null) return other;
  return null;
}

function sameStart(a: Omit<KnownOutcome, 'run'>, b: Omit<KnownOutcome, 'run'>): boolean {
  return (
    a.environmentKey === b.environmentKey && a.sourceTree !== null && a.sourceTree === b.sourceTree
  );
}

function paramReasons(was: Recipe, is: Recipe): Reason[] {
  const before = flat(was.params);
  const now = flat(is.params);
  return changedKeys(before, now).map((key) => ({
    kind: 'param',
    key,
    was: before.get(key) ?? null,
    is: now.get(key) ?? null,
  }));
}

function variableReasons(was: Recipe, is: Recipe): Reason[] {
  const before = new Map(Object.entries(was.variables));
  const now = new Map(Object.entries(is.variables));
  return changedKeys(before, now).map((name) => ({
    kind: 'variable',
    name,
    was: before.get(name) ?? null,
    is: now.get(name) ?? null,
  }));
}

function flat(params: Recipe['params']): Map<string, Json> {
  return new Map(Object.values(params).flatMap((values) => Object.entries(values)));
}

function changedKeys(was: ReadonlyMap<string, Json>, is: ReadonlyMap<string, Json>): string[] {
  const keys = [...new Set([...was.keys(), ...is.keys()])].sort();
  return keys.filter((key) => differs(was.get(key) ?? null, is.get(key) ?? null));
}

function differs(a: unknown, b: unknown): boolean {
  return canonicalJson(a as Json) !== canonicalJson(b as Json);
}
