import { parseJsonPath } from '../../pipeline/jsonPath';
import type { JsonPathPart } from '../../pipeline/jsonPath';
import type { Bounds } from '../../pipeline/model';
import type { Rule } from './comparator';

/** A rule for a path: bounds for numbers, or null where the path is not looked at. */
export interface PathRule {
  /** As somebody wrote it. */
  readonly text: string;
  readonly parts: readonly JsonPathPart[];
  readonly bounds: Bounds | null;
}

/** Bounds that hold at a place, and the words of the rule that gave them. */
export interface NearBounds {
  readonly bounds: Bounds;
  readonly text: string;
}

/** What the rules say at one place of a document. Immutable; places below are reached by `step`. */
export interface PathState {
  /** Rules under way, each with how many of its parts are matched. */
  readonly active: readonly (readonly [PathRule, number])[];
  /** From the rule nearest above, or of the whole output. */
  readonly near: NearBounds | null;
  /** The rule that takes this place out of sight. */
  readonly ignoredBy: PathRule | null;
}

/** The state at `$`; a path that cannot be read excuses nothing and is named. */
export function startPaths(rule: Rule): { state: PathState; unread: readonly string[] } {
  const unread: string[] = [];
  const rules: PathRule[] = [];
  const add = (text: string, bounds: Bounds | null): void => {
    const parts = parseJsonPath(text);
    if (parts === null) unread.push(text);
    else rules.push({ text, parts, bounds });
  };
  for (const [text, bounds] of Object.entries(rule.tolerance?.paths ?? {})) add(text, bounds);
  for (const text of rule.ignore?.paths ?? []) add(text, null);
  const active = rules.map((one): [PathRule, number] => [one, 0]);
  return { state: arrive(active, wholeBounds(rule)), unread };
}

/** The state one member or element further down. */
export function step(state: PathState, to: string | number): PathState {
  if (state.active.length === 0) return state;
  const active: [PathRule, number][] = [];
  for (const [rule, at] of state.active) {
    const part = rule.parts[at];
    if (part === undefined) continue;
    if (part.kind === 'anywhere') active.push([rule, at]);
    if (matches(part, to)) active.push([rule, at + 1]);
  }
  return arrive(active, state.near);
}

/** Whether every element of a list is under the same rules, so that one state serves all. */
export function sameForAllElements(state: PathState): boolean {
  return state.active.every(([rule, at]) => rule.parts[at]?.kind !== 'index');
}

/** The bounds of a rule for the whole output, or null. */
export function wholeBounds(rule: Rule): NearBounds | null {
  const { relative, absolute, ulp } = rule.tolerance ?? {};
  if (relative === undefined && absolute === undefined && ulp === undefined) return null;
  const bounds: Bounds = {
    ...(relative === undefined ? {} : { relative }),
    ...(absolute === undefined ? {} : { absolute }),
    ...(ulp === undefined ? {} : { ulp }),
  };
  return { bounds, text: `tolerance ${boundsText(bounds)}` };
}

/** `{ relative: 0.000001 }`, as in the pipeline file. */
export function boundsText(bounds: Bounds): string {
  const parts = (['relative', 'absolute', 'ulp'] as const)
    .filter((name) => bounds[name] !== undefined)
    .map((name) => `${name}: ${bounds[name]}`);
  return `{ ${parts.join(', ')} }`;
}

function matches(part: JsonPathPart, to: string | number): boolean {
  switch (part.kind) {
    case 'all':
      return true;
    case 'index':
      return part.index === to;
    case 'key':
    case 'anywhere':
      return part.key === to;
  }
}

/** Of several rules that end here the one with the fewest wild parts is nearest; then the one written first. */
function arrive(
  active: readonly (readonly [PathRule, number])[],
  above: NearBounds | null,
): PathState {
  const here = active
    .filter(([rule, at]) => at === rule.parts.length)
    .map(([rule]) => rule)
    .sort((a, b) => wildness(a) - wildness(b));
  const nearest = here.find((rule) => rule.bounds !== null);
  const near = nearest?.bounds
    ? {
        bounds: nearest.bounds,
        text: `tolerance for ${nearest.text} ${boundsText(nearest.bounds)}`,
      }
    : above;
  return { active, near, ignoredBy: here.find((rule) => rule.bounds === null) ?? null };
}

function wildness({ parts }: PathRule): number {
  return parts.filter(({ kind }) => kind === 'all' || kind === 'anywhere').length;
}
