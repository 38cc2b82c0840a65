import type { Json } from '../base/json';
import type { Plan } from '../pipeline/model';

/** The plan as `plan --json` prints it: steps in plan order, paths relative to the project. */
export function planJson(plan: Plan, version: string | null): { readonly [key: string]: Json } {
  return {
    format: 1,
    pipeline: plan.pipeline,
    version,
    steps: plan.steps.map((step) => ({
      name: step.name,
      group: step.group,
      shell: step.shell,
      commands: step.commands,
      workingFolder: step.workingFolder,
      inputs: step.inputs.map(({ path }) => path),
      outputs: step.outputs.map(({ path, kind, cache }) => ({ path, kind, cache })),
      params: step.params,
      needs: step.needs,
    })),
  };
}
