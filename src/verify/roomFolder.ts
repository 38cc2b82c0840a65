import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

import type { Host } from '../base/host';
import { makeFolders } from '../base/makeFolders';
import { leaves, relativeTo } from '../base/paths';
import { isRunning, ownIdentity } from '../base/processes';
import type { ProcessIdentity } from '../base/processes';
import { realPathOf } from '../base/realPath';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { RunFailure } from '../records/failures';

/**
 * Makes an empty folder of a short, new name for a room: below `REPRISE_SCRATCH`, else in the user's
 * cache. Never in the project, because tools climb to parent folders and would find it. A mark in it
 * names its maker, so that a room whose maker was killed before any run named it is found all the same.
 */
export function makeRoomFolder(host: Host, project: string): Result<string, RunFailure> {
  const scratch = scratchFolder(host);
  try {
    const inside = !leaves(relativeTo(fs.realpathSync(project), realPathOf(scratch)));
    if (inside) {
      return failed({ code: 'scratch-not-usable', folder: scratch, error: 'in the project' });
    }
    makeFolders(scratch);
    const folder = fs.mkdtempSync(path.join(fs.realpathSync(scratch), 'room-'));
    const mark: Mark = { project: fs.realpathSync(project), process: ownIdentity() };
    fs.writeFileSync(path.join(folder, MARK), JSON.stringify(mark));
    return ok(folder);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return failed({ code: 'scratch-not-usable', folder: scratch, error: code ?? message });
  }
}

/** Marks a room that somebody wants to look at: it is theirs to remove. */
export function keepRoomFolder(folder: string): void {
  const mark = markOf(folder);
  if (mark === null) return;
  fs.writeFileSync(path.join(folder, MARK), JSON.stringify({ ...mark, kept: true }));
}

/** Rooms of this project that somebody kept and that are still there. */
export function keptRooms(host: Host, project: string): string[] {
  return roomsOf(host, project).flatMap(({ folder, mark }) => (mark.kept ? [folder] : []));
}

/** Rooms of this project whose makers are gone and that nobody kept. */
export function abandonedRooms(host: Host, project: string): string[] {
  return roomsOf(host, project)
    .filter(({ mark }) => !mark.kept && isRunning(mark.process) === 'gone')
    .map(({ folder }) => folder);
}

function roomsOf(host: Host, project: string): { folder: string; mark: Mark }[] {
  const scratch = scratchFolder(host);
  const real = fs.realpathSync(project);
  return foldersIn(scratch).flatMap((name) => {
    const folder = path.join(scratch, name);
    const mark = markOf(folder);
    return mark?.project === real ? [{ folder, mark }] : [];
  });
}

interface Mark {
  readonly project: string;
  readonly process: ProcessIdentity;
  readonly kept?: boolean;
}

const MARK = 'made-by.json';

function foldersIn(scratch: string): string[] {
  try {
    return fs.readdirSync(scratch).filter((name) => name.startsWith('room-'));
  } catch {
    return []; // nobody has made a room yet
  }
}

function markOf(folder: string): Mark | null {
  try {
    return JSON.parse(fs.readFileSync(path.join(folder, MARK), 'utf8')) as Mark;
  } catch {
    return null;
  }
}

/** Where rooms are made. */
export function scratchFolder(host: Host): string {
  const { REPRISE_SCRATCH, XDG_CACHE_HOME, LOCALAPPDATA } = host.variables;
  if (REPRISE_SCRATCH) return path.resolve(REPRISE_SCRATCH);
  const home = host.variables['HOME'] ?? os.homedir();
  const cache =
    process.platform === 'win32'
      ? (LOCALAPPDATA ?? path.join(home, 'AppData', 'Local'))
      : process.platform === 'darwin'
        ? path.join(home, 'Library', 'Caches')
        : XDG_CACHE_HOME && path.isAbsolute(XDG_CACHE_HOME)
          ? XDG_CACHE_HOME
          : path.join(home, '.cache');
  return path.join(cache, 'reprise', 'rooms');
}
