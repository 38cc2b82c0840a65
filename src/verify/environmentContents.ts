import * as fs from 'node:fs';

import { isNeverTaken } from '../pipeline/neverTaken';

/**
 * What tells whether anybody has touched a file of an environment folder, by its path in it. Bytecode is
 * left out, which an interpreter writes whenever it likes. Links are not followed.
 */
export function environmentContents(folder: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  collect(folder, '', found);
  return found;
}

function collect(folder: string, prefix: string, found: Map<string, string>): void {
  let names: fs.Dirent[];
  try {
    names = fs.readdirSync(folder, { withFileTypes: true });
  } catch {
    return; // gone, or closed to us as it is to a step
  }
  for (const entry of names) {
    const { name } = entry;
    if (isNeverTaken(name, entry.isDirectory())) continue;
    const absolute = `${folder}/${name}`;
    if (entry.isDirectory()) {
      collect(absolute, `${prefix}${name}/`, found);
      continue;
    }
    const stats = fs.lstatSync(absolute, QUIETLY);
    if (stats === undefined) continue;
    const { ino, size, mtimeMs, ctimeMs } = stats;
    found.set(prefix + name, `${ino} ${size} ${mtimeMs} ${ctimeMs}`);
  }
}

const QUIETLY = { throwIfNoEntry: false } as const;
