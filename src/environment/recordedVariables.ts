import * as fs from 'node:fs';
import * as path from 'node:path';

import type { EnvironmentRecord } from './environmentModel';
import { variableNames } from './variableNames';

/**
 * The environment of now with PATH, `VIRTUAL_ENV` and `CONDA_PREFIX` as a run on the same host recorded
 * them, because the window that verifies is seldom the terminal that ran. Where none of the folders is left,
 * what is set now stands. One that is gone stays on PATH: it finds nothing there, it may never have been,
 * and without it PATH would look changed.
 */
export function variablesOfRecord(
  was: EnvironmentRecord,
  now: Readonly<Record<string, string | undefined>>,
  sameHost: boolean,
): Record<string, string | undefined> {
  const variables: Record<string, string | undefined> = { ...now };
  if (!sameHost) return variables;
  const searched = valueOf(was, 'PATH') ?? '';
  if (searched !== '' && searched.split(path.delimiter).some(stands)) {
    put(variables, 'PATH', searched);
  }
  for (const name of ['VIRTUAL_ENV', 'CONDA_PREFIX']) {
    const recorded = valueOf(was, name);
    if (recorded === null) put(variables, name, undefined);
    else if (stands(recorded)) put(variables, name, recorded);
  }
  return variables;
}

/** A relative entry is a folder of wherever the step runs, so it always stands. */
function stands(folder: string): boolean {
  return !path.isAbsolute(folder) || fs.existsSync(folder);
}

function valueOf(was: EnvironmentRecord, name: string): string | null {
  const recorded = Object.entries(was.variables).find(
    ([known]) => known === name || (process.platform === 'win32' && known.toUpperCase() === name),
  )?.[1];
  return recorded && 'value' in recorded ? recorded.value : null;
}

function put(
  variables: Record<string, string | undefined>,
  name: string,
  value: string | undefined,
): void {
  for (const known of variableNames(variables, name)) Reflect.deleteProperty(variables, known);
  if (value !== undefined) variables[name] = value;
}
