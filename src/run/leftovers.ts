import { endProcesses } from '../base/endProcesses';
import type { RunEvent } from '../records/events';
import type { Records } from '../records/records';
import type { Warning } from '../records/warnings';
import { putBackAll } from './keptAside';
import { markOf } from './executors/executor';
import type { Executor } from './executors/executor';
import { externalIdOf, NOBODY } from './executors/local';
import type { Claim } from './locks';

/**
 * Ends what a killed run left running, then puts back what it had taken away and not replaced. The
 * processes come first: while one of them lives it may still write where something is put back.
 */
export async function clearLeftovers(
  claim: Claim,
  options: {
    readonly records: Records;
    readonly root: string;
    readonly executor: Executor;
    readonly graceMs: number;
  },
): Promise<Warning | null> {
  const { records, executor, graceMs } = options;
  const pids = new Set<number>();
  for (const left of openSteps(records.eventLog(claim.run).readEvents())) {
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
  if (claim.pipeline !== null) putBackAll(options.root, records.runFolder(claim.run));
  return pids.size === 0
    ? null
    : { code: 'ended-leftovers', run: claim.run, pids: [...pids].sort((a, b) => a - b) };
}

interface OpenStep {
  readonly step: string;
  process: { readonly pid: number; readonly startTime: string | null } | null;
}

const ENDS: ReadonlySet<RunEvent['type']> = new Set([
  'step-succeeded',
  'step-failed',
  'step-cancelled',
]);

/** Steps that were under way when the events end. */
function openSteps(events: readonly RunEvent[]): OpenStep[] {
  const open = new Map<string, OpenStep>();
  for (const event of events) {
    if (event.type === 'step-started') {
      open.set(event.step, { step: event.step, process: null });
    } else if (event.type === 'step-process') {
      const { pid, startTime } = event;
      open.set(event.step, { step: event.step, process: { pid, startTime } });
    } else if (ENDS.has(event.type) && 'step' in event) open.delete(event.step);
  }
  return [...open.values()];
}
