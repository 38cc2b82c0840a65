import { failed, ok } from '../base/result';
import type { Result } from '../base/result';

import type { Plan } from './model';

/** A plan of these steps and all that they need, in the same order. A target is a step or the name of a matrix. */
export function narrowPlan(
  plan: Plan,
  targets: readonly string[],
): Result<Plan, { code: 'step-unknown'; step: string; known: readonly string[] }> {
  const byName = new Map(plan.steps.map((step) => [step.name, step]));
  const wanted: string[] = [];
  for (const target of targets) {
    const found = plan.steps.filter((step) => step.name === target || step.group === target);
    if (found.length === 0)
      return failed({ code: 'step-unknown', step: target, known: knownTargets(plan) });
    wanted.push(...found.map((step) => step.name));
  }
  const kept = new Set<string>();
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (kept.has(name)) continue;
    kept.add(name);
    wanted.push(...(byName.get(name)?.needs ?? []));
  }
  return ok({ ...plan, steps: plan.steps.filter((step) => kept.has(step.name)) });
}

/** Everything that may be a target: the steps, and before its instances each matrix. */
export function knownTargets(plan: Plan): readonly string[] {
  const known = new Set<string>();
  for (const step of plan.steps) {
    if (step.group !== null) known.add(step.group);
    known.add(step.name);
  }
  return [...known];
}
