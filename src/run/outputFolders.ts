import * as fs from 'node:fs';
import * as path from 'node:path';

import { withOpened } from '../base/closedFolders';
import { absoluteIn, parentsOf } from '../base/paths';
import type { PlanStep } from '../pipeline/model';
import { fixedPart, isPattern } from '../pipeline/patterns';
import { lookAt } from '../snapshot/folderListing';
import { linkOnTheWay } from '../snapshot/linkOnTheWay';

/** A folder that was taken away because nothing was left in it. */
export interface EmptiedFolder {
  readonly path: string;
  readonly mode: number;
}

/** Removes those of some folders, parents first, in which nothing is left; comes back with them, parents first. */
export function removeEmpty(root: string, folders: readonly string[]): EmptiedFolder[] {
  const removed: EmptiedFolder[] = [];
  for (const folder of [...folders].reverse()) {
    const absolute = absoluteIn(root, folder);
    const stats = lookAt(absolute);
    try {
      withOpened([path.dirname(absolute)], () => fs.rmdirSync(absolute));
      if (stats) removed.unshift({ path: folder, mode: stats.mode & 0o7777 });
    } catch {
      // Something stays in it.
    }
  }
  return removed;
}

/** Makes folders anew that were removed, as they were. */
export function remakeFolders(root: string, folders: readonly EmptiedFolder[]): void {
  for (const { path: folder } of folders) makeFolder(root, folder);
  for (const { path: folder, mode } of [...folders].reverse()) {
    const absolute = absoluteIn(root, folder);
    if (linkOnTheWay(root, folder) !== null || lookAt(absolute)?.isDirectory() !== true) continue;
    fs.chmodSync(absolute, mode);
  }
}

/** Makes the folders in which a step's outputs go. */
export function makeParents(root: string, step: PlanStep): void {
  for (const { path: output } of step.outputs) {
    const parent = isPattern(output) ? fixedPart(output) : parentsOf(output)[0];
    if (parent !== undefined) makeFolder(root, parent);
  }
}

function makeFolder(root: string, folder: string): void {
  if (linkOnTheWay(root, folder) !== null) return;
  try {
    fs.mkdirSync(absoluteIn(root, folder), { recursive: true });
  } catch (error) {
    // A file of the user is in the way: the step will say so itself, in its own words.
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'EEXIST' && code !== 'ENOTDIR') throw error;
  }
}
