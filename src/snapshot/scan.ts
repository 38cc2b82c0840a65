import * as fs from 'node:fs';

import { trackedFiles } from '../base/git';
import { ownStreams } from '../base/ownStreams';
import type { FileIdentity } from '../base/ownStreams';
import { byCodeUnit, parentsOf } from '../base/paths';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import { isLookalike } from '../pipeline/ownedName';
import type { StoreFailure } from '../store/failures';
import type { FileStat } from '../store/storeModel';
import { isEnvironment, listFolder, lookAt, seeFolder } from './folderListing';
import type { Listed, SeenFolder } from './folderListing';
import { ignoreRulesOf } from './ignoreRules';
import type { IgnoreRules } from './ignoreRules';

/** A file or a link of the project, as lstat sees it. */
export interface ScannedFile {
  /** Relative to the scanned folder. */
  readonly path: string;
  readonly kind: 'file' | 'link';
  readonly stat: FileStat;
  /** Where a link points, as written; null for a file. */
  readonly target: string | null;
  readonly tracked: boolean;
  /** By ignore rules; never true for a tracked file. */
  readonly ignored: boolean;
  /** This very command writes its words there, so it tells nothing of the project. */
  readonly ownStream?: true;
}

/** A folder of the project. */
export interface ScannedFolder {
  readonly path: string;
  readonly ignored: boolean;
}

/** What lies in a project: all lists sorted by path; what is never taken, and what is neither file, folder nor link, left out. */
export interface Scan {
  readonly files: readonly ScannedFile[];
  readonly folders: readonly ScannedFolder[];
  /** Found, not looked into; links to environment folders too. */
  readonly environmentFolders: readonly string[];
  /** Every path that git tracks, those that are gone included; null outside git. */
  readonly tracked: ReadonlySet<string> | null;
  /** Names that cannot be recorded, as far as they can be written; not those that are ignored. */
  readonly notUtf8: readonly string[];
  /** Every folder that was walked, by its path: who has to know the same of the same moment need not look again. */
  readonly seen: ReadonlyMap<string, SeenFolder>;
  /** What is not taken because another file system would take its name for git's or the store's own. */
  readonly lookalikes: readonly { readonly path: string; readonly ignored: boolean }[];
  /** Folders that are not ignored and could not be read. */
  readonly unreadable: readonly { readonly path: string; readonly error: string }[];
}

/**
 * One walk of a project or a room. With `ignored: false` what is ignored and not tracked is neither
 * looked at nor returned, but for the names of files that are ignored one by one.
 */
export async function scan(
  root: string,
  options: { readonly ignored?: boolean } = {},
): Promise<Result<Scan, StoreFailure>> {
  const [tracked, rules] = await Promise.all([trackedFiles(root), ignoreRulesOf(root)]);
  const walk = new Walk(tracked, options.ignored ?? true);
  const error = walk.folder('.', root, { rules, ignored: false });
  if (error !== null) return failed({ code: 'file-unreadable', path: '.', error });
  return ok(walk.found());
}

interface Place {
  /** In force in the folder that this one lies in. */
  readonly rules: IgnoreRules;
  readonly ignored: boolean;
}

/** Synchronous on purpose: promises, one a file, cost several times what the disk does. */
class Walk {
  readonly #withIgnored: boolean;
  readonly #tracked: ReadonlySet<string> | null;
  readonly #trackedFolders: ReadonlySet<string>;
  readonly #files: ScannedFile[] = [];
  readonly #folders: ScannedFolder[] = [];
  readonly #environments: string[] = [];
  readonly #notUtf8: string[] = [];
  readonly #seen = new Map<string, SeenFolder>();
  readonly #lookalikes: { path: string; ignored: boolean }[] = [];
  readonly #unreadable: { path: string; error: string }[] = [];
  readonly #ownStreams: readonly FileIdentity[] = ownStreams();

