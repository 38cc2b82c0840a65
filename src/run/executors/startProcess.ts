import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';

import { startTimeOf } from '../../base/processes';

/** A program to start in a group of its own. */
export interface StartOrder {
  readonly file: string;
  readonly args: readonly string[];
  /** Windows: the arguments stand as they shall be read. */
  readonly verbatim: boolean;
  /** Absolute. */
  readonly workingFolder: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Absolute; output and errors are added at its end. */
  readonly log: string;
}

/** The leader of a group, or what kept it from starting. */
export type Started =
  | { readonly pid: number; readonly startTime: string | null; readonly error: null }
  | { readonly pid: null; readonly startTime: null; readonly error: string };

/** How a process ended: one of the two is null. */
export interface Exited {
  readonly code: number | null;
  readonly signal: string | null;
}

/** Starts a program; `exit` comes only where it has started. Neither promise rejects. */
export function startProcess(order: StartOrder): {
  readonly started: Promise<Started>;
  readonly exit: Promise<Exited>;
} {
  const never = new Promise<Exited>(() => undefined);
  const failed = (error: string): Started => ({ pid: null, startTime: null, error });
  let child: ChildProcess;
  try {
    child = spawnLogged(order);
  } catch (error) {
    return { started: Promise.resolve(failed(errorText(error))), exit: never };
  }
  const { pid } = child;
  if (pid === undefined) {
    const started = new Promise<Started>((resolve) => {
      child.once('error', (error) => resolve(failed(whyNot(error, order))));
    });
    return { started, exit: never };
  }
  // A child that cannot be signalled says so here too; only its exit ends the job.
  child.on('error', () => undefined);
  const exit = new Promise<Exited>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  // Asked at once: until its exit is told here, even an ended one keeps its number.
  return { started: Promise.resolve({ pid, startTime: startTimeOf(pid), error: null }), exit };
}

function spawnLogged({
  file,
  args,
  verbatim,
  workingFolder,
  variables,
  log,
}: StartOrder): ChildProcess {
  const descriptor = fs.openSync(log, 'a');
  try {
    return spawn(file, args, {
      cwd: workingFolder,
      env: variables,
      // A group of its own is what lets a cancel reach everything; on Windows it would open a console.
      detached: process.platform !== 'win32',
      stdio: ['ignore', descriptor, descriptor],
      windowsHide: true,
      windowsVerbatimArguments: verbatim,
    });
  } finally {
    fs.closeSync(descriptor);
  }
}

/** ENOENT is said of a missing program and of a missing folder alike. */
function whyNot(cause: NodeJS.ErrnoException, { file, workingFolder }: StartOrder): string {
  if (!fs.existsSync(workingFolder)) return `no folder ${workingFolder}`;
  return cause.code === 'ENOENT' ? `${file}: ENOENT` : errorText(cause);
}

function errorText(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === undefined ? message : `${code}: ${message}`;
}
