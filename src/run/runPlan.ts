import * as fs from 'node:fs';

import { isRunning } from '../base/processes';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import { narrowPlan } from '../pipeline/narrowPlan';
import type { Failure } from '../records/failures';
import { isRunId } from '../records/runId';
import type { RunRecord } from '../records/runModel';
import type { KilledRun } from './leftBehind';
import { clearLeftovers, GRACE_MS } from './leftovers';
import { claimRun } from './locks';
import type { RunOptions } from './context';
import { executePlan } from './executePlan';
import { localExecutor } from './executors/local';
import { outputsOf } from '../snapshot/outputScope';
import { writeFailure } from '../store/storeError';

export type { RunOptions } from './context';

/**
 * Runs a plan, in the workspace or in a room, and records the run. Ok also where steps failed or the run
 * was cancelled: the record's status tells. A failure means that nothing was run.
 */
export async function runPlan(options: RunOptions): Promise<Result<RunRecord, Failure>> {
  const { project, records, host, plan, targets } = options;
  const narrowed = targets === null ? ok(plan) : narrowPlan(plan, targets);
  if (!narrowed.ok) return narrowed;
  const id = options.runId ?? records.newRunId(host);
  const isTaken = (): boolean => fs.existsSync(records.runFolder(id));
  const taken = failed({ code: 'run-id-taken' as const, id });
  if (!isRunId(id) || isTaken() || isLabelOf(options.runId, records)) return taken;
  const claimed = await claimRun(
    project,
    {
      run: id,
      pipeline: options.room ? null : plan.pipeline,
      outputs: options.room ? [] : outputsOf(narrowed.value),
    },
    { takeOver: options.takeOver },
  );
  if (!claimed.ok) return claimed;
  // Another start with this id may have come to its end since the first look.
  if (isTaken()) {
    claimed.value.release();
    return taken;
  }
  const graceMs = options.graceMs ?? GRACE_MS;
  const executor = options.executor ?? localExecutor({ graceMs });
  try {
    const warnings = [...(options.warnings ?? [])];
    const killed: KilledRun[] = [];
    for (const claim of claimed.value.dead) {
      const warning = await clearLeftovers(claim, {
        records,
        root: project.root,
        executor,
        graceMs,
      });
      if (warning) warnings.push(warning);
      // Whoever asks about it from now on is told the same.
      if (isRunning(claim.process) === 'unknown') records.setTakenOver(claim.run);
      if (claim.pipeline !== null) killed.push({ run: claim.run, livedOn: warning !== null });
      claimed.value.bury(claim);
    }
    return await executePlan(
      { ...options, warnings },
      { id, steps: narrowed.value, executor, killed },
    );
  } catch (error) {
    // What the system refuses is a failure, such as a disk that is full; anything else is thrown on.
    return failed(writeFailure(error, project.store));
  } finally {
    executor.close();
    claimed.value.release();
  }
}

/** An id that is a saved label too could never be meant by its name. */
function isLabelOf(id: string | null, records: RunOptions['records']): boolean {
  if (id === null) return false;
  const version = records.readVersion(id);
  return version.ok || version.failure.code !== 'version-unknown';
}
