import * as fs from 'node:fs';

import type { LogFile } from '../engine';
import { tailOf } from './tailOf';

/** Prints logs one after another, bytes as they are; with a heading before each where there are several or it is another run's. */
export async function printLogs(
  logs: readonly LogFile[],
  options: {
    /** Only the last lines of each; null for all. */
    readonly lines: number | null;
    readonly write: (bytes: string | Uint8Array) => Promise<void>;
  },
): Promise<void> {
  for (const log of logs) {
    if (logs.length > 1 || log.reusedFrom !== null) await options.write(logHeading(log));
    if (options.lines !== null) {
      await options.write(
        tailOf(log.path, options.lines)
          .map((line) => `${line}\n`)
          .join(''),
      );
      continue;
    }
    for await (const chunk of fs.createReadStream(log.path)) await options.write(chunk as Buffer);
  }
}

/** What stands before a log where several are printed. */
export function logHeading({ step, attempt, reusedFrom }: LogFile): string {
  const from = reusedFrom === null ? '' : ` (reused from ${reusedFrom})`;
  return `==> ${step}${attempt > 1 ? `, attempt ${attempt}` : ''}${from} <==\n`;
}
