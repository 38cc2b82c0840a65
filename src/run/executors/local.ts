import { endProcesses } from '../../base/endProcesses';
import type { Ended } from '../../base/endProcesses';
import { startTimeOf } from '../../base/processes';
import { upTimeMs } from '../../base/upTime';
import { MARK, markOf } from './executor';
import type {
  Executor,
  Job,
  JobExit,
  JobPlace,
  JobProcess,
  Leftovers,
  RunningJob,
} from './executor';
import { mayHaveLeft, waitForGroup } from './leftBehind';
import { shellCall } from './shells';
import { openSpawner } from './spawner';
import type { HelperKind, Spawner } from './spawner';
import type { StartOrder } from './startProcess';

/** How the local executor behaves. */
export interface LocalOptions {
  /** Milliseconds between the polite signal and the kill. */
  readonly graceMs: number;
  /** What starts programs where there are many; the best one that is here when left out. */
  readonly helper?: HelperKind;
}

/** Runs jobs on this machine, each in a process group of its own. */
export function localExecutor({ graceMs, helper }: LocalOptions): Executor {
  const spawner = openSpawner(helper);
  return {
    start: (job) => startLocally(job, spawner, graceMs),
    reattach: (externalId, job) => reattachLocally(externalId, markOf(job), graceMs),
    expect: (jobs) => spawner.expect(jobs),
    close: () => spawner.close(),
  };
}

function startLocally(job: Job, spawner: Spawner, graceMs: number): RunningJob {
  const spawned = spawner.start(orderOf(job));
  const began = upTimeMs();
  const mark = markOf(job);
  let ending: Promise<Ended> | null = null;
  let asked = false;
  let over = false;
  let leader: JobProcess | null = null;
  const end = ({ pid, startTime }: JobProcess): Promise<Ended> =>
    endProcesses(pid, { group: true, mark, startTime, recent: true }, { graceMs });
  const cancel = (): void => {
    asked = true;
    // Asked before it is known where it runs, it is ended as soon as that is known.
    if (leader && !over) ending ??= end(leader);
  };
  const follow = async (): Promise<JobExit> => {
    const started = await spawned.started;
    if (started === null) {
      // It may have started all the same: its mark is all there is to go by.
      await endProcesses(NOBODY, { group: false, mark }, { graceMs });
      return { kind: 'lost' };
    }
    if (started.error !== null) return { kind: 'not-started', error: started.error };
    leader = started;
    if (asked) cancel();
    const exited = await spawned.exit;
    if (ending) return { kind: 'cancelled', ...(await ending) };
    over = true;
    if (exited === null) {
      await end(leader);
      return { kind: 'lost' };
    }
    const tookMs = upTimeMs() - began;
    const leftRunning = await endLeftBehind(leader, { mark, tookMs, end });
    return exited.code === null
      ? { kind: 'signalled', signal: exited.signal ?? 'unknown', leftRunning }
      : { kind: 'exited', code: exited.code, leftRunning };
  };
  const started = spawned.started.then((word): JobPlace | null => {
    if (word === null || word.pid === null) return null;
    const { pid, startTime } = word;
    return { externalId: externalIdOf(pid, startTime), process: { pid, startTime } };
  });
  return { started, exit: follow(), cancel };
}

function orderOf(job: Job): StartOrder {
  const mark = markOf(job);
  const { workingFolder, log } = job;
  const variables = { ...job.variables, [MARK]: mark.slice(MARK.length + 1) };
  return { ...shellCall(job.shell, job.script, process.platform), workingFolder, variables, log };
}

async function endLeftBehind(
  leader: JobProcess,
  how: {
    readonly mark: string;
    readonly tookMs: number;
    readonly end: (leader: JobProcess) => Promise<Ended>;
  },
): Promise<Leftovers | null> {
  // A script may end a moment before the programs that read its pipes: they are given that moment.
  await waitForGroup(leader.pid);
  if (!mayHaveLeft(leader.pid, how.mark, how.tookMs)) return null;
  const { ended, left } = await how.end(leader);
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
    started: Promise.resolve({ externalId, process: { pid, startTime } }),
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

/** The external id of a job of this machine. */
export function externalIdOf(pid: number, startTime: string | null): string {
  return `${pid}:${startTime ?? ''}`;
}

/** No process has this number: what is looked for has no leader. */
export const NOBODY = 0;

const LOOK_MS = 200;
