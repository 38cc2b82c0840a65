import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';

import { endProcesses } from '../../base/endProcesses';
import { startTimeOf } from '../../base/processes';
import { markOf } from './executor';
import type { Executor, Job, JobExit, JobProcess, Leftovers, RunningJob } from './executor';
import { mayHaveLeft, waitForGroup } from './leftBehind';
import { shellCall } from './shells';

/** How the local executor behaves. */
export interface LocalOptions {
  /** Milliseconds between the polite signal and the kill. */
  readonly graceMs: number;
}

/** Runs jobs on this machine, each in a process group of its own. */
export function localExecutor({ graceMs }: LocalOptions): Executor {
  return {
    start: (job) => startLocally(job, graceMs),
    reattach: (externalId, job) => reattachLocally(externalId, markOf(job), graceMs),
  };
}

function startLocally(job: Job, graceMs: number): RunningJob {
  const mark = markOf(job);
  const began = performance.now();
  let child: ChildProcess;
  try {
    child = spawnJob(job, mark);
  } catch (error) {
    return notStarted(errorText(error));
  }
  const { pid } = child;
  if (pid === undefined) {
    const error = new Promise<JobExit>((resolve) => {
      child.once('error', (cause) =>
        resolve({ kind: 'not-started', error: whyNot(cause, job, child.spawnfile) }),
      );
    });
    return { process: null, externalId: null, exit: error, cancel: () => undefined };
  }
  const leader: JobProcess = { pid, startTime: startTimeOf(pid) };
  const trace = { group: true, mark, startTime: leader.startTime, recent: true };
  const end = () => endProcesses(pid, trace, { graceMs });
  let ending: ReturnType<typeof end> | null = null;
  let over = false;
  const exit = new Promise<JobExit>((resolve) => {
    const onExit = async (code: number | null, signal: string | null): Promise<JobExit> => {
      if (ending) return { kind: 'cancelled', ...(await ending) };
      over = true;
      const leftRunning = await endLeftBehind(leader, mark, performance.now() - began, end);
      return code === null
        ? { kind: 'signalled', signal: signal ?? 'unknown', leftRunning }
        : { kind: 'exited', code, leftRunning };
    };
    // A child that cannot be signalled says so here too; only its exit ends the job.
    child.on('error', () => undefined);
    child.once('exit', (code, signal) => void onExit(code, signal).then(resolve));
  });
  return {
    process: leader,
    externalId: `${pid}:${leader.startTime ?? ''}`,
    exit,
    cancel: () => {
      if (!over) ending ??= end();
    },
  };
}

function spawnJob(job: Job, mark: string): ChildProcess {
  const { file, args, verbatim } = shellCall(job.shell, job.script, process.platform);
  const [name, value] = [mark.slice(0, mark.indexOf('=')), mark.slice(mark.indexOf('=') + 1)];
  const log = fs.openSync(job.log, 'a');
  try {
    return spawn(file, args, {
      cwd: job.workingFolder,
      env: { ...job.variables, [name]: value },
      // A group of its own is what lets a cancel reach everything; on Windows it would open a console.
      detached: process.platform !== 'win32',
      stdio: ['ignore', log, log],
      windowsHide: true,
      windowsVerbatimArguments: verbatim,
    });
  } finally {
    fs.closeSync(log);
  }
}

async function endLeftBehind(
  leader: JobProcess,
  mark: string,
  durationMs: number,
  end: () => ReturnType<typeof endProcesses>,
): Promise<Leftovers | null> {
  // A script may end a moment before the programs that read its pipes: they are given that moment.
  await waitForGroup(leader.pid);
  if (!mayHaveLeft(leader.pid, mark, durationMs)) return null;
  const { ended, left } = await end();
  return ended.length + left.length === 0 ? null : { ended, left };
}

function reattachLocally(externalId: string, mark: string, graceMs: number): RunningJob {
  const [pid, startTime] = [Number.parseInt(externalId, 10), externalId.split(':')[1] || null];
  const trace = { group: true, mark, startTime, recent: false };
  let ended: (exit: JobExit) => void = () => undefined;
  const exit = new Promise<JobExit>((resolve) => (ended = resolve));
  let cancelled = false;
  const timer = setInterval(() => {
    if (startTime !== null && startTimeOf(pid) === startTime) return;
    clearInterval(timer);
    if (!cancelled) ended({ kind: 'lost' });
  }, LOOK_MS);
  return {
    process: { pid, startTime },
    externalId,
    exit,
    cancel: () => {
      if (cancelled) return;
      cancelled = true;
      clearInterval(timer);
      void endProcesses(pid, trace, { graceMs }).then((end) =>
        ended({ kind: 'cancelled', ...end }),
      );
    },
  };
}

const LOOK_MS = 200;

function notStarted(error: string): RunningJob {
  const exit = Promise.resolve<JobExit>({ kind: 'not-started', error });
  return { process: null, externalId: null, exit, cancel: () => undefined };
}

/** ENOENT is said of a missing program and of a missing folder alike. */
function whyNot(cause: NodeJS.ErrnoException, job: Job, file: string): string {
  const folder = fs.existsSync(job.workingFolder);
  if (!folder) return `no folder ${job.workingFolder}`;
  return cause.code === 'ENOENT' ? `${file}: ENOENT` : errorText(cause);
}

function errorText(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === undefined ? message : `${code}: ${message}`;
}
