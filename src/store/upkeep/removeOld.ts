import * as fs from 'node:fs';

import { temporaryFile } from '../places';
import type { Places } from '../places';
import { systemError } from '../storeError';

/**
 * Removes files that belong together, where the last one is old; false, and all are where they were, when it is
 * not. A writer may find an object and make it young at any moment: so the files are first moved to where
 * nobody finds them, and then looked at. Who comes later does not find them and writes the object anew; who
 * was earlier has been seen. Of two sweeps, the one that moves the first file does it.
 */
export function removeOld(
  places: Places,
  files: readonly string[],
  isOld: (file: string) => boolean,
): boolean {
  fs.mkdirSync(places.temporary, { recursive: true });
  const moved: (readonly [from: string, to: string])[] = [];
  for (const file of files) {
    const to = temporaryFile(places, '.leaving');
    if (!move(file, to)) break;
    moved.push([file, to]);
  }
  const last = moved.at(-1);
  const gone = last !== undefined && moved.length === files.length && isOld(last[1]);
  for (const [from, to] of moved.reverse()) {
    if (gone) fs.rmSync(to, { force: true });
    else move(to, from);
  }
  return gone;
}

/** False where another sweep was faster. */
function move(from: string, to: string): boolean {
  try {
    fs.renameSync(from, to);
    return true;
  } catch (error) {
    if (systemError(error).code !== 'ENOENT') throw error;
    return false;
  }
}
