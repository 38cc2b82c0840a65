import * as fs from 'node:fs';

import { absoluteIn } from '../base/paths';
import type { EnvironmentRecord } from '../environment/environmentModel';
import { brokenPins, pinnedPackages } from '../environment/pinnedPackages';
import type { Warning } from '../records/warnings';

/**
 * Says where a Python environment that steps use does not have what the lock file pins: the lock is part of
 * what is asked, and would go into a version beside an environment that was not built from it.
 */
export function lockDiffers(
  environment: EnvironmentRecord,
  where: { readonly root: string; readonly lock: string | null },
): Warning[] {
  const { root, lock } = where;
  if (lock === null) return [];
  const used = new Set(Object.values(environment.steps).flatMap(({ packages }) => packages));
  const lists = environment.packages.filter(
    ({ ecosystem, folder }) => ecosystem === 'python' && used.has(folder),
  );
  const pins = lists.length === 0 ? [] : pinnedPackages(textOf(absoluteIn(root, lock)));
  for (const { packages } of pins.length === 0 ? [] : lists) {
    const broken = brokenPins(pins, packages);
    if (broken.length === 0) continue;
    const some = broken.slice(0, MOST);
    return [{ code: 'lock-differs', lock, packages: some, count: broken.length }];
  }
  return [];
}

/** Empty where it is not there, or longer than anybody's requirements. */
function textOf(file: string): string {
  try {
    return fs.statSync(file).size > LONGEST ? '' : fs.readFileSync(file, 'utf8');
  } catch {
    return ''; // that it is missing is told elsewhere
  }
}

/** Packages named; how many more there are is said. */
const MOST = 3;

/** Bytes; with hashes a thousand packages are a few megabytes. */
const LONGEST = 16 * 2 ** 20;
