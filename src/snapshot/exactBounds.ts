import { exactNumber } from '../base/json';
import type { Plan } from '../pipeline/model';

/**
 * A plan's tolerances as a document holds them: a bound beyond 2^53 is written as text, because canonical
 * JSON has no number for it.
 */
export function writtenBounds(plan: Plan): unknown {
  return withBounds(plan, (bound) => (typeof bound === 'number' ? exactNumber(bound) : bound));
}

/** The tolerances of a document as a plan holds them: numbers all. */
export function readBounds(plan: Plan): Plan {
  return withBounds(plan, (bound) => Number(bound)) as Plan;
}

function withBounds(plan: Plan, change: (bound: unknown) => unknown): unknown {
  const changed = (value: unknown): unknown =>
    typeof value !== 'object' || value === null
      ? change(value)
      : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, changed(inner)]));
  const steps = plan.steps.map((step) => {
    if (step.outputs.every(({ tolerance }) => tolerance === null)) return step;
    const outputs = step.outputs.map((output) =>
      output.tolerance === null ? output : { ...output, tolerance: changed(output.tolerance) },
    );
    return { ...step, outputs };
  });
  return { ...plan, steps };
}
