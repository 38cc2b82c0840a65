import * as fs from 'node:fs';

import { isNeverTaken } from '../pipeline/neverTaken';

/** Something in an environment folder. */
export interface EnvironmentFile {
  /** Relative to the folder. */
  readonly path: string;
  readonly kind: 'file' | 'link' | 'empty-folder';
  readonly stats: fs.Stats;
}

/**
 * Walks an environment folder: what is no folder, and folders with nothing in them. Left out are bytecode and
 * caches that a tool writes whenever it likes, and the names in `without` at the top. Links are not followed.
 */
export function walkEnvironment(
  folder: string,
  visit: (file: EnvironmentFile) => void,
  without: ReadonlySet<string> = NONE,
): void {
  collect(folder, '', { visit, without });
}

const NONE: ReadonlySet<string> = new Set();

/** Synchronous on purpose, as a scan is. */
function collect(
  folder: string,
  prefix: string,
  how: {
    readonly visit: (file: EnvironmentFile) => void;
    readonly without: ReadonlySet<string>;
  },
): void {
  let names: fs.Dirent[];
  try {
    names = fs.readdirSync(folder, { withFileTypes: true });
  } catch {
    return; // gone, or closed to us as it is to a step
  }
  let some = 0;
  for (const entry of names) {
    const { name } = entry;
    const isFolder = entry.isDirectory();
    if (isNeverTaken(name, isFolder) || (prefix === '' && how.without.has(name))) continue;
    some++;
    const absolute = `${folder}/${name}`;
    if (isFolder) {
      collect(absolute, `${prefix}${name}/`, how);
      continue;
    }
    const stats = fs.lstatSync(absolute, QUIETLY);
    if (stats === undefined) continue;
    const kind = stats.isSymbolicLink() ? 'link' : 'file';
    how.visit({ path: prefix + name, kind, stats });
  }
  if (some > 0 || prefix === '') return;
  const stats = fs.lstatSync(folder, QUIETLY);
  if (stats !== undefined) how.visit({ path: prefix.slice(0, -1), kind: 'empty-folder', stats });
}

const QUIETLY = { throwIfNoEntry: false } as const;
