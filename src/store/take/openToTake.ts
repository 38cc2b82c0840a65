import * as fs from 'node:fs';

import { readFailure, StoreError } from '../storeError';
import type { FileStat } from '../storeModel';

/** Opening a named pipe must not wait for who writes to it; undefined, and so nothing, on Windows. */
const OPEN_FLAGS = fs.constants.O_RDONLY | fs.constants.O_NONBLOCK;

/** A file that is being written is read so many times before that is a failure. */
export const ATTEMPTS = 3;

/** Opens a file of the user's; links are followed. */
export function openToRead(root: string, name: string): number {
  try {
    return fs.openSync(root === '/' ? `/${name}` : `${root}/${name}`, OPEN_FLAGS);
  } catch (error) {
    throw new StoreError(readFailure(error, name));
  }
}

/** A file's stat through its descriptor; only regular files have bytes to take. */
export function statOf(descriptor: number, name: string): FileStat {
  const stat = fs.fstatSync(descriptor);
  if (!stat.isFile()) {
    throw new StoreError({ code: 'file-unreadable', path: name, error: 'not a regular file' });
  }
  return {
    size: stat.size,
    mtimeMs: stat.mtimeMs,
    ctimeMs: stat.ctimeMs,
    inode: stat.ino,
    mode: stat.mode,
  };
}
