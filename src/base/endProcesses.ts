import { execFileSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';

import { descendantsOf } from './processes';
import type { ProcessTrace } from './processes';
import { upTimeMs } from './upTime';

/** What came of ending processes: pids, sorted. */
export interface Ended {
  readonly ended: readonly number[];
  /** Still there: not ours to end, or stuck in the kernel. */
  readonly left: readonly number[];
}

/**
 * Ends a step's processes: a polite signal, a grace, then kill, for all that group, parentage or mark
 * finds, looked for anew until none is left. Costs one look at the process table where there is nothing
 * to end. `hurry` cuts the grace short.
 */
export async function endProcesses(
  leader: number,
  trace: ProcessTrace,
  options: { readonly graceMs: number; readonly hurry?: AbortSignal; readonly killMs?: number },
): Promise<Ended> {
  const touched = new Set<number>();
  const refused = new Set<number>();
  const look = (): number[] => descendantsOf(leader, trace).filter((pid) => !refused.has(pid));
  let alive = look();
  const politeUntil = upTimeMs() + options.graceMs;
  const asked = new Set<number>();
  for (let pause = 5; alive.length > 0; pause = Math.min(pause * 2, 40)) {
    for (const pid of alive.filter((one) => !asked.has(one))) {
      asked.add(pid);
      touched.add(pid);
      if (!askToEnd(pid)) refused.add(pid);
    }
    if (upTimeMs() >= politeUntil || options.hurry?.aborted) break;
    await pauseFor(Math.min(pause, politeUntil - upTimeMs()), options.hurry);
    alive = look();
  }
  const killUntil = upTimeMs() + (options.killMs ?? 5000);
  for (let pause = 2; alive.length > 0; pause = Math.min(pause * 2, 40)) {
    for (const pid of alive) {
      touched.add(pid);
      if (!kill(pid)) refused.add(pid);
    }
    if (upTimeMs() >= killUntil) break;
    await pauseFor(pause, undefined);
    alive = look();
  }
  const left = touched.size === 0 ? [] : descendantsOf(leader, trace);
  const remaining = new Set(left);
  return { ended: [...touched].filter((p) => !remaining.has(p)).sort((a, b) => a - b), left };
}

/** The polite signal; false where the process is not ours to end. */
function askToEnd(pid: number): boolean {
  if (process.platform === 'win32') {
    taskkill(pid, []); // a console program does not hear it: then only the kill helps
    return true;
  }
  // A stopped process hears nothing until it goes on.
  return send(pid, 'SIGTERM') && send(pid, 'SIGCONT');
}

function kill(pid: number): boolean {
  if (process.platform !== 'win32') return send(pid, 'SIGKILL');
  taskkill(pid, ['/F']);
  return true;
}

/** False only where the system refuses; a process that is gone already is as good as told. */
function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EPERM';
  }
}

function taskkill(pid: number, how: readonly string[]): void {
  try {
    const args = ['/PID', String(pid), '/T', ...how];
    execFileSync('taskkill', args, { stdio: 'ignore', windowsHide: true });
  } catch {
    // it ended by itself, or refuses: the next look at the table tells
  }
}

async function pauseFor(ms: number, hurry: AbortSignal | undefined): Promise<void> {
  try {
    await wait(Math.max(ms, 0), undefined, hurry ? { signal: hurry } : {});
  } catch {
    // hurried
  }
}
