import * as fs from 'node:fs';

import type { DiskState } from './diskState';

/** What was found in the store is made young again so often, so that no sweep takes it meanwhile. */
const FRESHEN_MS = 60_000;

/** Sets a file's time to now, not more often than needed; false where it is gone. */
export function freshen(state: DiskState, file: string): boolean {
  const now = state.now();
  const last = state.freshened.get(file);
  if (last !== undefined && now - last < FRESHEN_MS) return true;
  try {
    fs.utimesSync(file, new Date(now), new Date(now));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    // Another user's store may be read only: then nobody here sweeps it either.
  }
  state.freshened.set(file, now);
  return true;
}
