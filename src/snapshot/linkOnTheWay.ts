import * as fs from 'node:fs';

import { absoluteIn, parentsOf } from '../base/paths';
import { lookAt } from './folderListing';

/** A link, with what it holds; the path is relative to the root that was asked. */
export interface LinkFound {
  readonly path: string;
  readonly target: string;
}

/** The first link on a written path, the path itself included; null where there is none. */
export function linkOnTheWay(root: string, path: string): LinkFound | null {
  return path === '.' ? null : firstLink(root, [...parentsOf(path).reverse(), path]);
}

/** The first link among the folders above a path; null where there is none. */
export function linkAbove(root: string, path: string): LinkFound | null {
  return firstLink(root, parentsOf(path).reverse());
}

function firstLink(root: string, paths: readonly string[]): LinkFound | null {
  for (const path of paths) {
    const absolute = absoluteIn(root, path);
    if (lookAt(absolute)?.isSymbolicLink() !== true) continue;
    try {
      return { path, target: fs.readlinkSync(absolute) };
    } catch {
      return null; // gone since
    }
  }
  return null;
}
