import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

import { removeWhole } from '../base/closedFolders';
import { writing } from '../store/storeError';

/**
 * Folders for the temporary files of steps: fresh, of a short name, because sockets lie in them and their
 * paths are short, and taken away with all that is in them. One that comes back empty is as good as fresh.
 */
export class Scratch {
  readonly #base: string;
  readonly #all = new Set<string>();
  readonly #free: string[] = [];

  constructor(variables: Readonly<Record<string, string | undefined>>) {
    const wanted = variables['TMPDIR'] ?? variables['TEMP'] ?? variables['TMP'];
    // What the system names comes from the same variables, and may be no folder either.
    const named = [wanted, os.tmpdir()].find((one) => one !== undefined && isFolder(one));
    this.#base = path.resolve(named ?? (process.platform === 'win32' ? os.homedir() : '/tmp'));
  }

  take(): string {
    const free = this.#free.pop();
    if (free !== undefined && isFolder(free)) return free;
    const folder = writing(this.#base, () => fs.mkdtempSync(path.join(this.#base, PREFIX)));
    this.#all.add(folder);
    return folder;
  }

  giveBack(folder: string): void {
    if (isAsMade(folder)) this.#free.push(folder);
    else this.#remove(folder);
  }

  close(): void {
    for (const folder of this.#all) this.#remove(folder);
  }

  #remove(folder: string): void {
    this.#all.delete(folder);
    try {
      removeWhole(folder);
    } catch {
      // Something of another user in it, or a mount: the system's own cleaning has to do.
    }
  }
}

const PREFIX = 'rp-';

/** Whether a folder may be one of these, by its name. */
export function isScratchName(name: string): boolean {
  return name.startsWith(PREFIX) && /^[A-Za-z0-9]{6}$/.test(name.slice(PREFIX.length));
}

function isAsMade(folder: string): boolean {
  try {
    if (process.platform !== 'win32' && (fs.lstatSync(folder).mode & 0o7777) !== 0o700)
      return false;
    return fs.readdirSync(folder).length === 0;
  } catch {
    return false;
  }
}

function isFolder(name: string): boolean {
  return fs.statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
