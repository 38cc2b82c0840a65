import * as fs from 'node:fs';
import * as path from 'node:path';

import { removeWhole, withOpened } from '../base/closedFolders';
import { absoluteIn } from '../base/paths';
import { lookAt } from '../snapshot/folderListing';
import { linkAbove } from '../snapshot/linkOnTheWay';

/**
 * Moves a file, a link or whatever else has a name, making the folders above its new place. Never over
 * something that is there: then it gets a name of its own beside it. Returns where it lies now.
 */
export function moveAside(from: string, to: string): string {
  fs.lstatSync(from); // for what has gone no folder is made
  const free = freeName(to);
  fs.mkdirSync(path.dirname(free), { recursive: true });
  moveTo(from, free);
  return free;
}

/**
 * Moves something back to its path below a root; false, and it stays where it is, where that place is
 * taken, cannot be made, or lies behind a link by now.
 */
export function moveBack(from: string, root: string, name: string): boolean {
  const to = absoluteIn(root, name);
  if (linkAbove(root, name) !== null || lookAt(to) !== null) return false;
  try {
    fs.mkdirSync(path.dirname(to), { recursive: true });
    moveTo(from, to);
    return true;
  } catch {
    return false; // a parent is a file now, or closed to us
  }
}

/** Every file, link or other leaf below a folder, relative and POSIX; nothing where there is no folder. */
export function leavesBelow(folder: string, below = ''): string[] {
  const at = path.join(folder, below);
  const entries = fs.existsSync(at) ? fs.readdirSync(at, { withFileTypes: true }) : [];
  return entries.flatMap((entry) => {
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    return entry.isDirectory() ? leavesBelow(folder, name) : [name];
  });
}

function moveTo(from: string, to: string): void {
  const stats = fs.lstatSync(from);
  const closed = [path.dirname(from), path.dirname(to), ...(stats.isDirectory() ? [from] : [])];
  try {
    withOpened(closed, () => fs.renameSync(from, to));
    if (stats.isDirectory()) fs.chmodSync(to, stats.mode & 0o7777);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV' || !isCopyable(stats)) throw error;
    copyOver(from, to, stats);
  }
}

/** A pipe, a socket or a device is more than a copy of it would be. */
function isCopyable(stats: fs.Stats): boolean {
  return stats.isFile() || stats.isSymbolicLink() || stats.isDirectory();
}

/** To another volume: the copy is whole and on the disk before the original goes. */
function copyOver(from: string, to: string, stats: fs.Stats): void {
  try {
    withOpened([from], () => copyWhole(from, to, stats));
  } catch (error) {
    removeWhole(to);
    throw error;
  }
  withOpened([path.dirname(from)], () => removeWhole(from));
}

function copyWhole(from: string, to: string, stats: fs.Stats): void {
  if (stats.isSymbolicLink()) fs.symlinkSync(fs.readlinkSync(from), to);
  else if (stats.isDirectory()) {
    fs.mkdirSync(to);
    for (const name of fs.readdirSync(from)) {
      const [inside, place] = [path.join(from, name), path.join(to, name)];
      const found = fs.lstatSync(inside);
      if (!isCopyable(found)) throw notCopied(inside);
      copyWhole(inside, place, found);
    }
    fs.chmodSync(to, stats.mode & 0o7777);
  } else {
    fs.copyFileSync(from, to, fs.constants.COPYFILE_EXCL);
    const descriptor = fs.openSync(to, 'r');
    try {
      if (process.platform !== 'win32') fs.fsyncSync(descriptor); // needs the right to write there
      fs.futimesSync(descriptor, stats.atime, stats.mtime);
    } finally {
      fs.closeSync(descriptor);
    }
  }
}

function notCopied(name: string): NodeJS.ErrnoException {
  const message = `EXDEV: neither file, folder nor link, rename '${name}'`;
  return Object.assign(new Error(message), { code: 'EXDEV' });
}

function freeName(wanted: string): string {
  let name = wanted;
  for (let count = 2; lookAt(name) !== null; count++) {
    name = `${wanted}.${count}`;
  }
  return name;
}
