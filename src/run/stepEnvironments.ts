import type { PythonChoice } from '../environment/python';
import { stepVariables, withTemporary } from '../environment/stepVariables';
import type { PlanStep } from '../pipeline/model';
import type { Room } from './place';

/** The whole environment of a step's scripts, but for the executor's mark; steps that declare the same share the making of it. */
export type StepEnvironments = (step: PlanStep, temporary: string) => Record<string, string>;

/** Opens the environments of a run. */
export function stepEnvironments({
  options: { variables: base, project, room },
  python,
}: {
  readonly options: {
    /** Of the command that started the run. */
    readonly variables: Readonly<Record<string, string | undefined>>;
    readonly project: { readonly root: string };
    readonly room: Room | null;
  };
  readonly python: PythonChoice | null;
}): StepEnvironments {
  const known = new Map<string, Record<string, string>>();
  return (step, temporary) => {
    const key = JSON.stringify([step.variables, step.workingFolder]);
    const made =
      known.get(key) ??
      stepVariables({
        base,
        step,
        python,
        temporary: '',
        redirect: room?.redirect ?? null,
        project: project.root,
        room: room?.root ?? null,
      });
    known.set(key, made);
    return withTemporary(made, step, temporary);
  };
}
