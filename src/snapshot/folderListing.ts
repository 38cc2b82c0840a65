import * as fs from 'node:fs';

import { byCodeUnit } from '../base/paths';
import { environmentFolderKind } from '../environment/environmentFolders';
import { isNeverTaken } from '../pipeline/neverTaken';
import type { FileStat } from '../store/storeModel';

/** What a folder holds, or why it could not be read. */
export interface FolderListing {
  /** In no order; those that are not UTF-8 are not among them. */
  readonly names: readonly string[];
  /** Names that are not UTF-8, as far as they can be written. */
  readonly notUtf8: readonly string[];
  /** Null where it was read; `ENOENT` where the folder is gone. */
  readonly error: string | null;
}

/** Lists a folder. Asking for text alone would turn a name that is not UTF-8 into another name. */
export function listFolder(absolute: string): FolderListing {
  let names: string[];
  try {
    names = fs.readdirSync(absolute);
  } catch (error) {
    return {
      names: [],
      notUtf8: [],
      error: (error as NodeJS.ErrnoException).code ?? String(error),
    };
  }
  if (!names.some(mayBeBroken)) return { names, notUtf8: [], error: null };
  return { ...sortOut(fs.readdirSync(absolute, { encoding: 'buffer' })), error: null };
}

/** Something in a folder, as lstat sees it. */
export interface Listed {
  readonly name: string;
  /** Relative to the project: one string for all who take it. */
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  readonly stat: FileStat;
}

/** A folder as a walk has seen it. */
export interface SeenFolder extends FolderListing {
  /** It holds an environment, and was not looked into. */
  readonly environment: boolean;
  /** Without what is never taken, in the order in which a walk has to meet it for its paths to come sorted. */
  readonly children: readonly Listed[];
  readonly neverTaken: readonly { readonly name: string; readonly isFolder: boolean }[];
}

/** Lists a folder of a project and looks at what is in it. */
export function seeFolder(path: string, absolute: string): SeenFolder {
  const listing = listFolder(absolute);
  const environment = isEnvironment(path, listing.names);
  const shut = environment || listing.error !== null;
  return { ...listing, environment, ...lookAtAll(path, absolute, shut ? [] : listing.names) };
}

/** The file, link or other thing of a name in a folder that was seen; a folder is not found so. */
export function childOf({ children }: SeenFolder, name: string): Listed | null {
  let low = 0;
  let high = children.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keyOf(children[middle] as Listed) < name) low = middle + 1;
    else high = middle;
  }
  const found = children[low];
  return found?.name === name && found.kind !== 'folder' ? found : null;
}

/** Whether a folder with these names in it is an environment folder; the project itself is none. */
export function isEnvironment(path: string, names: readonly string[]): boolean {
  if (path === '.') return false;
  const [name = '', above = ''] = path.split('/').reverse();
  return environmentFolderKind(name, names, above) !== null;
}

/** A folder counts with the `/` that follows its name in the paths below it. */
function lookAtAll(
  path: string,
  absolute: string,
  names: readonly string[],
): Pick<SeenFolder, 'children' | 'neverTaken'> {
  const prefix = path === '.' ? '' : `${path}/`;
  const children: Listed[] = [];
  const neverTaken: { name: string; isFolder: boolean }[] = [];
  let folders = 0;
  for (const name of [...names].sort()) {
    const stats = lookAt(`${absolute}/${name}`);
    if (stats === null) continue; // gone since the folder was listed
    const kind = kindOf(stats);
    const isFolder = kind === 'folder';
    if (isNeverTaken(name, isFolder)) neverTaken.push({ name, isFolder });
    else children.push({ name, path: prefix + name, kind, stat: fileStatOf(stats) });
    if (isFolder) folders++;
  }
  if (folders > 0) children.sort((a, b) => byCodeUnit(keyOf(a), keyOf(b)));
  return { children, neverTaken };
}

function kindOf(stats: fs.Stats): Listed['kind'] {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  return stats.isSymbolicLink() ? 'link' : 'other';
}

function keyOf({ name, kind }: Listed): string {
  return kind === 'folder' ? `${name}/` : name;
}

/** The part of a stat that tells whether a file was touched. */
export function fileStatOf(stats: fs.Stats): FileStat {
  return {
    size: stats.size,
    mtimeMs: stats.mtimeMs,
    ctimeMs: stats.ctimeMs,
    inode: stats.ino,
    mode: stats.mode,
  };
}

const QUIETLY = { throwIfNoEntry: false } as const;

/** lstat, or null where nothing is there. */
export function lookAt(absolute: string): fs.Stats | null {
  try {
    return fs.lstatSync(absolute, QUIETLY) ?? null;
  } catch {
    return null; // a parent that is no folder, or is closed to us
  }
}

/** stat, links followed, or null where nothing is at their end. */
export function lookThrough(absolute: string): fs.Stats | null {
  try {
    return fs.statSync(absolute, QUIETLY) ?? null;
  } catch {
    return null; // a loop of links, a parent that is no folder
  }
}

/** Decoding replaces what is not UTF-8 by this character, which may of course stand in a name by right. */
function mayBeBroken(name: string): boolean {
  return name.includes('\ufffd');
}

function sortOut(raw: readonly Buffer[]): { names: string[]; notUtf8: string[] } {
  const names: string[] = [];
  const notUtf8: string[] = [];
  for (const bytes of raw) {
    const name = bytes.toString('utf8');
    (Buffer.from(name, 'utf8').equals(bytes) ? names : notUtf8).push(name);
  }
  return { names, notUtf8 };
}
