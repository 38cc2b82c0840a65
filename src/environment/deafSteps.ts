import * as path from 'node:path';

import type { PlanPart } from './planPart';
import { resolvePython } from './python';
import { programsOfStep } from './stepPrograms';
import type { Located } from './stepPrograms';
import { stepVariables } from './stepVariables';
import { readVariable } from './variableNames';

/**
 * The steps that start a Python which does not hear `PYTHONPATH` (`-I`, `-E`, as an option or in the first line
 * of a script) or does not get it (`env -i`, another value), as far as reading their commands can tell: what a
 * room leads elsewhere by it stays as it is for them.
 */
export function deafSteps(
  plan: PlanPart,
  options: {
    readonly project: string;
    readonly room: string;
    /** Folders of the room that the redirection put on `PYTHONPATH`, relative to it. */
    readonly folders: readonly string[];
    readonly variables: Readonly<Record<string, string | undefined>>;
  },
): string[] {
  const { project, room } = options;
  const python = resolvePython(plan, project);
  const found = new Map<string, Located | null>();
  const deaf = plan.steps.filter((step) => {
    const variables = stepVariables({
      base: options.variables,
      step,
      python: python.ok ? python.value : null,
      temporary: '',
      redirect: null,
      project,
      room,
    });
    const place = {
      path: readVariable(variables, 'PATH') ?? '',
      extensions: readVariable(variables, 'PATHEXT'),
      folder: path.join(room, step.workingFolder),
      roots: [room, project],
      needed: options.folders.map((folder) => path.join(room, folder)),
      found,
    };
    return programsOfStep(step, place).isDeaf;
  });
  return deaf.map(({ name }) => name);
}
