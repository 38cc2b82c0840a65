import * as fs from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

import { withMark } from '../../base/processTable';

/**
 * Whether a step that has just ended may have left something running; never no where there is something
 * that group, parentage or mark would find. A look at the whole process table costs as much as a trivial
 * step, so on Linux only the numbers given out since the leader are looked at: a descendant has one of them.
 */
export function mayHaveLeft(leader: number, mark: string, durationMs: number): boolean {
  if (groupLives(leader)) return true;
  if (process.platform !== 'linux') return durationMs > LONG_MS;
  const last = lastPid();
  // After a second the numbers may have gone round.
  if (last === null || last < leader || last - leader > MANY || durationMs > LONG_MS) return true;
  const since: number[] = [];
  for (let pid = leader + 1; pid <= last; pid++) since.push(pid);
  return withMark(since, mark).size > 0;
}

/** Waits until the group of a leader is empty, for a moment at most. */
export async function waitForGroup(leader: number): Promise<void> {
  if (process.platform === 'win32') return;
  for (let pause = 1; pause <= MOMENT_MS && groupLives(leader); pause *= 2) await wait(pause);
}

function groupLives(leader: number): boolean {
  if (process.platform === 'win32') return false;
  try {
    process.kill(-leader, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The number that this process namespace gave out last: the fifth word of /proc/loadavg. */
function lastPid(): number | null {
  try {
    const pid = Number(fs.readFileSync('/proc/loadavg', 'latin1').trim().split(' ')[4]);
    return Number.isSafeInteger(pid) ? pid : null;
  } catch {
    return null;
  }
}

const LONG_MS = 1000;
const MANY = 200;
const MOMENT_MS = 64;
