import * as fs from 'node:fs';
import * as path from 'node:path';

import { removeWhole } from '../base/closedFolders';
import { makeFolders } from '../base/makeFolders';

/** A folder of our own in one of the user's, filled first and published as a whole. */
export interface Stage {
  /** Absolute; new, empty, and of a name that nobody else knows. */
  readonly folder: string;
  /** Moves all of it to where it belongs; false, and nothing moved, where something has come there meanwhile. */
  publish(): boolean;
  /** Takes away what was made, and nothing that somebody else has put there. */
  abandon(): void;
}

/**
 * Makes a folder with those above it, and a stage in it. What is half done lies apart from what somebody may put
 * into the folder meanwhile, and after a crash nothing lies there that could be taken for a whole version.
 */
export function openStage(into: string): Stage {
  const first = makeFolders(into);
  let folder: string;
  try {
    folder = fs.mkdtempSync(path.join(into, '.reprise-load-'));
  } catch (error) {
    removeEmpty(into, first);
    throw error;
  }
  return {
    folder,
    publish: () => {
      const names = fs.readdirSync(folder);
      const isTaken = (name: string): boolean =>
        fs.lstatSync(path.join(into, name), { throwIfNoEntry: false }) !== undefined;
      if (names.some(isTaken)) return false;
      for (const name of names) fs.renameSync(path.join(folder, name), path.join(into, name));
      fs.rmdirSync(folder);
      return true;
    },
    abandon: () => {
      removeWhole(folder);
      removeEmpty(into, first);
    },
  };
}

/** Removes folders from this one up to the first that was made, as long as they are empty. */
function removeEmpty(from: string, first: string | undefined): void {
  if (first === undefined) return;
  for (let folder = from; ; folder = path.dirname(folder)) {
    try {
      fs.rmdirSync(folder);
    } catch {
      return; // somebody has put something there
    }
    if (folder === first) return;
  }
}
