import { absoluteIn, byCodeUnit } from '../base/paths';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import { holdsNeverTaken } from '../pipeline/neverTaken';
import { fixedPart, isPattern, matcherOf } from '../pipeline/patterns';
import type { StoreFailure } from '../store/failures';
import type { FileStat } from '../store/storeModel';
import { collectFolder } from './collectFolder';
import type { Collected } from './collectFolder';
import type { SnapshotFailure } from './failures';
import { fileStatOf, lookAt, lookThrough } from './folderListing';
import { linkOnTheWay } from './linkOnTheWay';
import { mayHoldMatch } from './patternFolders';
import type { Scan } from './scan';

/** What a declared path takes on the disk right now. All lists sorted by path, paths relative to the root. */
export interface Expanded {
  /** As declared. */
  readonly path: string;
  /** `never-taken`: it is there, and nothing of it is ever taken. */
  readonly kind: 'file' | 'folder' | 'pattern' | 'nothing' | 'never-taken';
  /** Of what a link points to, where it is followed. */
  readonly files: readonly { readonly path: string; readonly stat: FileStat }[];
  /** A declared folder itself and those below it; none for a pattern. */
  readonly folders: readonly string[];
  /** Relative links that stay inside the declared folder, kept as such. */
  readonly links: readonly {
    readonly path: string;
    readonly target: string;
    /** Where it comes out, links on the way followed; something may lie there or not. */
    readonly end: string;
  }[];
  /** Links that are not kept as links; followed for inputs, not allowed in outputs. */
  readonly followed: readonly { readonly path: string; readonly target: string }[];
  /** Of `followed`, those with nothing at their end. */
  readonly broken: readonly string[];
  /** Sockets, pipes and devices. */
  readonly special: readonly string[];
  /** What lies there and is never taken, the topmost of it. */
  readonly neverTaken: readonly string[];
}

/** How links are dealt with. */
export interface ExpandOptions {
  /** Inputs are followed through links; outputs are not. */
  readonly follow: boolean;
  /** What a scan of the root has seen, where it is of this very moment. */
  readonly seen?: Scan['seen'] | undefined;
}

/** Expands each declaration by itself, in the order given. A folder is taken whole, but for what is never taken. */
export function expand(
  root: string,
  declarations: readonly { readonly path: string }[],
  options: ExpandOptions = { follow: true },
): Result<readonly Expanded[], SnapshotFailure | StoreFailure> {
  const all: Expanded[] = [];
  for (const { path } of declarations) {
    const into = emptyCollection();
    const kind = (isPattern(path) ? expandPattern : expandWritten)(root, path, {
      into,
      ...options,
    });
    if (into.failure !== null) return failed(into.failure);
    all.push({ path, kind, ...sorted(into) });
  }
  return ok(all);
}

interface How extends ExpandOptions {
  readonly into: Collected;
}

function expandWritten(root: string, path: string, how: How): Expanded['kind'] {
  const absolute = absoluteIn(root, path);
  const link = lookAt(absolute);
  if (link === null) return 'nothing';
  if (path !== '.' && holdsNeverTaken(link.isDirectory() ? `${path}/.` : path))
    return 'never-taken';
  const linked = linkOnTheWay(root, path);
  if (linked !== null) how.into.followed.push(linked);
  if (link.isSymbolicLink() && !how.follow) return 'file';
  const stats = lookThrough(absolute);
  if (stats === null) {
    how.into.broken.push(path);
    return 'nothing';
  }
  if (stats.isFile()) {
    how.into.files.push({ path, stat: fileStatOf(stats) });
    return 'file';
  }
  if (!stats.isDirectory()) {
    how.into.special.push(path);
    return 'file';
  }
  return collectFolder(root, path, { ...how, deep: true }) ? 'folder' : 'never-taken';
}

function expandPattern(root: string, pattern: string, how: How): Expanded['kind'] {
  const from = fixedPart(pattern);
  const absolute = absoluteIn(root, from);
  if (!(lookThrough(absolute)?.isDirectory() ?? false)) return 'nothing';
  const linked = from === '.' ? null : linkOnTheWay(root, from);
  if (linked !== null) how.into.followed.push(linked);
  const wanted = { matches: matcherOf(pattern), mayHold: mayHoldMatch(pattern) };
  collectFolder(root, from, { ...how, deep: false, wanted });
  const { files, links, special, followed, broken } = how.into;
  const some = files.length + links.length + special.length + broken.length > 0;
  return some || followed.some(({ path }) => wanted.matches(path)) ? 'pattern' : 'nothing';
}

function emptyCollection(): Collected {
  return {
    files: [],
    folders: [],
    links: [],
    followed: [],
    broken: [],
    special: [],
    neverTaken: [],
    failure: null,
  };
}

function sorted(into: Collected): Omit<Expanded, 'path' | 'kind'> {
  const byPath = (a: { path: string }, b: { path: string }): number => byCodeUnit(a.path, b.path);
  return {
    files: into.files.sort(byPath),
    folders: into.folders.sort(byCodeUnit),
    links: into.links.sort(byPath),
    followed: into.followed.sort(byPath),
    broken: into.broken.sort(byCodeUnit),
    special: into.special.sort(byCodeUnit),
    neverTaken: into.neverTaken.sort(byCodeUnit),
  };
}
