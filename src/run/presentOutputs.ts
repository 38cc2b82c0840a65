import * as fs from 'node:fs';

import { absoluteIn } from '../base/paths';
import type { PlanStep } from '../pipeline/model';
import { isNeverTaken } from '../pipeline/neverTaken';
import { fixedPart, isPattern, matcherOf } from '../pipeline/patterns';
import { lookAt } from '../snapshot/folderListing';
import { linkAbove, linkOnTheWay } from '../snapshot/linkOnTheWay';
import type { LinkFound } from '../snapshot/linkOnTheWay';
import { environmentFolderKind } from '../environment/environmentFolders';

/** One thing that lies where a step's outputs go. Folders are none: they go when they are empty. */
export interface PresentOutput {
  /** Relative to the root of the plan. */
  readonly path: string;
  /** `other`: neither file nor link, or never taken into anything, such as the checkpoint of a notebook. */
  readonly kind: 'file' | 'link' | 'other' | 'bytecode';
}

/** What lies where a step's outputs go, and the folders in which it lies, deepest last. */
export interface PresentOutputs {
  readonly leaves: readonly PresentOutput[];
  readonly folders: readonly string[];
}

/**
 * A link on the way to a step's outputs, which an earlier step or attempt may have made. What lies beyond
 * it is somebody else's: nothing there is to be looked at, moved or made.
 */
export function linkToOutputs(root: string, step: PlanStep): LinkFound | null {
  for (const { path } of step.outputs) {
    const link = isPattern(path) ? linkOnTheWay(root, fixedPart(path)) : linkAbove(root, path);
    if (link !== null) return link;
  }
  return null;
}

/** Looks for what lies where a step's outputs go. Links are not followed; environment folders and stores are not entered. */
export function presentOutputs(root: string, step: PlanStep): PresentOutputs {
  const leaves: PresentOutput[] = [];
  const folders: string[] = [];
  const walk = (path: string, wanted: (path: string) => boolean, how: Walk): void => {
    const entries = entriesOf(absoluteIn(root, path));
    if (entries === null) {
      // Closed to us: it can be moved all the same, as it is.
      if (how.inside) leaves.push({ path, kind: 'other' });
      return;
    }
    if (path !== '.' && isForeign(path, entries)) return;
    if (how.inside) folders.push(path);
    for (const entry of entries) {
      const name = path === '.' ? entry.name : `${path}/${entry.name}`;
      if (entry.name === '.git' || entry.name === '.reprise') continue;
      const neverTaken = how.neverTaken || isNeverTaken(entry.name, entry.isDirectory());
      if (neverTaken && !how.inside) continue;
      const inside = how.inside || wanted(name);
      if (entry.isDirectory()) walk(name, wanted, { inside, neverTaken });
      else if (inside)
        leaves.push({ path: name, kind: neverTaken ? unwanted(entry) : kindOf(entry) });
    }
  };
  for (const { path } of step.outputs) {
    const start = fixedPart(path);
    const stat = lookAt(absoluteIn(root, start));
    if (!stat) continue;
    if (stat.isDirectory())
      walk(start, wantedBy(path), { inside: !isPattern(path), neverTaken: false });
    else if (!isPattern(path)) leaves.push({ path, kind: kindOf(stat) });
  }
  return { leaves, folders };
}

/** Where a walk is: below something that is an output as a whole, and below something that is never taken. */
interface Walk {
  readonly inside: boolean;
  readonly neverTaken: boolean;
}

function kindOf(found: fs.Dirent | fs.Stats): PresentOutput['kind'] {
  return found.isFile() ? 'file' : found.isSymbolicLink() ? 'link' : 'other';
}

function unwanted(entry: fs.Dirent): PresentOutput['kind'] {
  return entry.isFile() && entry.name.endsWith('.pyc') ? 'bytecode' : 'other';
}

function entriesOf(folder: string): fs.Dirent[] | null {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch {
    return null;
  }
}

function wantedBy(path: string): (path: string) => boolean {
  return isPattern(path) ? matcherOf(path) : () => true;
}

/** An environment folder is nobody's output. */
function isForeign(path: string, entries: readonly fs.Dirent[]): boolean {
  const names = path.split('/');
  const inside = new Set(entries.map((entry) => entry.name));
  const kind = environmentFolderKind(names.at(-1) ?? '', inside, names.at(-2) ?? '');
  return kind !== null;
}