  constructor(tracked: readonly string[] | null, withIgnored: boolean) {
    this.#withIgnored = withIgnored;
    this.#tracked = tracked === null ? null : new Set(tracked);
    this.#trackedFolders = new Set((tracked ?? []).flatMap(parentsOf));
  }

  found(): Scan {
    return {
      files: this.#files,
      folders: this.#folders.sort((a, b) => byCodeUnit(a.path, b.path)),
      environmentFolders: this.#environments.sort(byCodeUnit),
      tracked: this.#tracked,
      notUtf8: this.#notUtf8,
      seen: this.#seen,
      lookalikes: this.#lookalikes,
      unreadable: this.#unreadable,
    };
  }

  /** Walks a folder; the error where it could not be read at all. */
  folder(path: string, absolute: string, place: Place): string | null {
    const folder = seeFolder(path, absolute);
    if (folder.error !== null) return folder.error;
    this.#seen.set(path, folder);
    if (folder.environment) {
      this.#environments.push(path);
      return null;
    }
    if (path !== '.') this.#folders.push({ path, ignored: place.ignored });
    const own = !place.ignored && folder.names.includes('.gitignore');
    const rules = own ? place.rules.below(path, absolute) : place.rules;
    const prefix = path === '.' ? '' : `${path}/`;
    for (const name of folder.notUtf8) {
      const there = prefix + name;
      if (!place.ignored && !rules.ignores(there, false)) this.#notUtf8.push(there);
    }
    for (const { name, isFolder } of folder.neverTaken) {
      if (!isLookalike(name)) continue;
      const there = prefix + name;
      const ignored = place.ignored || rules.ignores(there, isFolder);
      this.#lookalikes.push({ path: there, ignored });
    }
    for (const child of folder.children) {
      this.#child(absolute, child, { rules, ignored: place.ignored });
    }
    return null;
  }

  #child(above: string, child: Listed, inside: Place): void {
    const { path, name } = child;
    const tracked = this.#tracked?.has(path) ?? false;
    const ignored =
      !tracked && (inside.ignored || inside.rules.ignores(path, child.kind === 'folder'));
    if (child.kind === 'folder') {
      if (ignored && !this.#withIgnored && !this.#trackedFolders.has(path)) return;
      const error = this.folder(path, `${above}/${name}`, { ...inside, ignored });
      if (error !== null && error !== 'ENOENT' && !ignored) this.#unreadable.push({ path, error });
    } else if (child.kind === 'link') {
      this.#link(path, `${above}/${name}`, { stat: child.stat, tracked, ignored });
    } else if (child.kind === 'file') {
      if (ignored && !this.#withIgnored) return;
      const { stat } = child;
      const file: ScannedFile = { path, kind: 'file', stat, target: null, tracked, ignored };
      const own = this.#isOwnStream(above, child);
      this.#files.push(own ? { ...file, ownStream: true } : file);
    }
  }

  #isOwnStream(above: string, { name, stat }: Listed): boolean {
    if (!this.#ownStreams.some(({ inode }) => inode === stat.inode)) return false;
    const same = this.#ownStreams.filter((stream) => stream.inode === stat.inode);
    const found = lookAt(`${above}/${name}`);
    return same.some(({ device }) => device === found?.dev);
  }

  #link(
    path: string,
    absolute: string,
    seen: { stat: FileStat; tracked: boolean; ignored: boolean },
  ): void {
    const target = readLink(absolute);
    if (target === null) return;
    if (isFolder(absolute) && isEnvironment(path, listFolder(absolute).names)) {
      this.#environments.push(path);
      return;
    }
    const { tracked, ignored } = seen;
    if (ignored && !this.#withIgnored) return;
    this.#files.push({
      path,
      kind: 'link',
      stat: seen.stat,
      target,
      tracked,
      ignored,
    });
  }
}

/** Where a link points, as written; null where it is gone. */
function readLink(absolute: string): string | null {
  try {
    return fs.readlinkSync(absolute);
  } catch {
    return null;
  }
}

function isFolder(absolute: string): boolean {
  try {
    return fs.statSync(absolute, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return false; // a loop of links
  }
}
