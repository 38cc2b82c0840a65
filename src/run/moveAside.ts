import * as fs from 'node:fs';
import * as path from 'node:path';

import { absoluteIn } from '../base/paths';
import { lookAt } from '../snapshot/folderListing';
import { linkAbove } from '../snapshot/linkOnTheWay';

/**
 * Moves a file, a link or whatever else has a name, making the folders above its new place. Never over
 * something that is there: then it gets a name of its own beside it. Returns where it lies now.
 */
export function moveAside(from: string, to: string): string {
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
  try {
    fs.renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    copyOver(from, to);
  }
}

/** To another volume: the copy is whole and on the disk before the original goes. */
function copyOver(from: string, to: string): void {
  const { atime, mtime } = fs.lstatSync(from);
  fs.cpSync(from, to, {
    recursive: true,
    verbatimSymlinks: true,
    errorOnExist: true,
    force: false,
  });
  if (fs.lstatSync(to).isFile()) {
    const descriptor = fs.openSync(to, 'r+');
    try {
      fs.futimesSync(descriptor, atime, mtime);
      fs.fsyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
  }
  fs.rmSync(from, { recursive: true });
}

function freeName(wanted: string): string {
  let name = wanted;
  for (let count = 2; lookAt(name) !== null; count++) {
    name = `${wanted}.${count}`;
  }
  return name;
}
