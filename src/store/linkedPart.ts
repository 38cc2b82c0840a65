import * as fs from 'node:fs';
import * as path from 'node:path';

/**
 * The first part of a store that is a link, or null. Git brings links with a clone, and what is written or
 * swept through one belongs to somebody else. The store itself may be one: git does not go through it.
 */
export function linkedPart(store: string): string | null {
  for (const folder of LOOKED_INTO) {
    const linked = entriesIn(path.join(store, folder)).find((entry) => entry.isSymbolicLink());
    if (linked !== undefined) return path.join(store, folder, linked.name);
  }
  return null;
}

/** Parents first; all that holds folders, but for `runs`, of which there may be thousands. */
const LOOKED_INTO = ['', 'objects', 'objects/sha256', 'trees', 'versions'];

function entriesIn(folder: string): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // not there, or closed to us: who needs it will tell
  }
}
