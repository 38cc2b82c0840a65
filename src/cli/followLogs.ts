import * as fs from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

import type { LogFile } from '../engine';
import { given } from './call';
import type { Call } from './call';
import { logHeading } from './printLogs';
import { tailOf } from './tailOf';

/** Prints what comes to the logs of a run, new steps included, until the run has ended. */
export async function followLogs(
  { engine, where, terminal }: Pick<Call, 'engine' | 'where' | 'terminal'>,
  options: {
    readonly run: string;
    readonly step: string | undefined;
    readonly lines: number | null;
  },
): Promise<void> {
  const printed = new Map<string, number>();
  let last: string | null = null;
  for (;;) {
    // asked before the logs are read, so that nothing written before the end is missed
    const found = await engine.logsOf({
      ...where,
      name: options.run,
      ...given({ step: options.step }),
    });
    if (!found.ok) return;
    for (const log of found.value.logs.filter(({ reusedFrom }) => reusedFrom === null)) {
      const { size } = fs.statSync(log.path);
      const from = printed.get(log.path) ?? firstByte(log, size, options.lines);
      if (size > from) {
        if (last !== log.path) await terminal.answerBytes(logHeading(log));
        for await (const chunk of fs.createReadStream(log.path, { start: from, end: size - 1 })) {
          await terminal.answerBytes(chunk as Buffer);
        }
        last = log.path;
      }
      printed.set(log.path, size);
    }
    if (!found.value.live) return;
    await pause(LOOK_MS);
  }
}

function firstByte(log: LogFile, size: number, lines: number | null): number {
  if (lines === null) return 0;
  const tail = tailOf(log.path, lines).map((line) => `${line}\n`);
  return Math.max(0, size - Buffer.byteLength(tail.join('')));
}

const LOOK_MS = 250;
