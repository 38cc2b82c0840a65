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
  /** `junk`: bytecode and the caches of tools, which are never part of anything. */
  readonly kind: 'file' | 'link' | 'other' | 'junk';
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
  const walk = (path: string, wanted: (path: string) => boolean, inside: boolean): void => {
    const entries = entriesOf(absoluteIn(root, path));
    if (entries === null) {
      // Closed to us: it can be moved all the same, as it is.
      if (inside) leaves.push({ path, kind: 'other' });
      return;
    }
    if (path !== '.' && isForeign(path, entries)) return;
    if (inside) folders.push(path);
    for (const entry of entries) {
      const name = path === '.' ? entry.name : `${path}/${entry.name}`;
      const taken = inside || wanted(name);
      if (entry.name === '.git' || entry.name === '.reprise') continue;
      if (isNeverTaken(entry.name, entry.isDirectory())) {
        if (inside) leaves.push({ path: name, kind: 'junk' });
      } else if (entry.isDirectory()) {
        walk(name, wanted, taken);
      } else if (taken) {
        const kind = entry.isFile() ? 'file' : entry.isSymbolicLink() ? 'link' : 'other';
        leaves.push({ path: name, kind });
      }
    }
  };
  for (const { path } of step.outputs) {
    const start = fixedPart(path);
    const stat = lookAt(absoluteIn(root, start));
    if (!stat) continue;
    if (stat.isDirectory()) walk(start, wantedBy(path), !isPattern(path));
    else if (!isPattern(path)) {
      const kind = stat.isFile() ? 'file' : stat.isSymbolicLink() ? 'link' : 'other';
      leaves.push({ path, kind });
    }
  }
  return { leaves, folders };
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
