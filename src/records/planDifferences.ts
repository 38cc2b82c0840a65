import { canonicalJson } from '../base/json';
import type { Json } from '../base/json';
import type { Plan, PlanStep } from '../pipeline/model';

/** What of the plan as a whole differs; its steps are looked at one by one. */
export function planDifferences(was: Plan, is: Plan): string[] {
  const found: string[] = [];
  for (const key of ['name', 'python', 'lock', 'source'] as const) {
    if (!same(was[key], is[key])) found.push(`${PLAN_WORDS[key]} changed`);
  }
  const [before, now] = [was, is].map(({ steps }) => steps.map(({ name }) => name));
  const reordered = !same(before, now) && same([...(before ?? [])].sort(), [...(now ?? [])].sort());
  if (reordered) found.push('the order of the steps changed');
  return found;
}

const PLAN_WORDS = {
  name: 'the name of the pipeline',
  python: 'environment.python',
  lock: 'environment.lock',
  source: 'the source list',
} as const;

/** What the plans ask otherwise of a step: all that is said of it, rules and resources too. */
export function askedDifferences(was: PlanStep, is: PlanStep): string[] {
  const found = commandDifferences(was, is);
  const rules = [rulesOf(was), rulesOf(is)] as const;
  found.push(...memberDifferences('output', ...rules, ' declared otherwise'));
  for (const key of ['inputs', 'timeoutMs', 'retries', 'resources', 'needs', 'group'] as const) {
    if (!same(was[key], is[key])) found.push(`${STEP_WORDS[key]} changed`);
  }
  return found;
}

/** What the plans have a step do otherwise: its command and where, its params and variables. */
export function commandDifferences(was: PlanStep, is: PlanStep): string[] {
  const found: string[] = [];
  if (!same(was.commands, is.commands)) found.push('command changed');
  if (was.shell !== is.shell) found.push(`shell changed from ${was.shell} to ${is.shell}`);
  if (was.workingFolder !== is.workingFolder) found.push('working folder changed');
  const params = { was: flat(was.params), is: flat(is.params) };
  found.push(...memberDifferences('param', params.was, params.is));
  found.push(...memberDifferences('variable', was.variables, is.variables));
  return found;
}

const STEP_WORDS = {
  inputs: 'declared inputs',
  timeoutMs: 'timeout',
  retries: 'retries',
  resources: 'resources',
  needs: 'needed steps',
  group: 'matrix',
} as const;

function flat(params: PlanStep['params']): Record<string, Json> {
  const values = Object.values(params).flatMap((file) => Object.entries(file));
  return Object.fromEntries(values);
}

function rulesOf(step: PlanStep): Record<string, Json> {
  return Object.fromEntries(
    step.outputs.map(({ path, ...rules }) => [path, rules as unknown as Json]),
  );
}

function memberDifferences(
  word: string,
  was: Readonly<Record<string, Json>>,
  is: Readonly<Record<string, Json>>,
  changed?: string,
): string[] {
  const found: string[] = [];
  for (const name of new Set([...Object.keys(was), ...Object.keys(is)])) {
    const [before, now] = [was[name], is[name]];
    if (before === undefined) found.push(`${word} ${name} added`);
    else if (now === undefined) found.push(`${word} ${name} removed`);
    else if (!same(before, now)) {
      const how = changed ?? ` changed from ${canonicalJson(before)} to ${canonicalJson(now)}`;
      found.push(`${word} ${name}${how}`);
    }
  }
  return found;
}

/** Whether two parts of a plan are equal as JSON. */
function same(a: unknown, b: unknown): boolean {
  return canonicalJson((a ?? null) as Json) === canonicalJson((b ?? null) as Json);
}
