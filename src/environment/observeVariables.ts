import { createHash, createHmac, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { byCodeUnit } from '../base/paths';
import { isRecordedByValue } from './documentedVariables';
import type { ObservedVariable } from './environmentModel';
import { isEditors } from './stepVariables';

/** The secret that turns a value into a digest, and the name it goes by in records. */
export interface Salt {
  readonly salt: Buffer;
  readonly id: string;
}

/** The salt of a store; where there is none a new one, so that nothing compares equal to its digests. */
export function saltOf(store: string): Salt {
  let salt: Buffer;
  try {
    salt = fs.readFileSync(path.join(store, 'salt'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    salt = randomBytes(32);
  }
  return { salt, id: createHash('sha256').update(salt).digest('hex').slice(0, 16) };
}

/** Every variable that steps are given: by value where it is on the documented list, else by salted digest. */
export function observeVariables(
  variables: Readonly<Record<string, string | undefined>>,
  { salt }: Salt,
): Record<string, ObservedVariable> {
  const observed: Record<string, ObservedVariable> = {};
  for (const name of Object.keys(variables).sort(byCodeUnit)) {
    const value = variables[name];
    if (value === undefined || isEditors(name)) continue;
    const listed = isRecordedByValue(process.platform === 'win32' ? name.toUpperCase() : name);
    observed[name] = listed ? { value } : { salted: saltedDigest(salt, name, value) };
  }
  return observed;
}

/** The name is in it too, so that two variables of one value cannot be told to be equal. */
function saltedDigest(salt: Buffer, name: string, value: string): string {
  return createHmac('sha256', salt).update(`${name}\0${value}`).digest('hex');
}
