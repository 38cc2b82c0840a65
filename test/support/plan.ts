import type { InputDeclaration, OutputDeclaration, Plan, PlanStep } from '../../src/pipeline/model';
import { planStep } from './planStep';

/** A declared input; a path alone is kept. */
export function input(path: string, cache = true): InputDeclaration {
  return { path, cache };
}

/** A declared output without rules. */
export function output(path: string, cache = true): OutputDeclaration {
  return { path, kind: null, cache, tolerance: null, ignore: null };
}

/** A step with these inputs and outputs. */
export function step(
  name: string,
  inputs: readonly string[],
  outputs: readonly string[],
  more: Partial<PlanStep> = {},
): PlanStep {
  return planStep({
    name,
    inputs: inputs.map((path) => input(path)),
    outputs: outputs.map((path) => output(path)),
    ...more,
  });
}

/** A plan of `pipeline.yaml` with these steps. */
export function plan(steps: readonly PlanStep[], more: Partial<Plan> = {}): Plan {
  return {
    format: 1,
    pipeline: 'pipeline.yaml',
    name: null,
    python: null,
    lock: null,
    folder: '.',
    source: null,
    steps,
    ...more,
  };
}
