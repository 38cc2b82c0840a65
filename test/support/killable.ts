import { fork } from 'node:child_process';
import * as path from 'node:path';

import type { RunEvent } from '../../src/records/events';

/** A run in a process of its own. */
export interface Killable {
  readonly pid: number;
  readonly events: RunEvent[];
  /** Why it was refused, where it was. */
  refused(): unknown;
  /** The first event that is wanted; null where the process ends before it comes. */
  event(wanted: (event: RunEvent) => boolean): Promise<RunEvent | null>;
  kill(): void;
  /** The exit code; null where it was killed. */
  readonly ended: Promise<number | null>;
}

/** Runs the pipeline of a folder in a process of its own. */
export function startKillable(
  root: string,
  { reuse = 'full', clock = 'true' }: { reuse?: 'full' | 'none'; clock?: 'true' | 'hasty' } = {},
): Killable {
  const child = fork(path.join(__dirname, 'killableRun.js'), [root, reuse, clock], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const events: RunEvent[] = [];
  const listeners = new Set<(event: RunEvent | null) => void>();
  let refusal: unknown = null;
  child.on('message', (message: RunEvent | { refused: unknown }) => {
    if ('refused' in message) {
      refusal = message.refused;
      return;
    }
    events.push(message);
    for (const listener of [...listeners]) listener(message);
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      for (const listener of [...listeners]) listener(null);
      resolve(code);
    });
  });
  return {
    pid: child.pid ?? 0,
    events,
    refused: () => refusal,
    event: (wanted) =>
      new Promise((resolve) => {
        const told = events.find(wanted);
        if (told) return resolve(told);
        const listener = (event: RunEvent | null): void => {
          if (event && !wanted(event)) return;
          listeners.delete(listener);
          resolve(event);
        };
        listeners.add(listener);
      }),
    kill: () => child.kill('SIGKILL'),
    ended,
  };
}
