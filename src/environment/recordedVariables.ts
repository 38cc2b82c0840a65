import * as fs from 'node:fs';
import * as path from 'node:path';

import type { EnvironmentRecord } from './environmentModel';
import { variableNames } from './variableNames';

/**
 * The environment of now with PATH, `VIRTUAL_ENV` and `CONDA_PREFIX` as a run on the same host recorded
 * them, because the window that verifies is seldom the terminal that ran. Folders that are gone stay away;
 * where nothing of PATH is left, that of now stands.
 */
export function variablesOfRecord(
  was: EnvironmentRecord,
  now: Readonly<Record<string, string | undefined>>,
  sameHost: boolean,
): Record<string, string | undefined> {
  const variables: Record<string, string | undefined> = { ...now };
  if (!sameHost) return variables;
  const folders = (valueOf(was, 'PATH') ?? '').split(path.delimiter).filter(stands);
  if (folders.length > 0) put(variables, 'PATH', folders.join(path.delimiter));
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
