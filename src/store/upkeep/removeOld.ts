import * as fs from 'node:fs';
import * as path from 'node:path';

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
    const to = temporaryFile(places, endingFor(places, file));
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

/**
 * Puts back what a sweep that was killed had moved away and not yet removed: it may have become young by
 * then. An index is put back beside its pack only, for without one the pack was being removed.
 */
export function putBackLeaving(
  places: Places,
  names: readonly string[],
  isLive: (name: string) => boolean,
): void {
  const left = names.flatMap((name) => {
    const home = isLive(name) ? null : homeOf(places, name);
    return home === null ? [] : [{ from: path.join(places.temporary, name), home }];
  });
  left.sort((a, b) => Number(isIndex(a.home)) - Number(isIndex(b.home)));
  for (const { from, home } of left) {
    const wanted = !isIndex(home) || fs.existsSync(home.replace(/index$/, 'pack'));
    if (!wanted || fs.existsSync(home)) continue; // of no use any more: it goes with the strays
    fs.mkdirSync(path.dirname(home), { recursive: true });
    move(from, home);
  }
}

/** Tells where the file came from: `.sha256-ab-cdef….leaving`. */
function endingFor(places: Places, file: string): string {
  const home = path.relative(path.dirname(places.loose), file).split(path.sep).join('-');
  return `.${home}${LEAVING}`;
}

/** Null where a name in tmp/ does not say where the file came from. */
function homeOf(places: Places, name: string): string | null {
  const loose = /\.sha256-([0-9a-f]{2})-([0-9a-f]{62})\.leaving$/.exec(name);
  if (loose) return path.join(places.loose, loose[1] as string, loose[2] as string);
  const pack = /\.packs-([0-9a-f]{64}\.(?:pack|index))\.leaving$/.exec(name);
  return pack ? path.join(places.packs, pack[1] as string) : null;
}

function isIndex(file: string): boolean {
  return file.endsWith('.index');
}

const LEAVING = '.leaving';

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
