import * as fs from 'node:fs';
import * as path from 'node:path';

/**
 * The first part of a store that is a link, or null. Git brings links with a clone, and what is written or
 * swept through one belongs to somebody else. The store itself may be one: git does not go through it.
 */
export function linkedPart(store: string): string | null {
  for (const folder of LOOKED_INTO) {
    const linked = linkIn(path.join(store, folder));
    if (linked !== null) return linked;
  }
  return linkBelow(path.join(store, 'versions'));
}

/** The folder of a run, or the first thing in it, that is a link; null where none is. What its own process makes is none. */
export function linkedInRun(folder: string): string | null {
  return isLink(folder) ? folder : linkIn(folder);
}

/** Whether a link is at a path. */
export function isLink(file: string): boolean {
  try {
    return fs.lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  } catch {
    return false; // a parent that is no folder
  }
}

/** Parents first; all that holds folders, or files that are added to, but for `runs`, of which there may be thousands. */
const LOOKED_INTO = ['', 'objects', 'objects/packs', 'objects/sha256', 'trees', 'cache', 'locks'];

function linkIn(folder: string): string | null {
  const linked = entriesIn(folder).find((entry) => entry.isSymbolicLink());
  return linked === undefined ? null : path.join(folder, linked.name);
}

/** A pipeline in a folder has its versions as deep. */
function linkBelow(folder: string): string | null {
  const entries = entriesIn(folder);
  const linked = entries.find((entry) => entry.isSymbolicLink());
  if (linked !== undefined) return path.join(folder, linked.name);
  for (const entry of entries) {
    const found = entry.isDirectory() ? linkBelow(path.join(folder, entry.name)) : null;
    if (found !== null) return found;
  }
  return null;
}

function entriesIn(folder: string): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // not there, or closed to us: who needs it will tell
  }
}
