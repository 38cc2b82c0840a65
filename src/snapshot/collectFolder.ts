import * as fs from 'node:fs';

import { absoluteIn } from '../base/paths';
import type { StoreFailure } from '../store/failures';
import type { FileStat } from '../store/storeModel';
import type { SnapshotFailure } from './failures';
import { fileStatOf, lookThrough, seeFolder } from './folderListing';
import type { Listed, SeenFolder } from './folderListing';
import { resolveInside } from './links';

/** What a walk for one declaration has found so far. */
export interface Collected {
  readonly files: { path: string; stat: FileStat }[];
  readonly folders: string[];
  readonly links: { path: string; target: string; end: string }[];
  readonly followed: { path: string; target: string }[];
  readonly broken: string[];
  readonly special: string[];
  readonly neverTaken: string[];
  failure: SnapshotFailure | StoreFailure | null;
}

/** How a folder is walked. */
export interface CollectOptions {
  readonly into: Collected;
  /** Follow links that lead out of the declared folder. */
  readonly follow: boolean;
  /** Take the folder whole; else the files that are wanted. */
  readonly deep: boolean;
  readonly wanted?: {
    readonly matches: (path: string) => boolean;
    readonly mayHold: (folder: string) => boolean;
  };
  /** Folders that need not be looked at again, by path; what lies behind a link is not among them. */
  readonly seen?: ReadonlyMap<string, SeenFolder> | undefined;
}

/** Walks a declared folder, or the folder of a pattern; false where it is one that is never taken. */
export function collectFolder(root: string, path: string, options: CollectOptions): boolean {
  const walk: Walk = { root, base: path, options, above: [] };
  return folder(walk, path, absoluteIn(root, path));
}

interface Walk {
  readonly root: string;
  /** The declared folder, which kept links have to stay in. */
  readonly base: string;
  readonly options: CollectOptions;
  /** Real paths of the folders that were entered through links, so that a circle ends. */
  readonly above: readonly string[];
}

function folder(walk: Walk, path: string, absolute: string): boolean {
  const { into, deep, seen } = walk.options;
  const found = seen?.get(path) ?? seeFolder(path, absolute);
  if (found.error !== null) {
    if (found.error !== 'ENOENT') {
      into.failure ??= { code: 'file-unreadable', path, error: found.error };
    }
    return true;
  }
  if (found.environment) {
    if (path !== walk.base) into.neverTaken.push(path);
    return false;
  }
  if (deep && path !== '.') into.folders.push(path);
  const prefix = path === '.' ? '' : `${path}/`;
  for (const broken of found.notUtf8) {
    const there = prefix + broken;
    if (walk.options.wanted?.matches(there) ?? true) {
      into.failure ??= { code: 'name-not-utf8', path: there };
    }
  }
  for (const child of found.children) {
    if (counts(walk, child.path, child.kind === 'folder')) entry(walk, absolute, child);
  }
  for (const { name, isFolder } of found.neverTaken) {
    if (counts(walk, prefix + name, isFolder)) into.neverTaken.push(prefix + name);
  }
  return true;
}

function counts(walk: Walk, path: string, isFolder: boolean): boolean {
  const { wanted } = walk.options;
  if (wanted === undefined) return true;
  return isFolder ? wanted.mayHold(path) : wanted.matches(path);
}

function entry(walk: Walk, above: string, child: Listed): void {
  const { into } = walk.options;
  const { path } = child;
  if (child.kind === 'file') into.files.push(child);
  else if (child.kind === 'folder') folder(walk, path, `${above}/${child.name}`);
  else if (child.kind === 'link') link(walk, path, `${above}/${child.name}`);
  else into.special.push(path);
}

function link(walk: Walk, path: string, absolute: string): void {
  const { into, follow, deep } = walk.options;
  const target = readLink(absolute);
  if (target === null) return;
  const end = deep ? endInside(walk, path, target) : null;
  if (end !== null) {
    into.links.push({ path, target, end });
    return;
  }
  const stats = lookThrough(absolute);
  // A pattern does not descend through links, and a folder is no match for one.
  if (!deep && follow && stats?.isDirectory() === true) return;
  into.followed.push({ path, target });
  if (!follow) return;
  if (stats === null) into.broken.push(path);
  else if (stats.isFile()) into.files.push({ path, stat: fileStatOf(stats) });
  else if (stats.isDirectory()) throughLink(walk, path, absolute, target);
  else into.special.push(path);
}

function throughLink(walk: Walk, path: string, absolute: string, target: string): void {
  const { into } = walk.options;
  const real = fs.realpathSync(absolute);
  const here = fs.realpathSync(absoluteIn(walk.root, path.slice(0, path.lastIndexOf('/'))));
  const circle = [here, ...walk.above].some((at) => at === real || at.startsWith(`${real}/`));
  if (circle) {
    into.failure ??= { code: 'link-leads-out', path, target };
    return;
  }
  // Links met behind this one are judged by where they stand now, below its own place.
  folder({ ...walk, base: path, above: [here, ...walk.above] }, path, absolute);
}

/** Where a link comes out, if below the declared folder. */
function endInside(walk: Walk, path: string, target: string): string | null {
  const below = walk.base === '.' ? path : path.slice(walk.base.length + 1);
  const base = absoluteIn(walk.root, walk.base);
  const end = resolveInside(below, target, (at) => readLink(`${base}/${at}`));
  if (end === null || walk.base === '.') return end;
  return end === '.' ? walk.base : `${walk.base}/${end}`;
}

function readLink(absolute: string): string | null {
  try {
    return fs.readlinkSync(absolute);
  } catch {
    return null; // no link, or gone
  }
}
