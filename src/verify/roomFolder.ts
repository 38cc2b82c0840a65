import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

import type { Host } from '../base/host';
import { leaves, relativeTo } from '../base/paths';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { RunFailure } from '../records/failures';

/**
 * Makes an empty folder of a short, new name for a room: below `REPRISE_SCRATCH`, else in the user's
 * cache. Never in the project, because tools climb to parent folders and would find it.
 */
export function makeRoomFolder(host: Host, project: string): Result<string, RunFailure> {
  const scratch = scratchFolder(host);
  try {
    fs.mkdirSync(scratch, { recursive: true });
    const real = fs.realpathSync(scratch);
    if (!leaves(relativeTo(fs.realpathSync(project), real))) {
      return failed({ code: 'scratch-not-usable', folder: scratch, error: 'in the project' });
    }
    return ok(fs.mkdtempSync(path.join(real, 'room-')));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return failed({ code: 'scratch-not-usable', folder: scratch, error: code ?? message });
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
