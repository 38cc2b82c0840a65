import * as fs from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How long the loop of this process did not turn, at the longest; milliseconds. */
export interface Stall {
  readonly wall: number;
  /** What its thread worked between two turns, which no other program lengthens; null where the system does not tell. */
  readonly cpu: number | null;
}

/** The longest stall of this thread while something is done. */
export async function longestStall(work: () => Promise<void>): Promise<Stall> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let cpu: number | null = null;
  let before = workedMs();
  const timer = setInterval(() => {
    const now = workedMs();
    if (now !== null && before !== null) cpu = Math.max(cpu ?? 0, now - before);
    before = now;
  }, 1);
  delay.enable();
  try {
    await work();
  } finally {
    delay.disable();
    clearInterval(timer);
  }
  return { wall: delay.max / 1e6, cpu };
}

function workedMs(): number | null {
  try {
    const file = `/proc/self/task/${process.pid}/schedstat`;
    return Number(fs.readFileSync(file, 'utf8').split(' ', 1)[0]) / 1e6;
  } catch {
    return null;
  }
}
