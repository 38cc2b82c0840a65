import { endProcesses } from '../base/endProcesses';
import type { Records } from '../records/records';
import type { Warning } from '../records/warnings';
import { putBackAll } from './keptAside';
import { markOf } from './executors/executor';
import type { Executor } from './executors/executor';
import { externalIdOf, localExecutor, NOBODY } from './executors/local';
import type { Claim } from './locks';
import { openSteps } from './openSteps';
import { livesInRooms, removeTemporaries, temporariesOf } from './temporaries';

/**
 * Ends what a killed run left running, takes its temporary folders away, then puts back what it had taken away and not replaced. The
 * processes come first: while one of them lives it may still write where something is put back.
 */
export async function clearLeftovers(
  claim: Pick<Claim, 'run' | 'pipeline' | 'process'>,
  options: {
    readonly records: Records;
    readonly root: string;
    readonly executor: Executor;
    readonly graceMs: number;
  },
): Promise<Warning | null> {
  const { records, executor, graceMs } = options;
  const pids = new Set<number>();
  const events = records.eventLog(claim.run).readEvents();
  for (const left of openSteps(events)) {
    const job = { run: claim.run, step: left.step };
    if (left.process) {
      const { pid, startTime } = left.process;
      const running = executor.reattach(externalIdOf(pid, startTime), job);
      running.cancel();
      const exit = await running.exit;
      if (exit.kind === 'cancelled') for (const ended of exit.ended) pids.add(ended);
    } else {
      // Killed between the start of the step and the word of it: only the mark is left to go by.
      const trace = { group: false, mark: markOf(job), startTime: null, recent: false };
      const { ended } = await endProcesses(NOBODY, trace, { graceMs });
      for (const pid of ended) pids.add(pid);
    }
  }
  removeTemporaries(temporariesOf(events, claim.process));
  if (claim.pipeline !== null) putBackAll(options.root, records.runFolder(claim.run));
  return pids.size === 0
    ? null
    : { code: 'ended-leftovers', run: claim.run, pids: [...pids].sort((a, b) => a - b) };
}

/** As the next run would: ends what killed runs in rooms left running, before somebody takes the rooms away. */
export async function endLeftInRooms(records: Records): Promise<void> {
  const left = livesInRooms(records);
  if (left.length === 0) return;
  const executor = localExecutor({ graceMs: GRACE_MS });
  try {
    for (const { id, process } of left) {
      const claim = { run: id, pipeline: null, process };
      const { root } = records.project;
      await clearLeftovers(claim, { records, root, executor, graceMs: GRACE_MS });
    }
  } finally {
    executor.close();
  }
}

/** Between the polite signal and the other one. */
export const GRACE_MS = 5000;
