import type { PlanStep } from '../../src/pipeline/model';

/** A step of a plan; what is not given is empty. */
export function planStep(given: Partial<PlanStep> & { readonly name: string }): PlanStep {
  return {
    group: null,
    shell: 'sh',
    commands: ['true'],
    workingFolder: '.',
    inputs: [],
    outputs: [],
    params: {},
    variables: {},
    timeoutMs: null,
    retries: 0,
    resources: null,
    needs: [],
    ...given,
  };
}
