import * as fs from 'node:fs';

/** What this thread has worked, and what it could have worked but had to wait for a core; milliseconds since it began. */
export interface ThreadTimes {
  readonly worked: number;
  readonly waited: number;
}

/** Reads the times of the main thread of this process; null where the system does not tell. */
export function openThreadClock(): { read(): ThreadTimes | null; close(): void } {
  let descriptor: number;
  try {
    descriptor = fs.openSync(`/proc/self/task/${process.pid}/schedstat`, 'r');
  } catch {
    return { read: () => null, close: () => undefined };
  }
  const buffer = Buffer.alloc(64);
  return {
    read: () => {
      const length = fs.readSync(descriptor, buffer, 0, buffer.length, 0);
      const [worked, waited] = buffer.toString('latin1', 0, length).split(' ', 2);
      return { worked: Number(worked) / 1e6, waited: Number(waited) / 1e6 };
    },
    close: () => fs.closeSync(descriptor),
  };
}
