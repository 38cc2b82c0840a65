import * as fs from 'node:fs';

import { byCodeUnit } from '../base/paths';
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

/**
 * The order in which a walk meets paths sorted by code unit: a folder counts with the `/` that follows
 * its name in the paths below it.
 */
export function inPathOrder<T extends { readonly name: string; readonly isFolder: boolean }>(
  entries: readonly T[],
): T[] {
  const key = (entry: T): string => (entry.isFolder ? `${entry.name}/` : entry.name);
  return [...entries].sort((a, b) => byCodeUnit(key(a), key(b)));
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

/** lstat, or null where nothing is there. */
export function lookAt(absolute: string): fs.Stats | null {
  try {
    return fs.lstatSync(absolute, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null; // a parent that is no folder, or is closed to us
  }
}

/** stat, links followed, or null where nothing is at their end. */
export function lookThrough(absolute: string): fs.Stats | null {
  try {
    return fs.statSync(absolute, { throwIfNoEntry: false }) ?? null;
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
