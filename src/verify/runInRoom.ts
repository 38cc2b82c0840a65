import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import { driftBetween } from '../environment/drift';
import { variablesOfRecord } from '../environment/recordedVariables';
import type { Plan } from '../pipeline/model';
import type { Failure } from '../records/failures';
import type { RunRecord } from '../records/runModel';
import type { VersionRecord } from '../records/versionModel';
import type { Warning } from '../records/warnings';
import type { RunOptions } from '../run/context';
import { runPlan } from '../run/runPlan';
import { getPlan } from '../snapshot/planDocument';
import { hostname } from 'node:os';

import { makeRoom, removeRoom } from './makeRoom';
import type { MadeRoom } from './makeRoom';
import { lookAtProject } from './projectWatch';
import type { ProjectLook } from './projectWatch';

/** What a run of a saved version is asked with: a run's options, less what the version decides. */
export interface RerunOptions extends Omit<
  RunOptions,
  'plan' | 'label' | 'targets' | 'purpose' | 'version' | 'room' | 'reuse'
> {
  readonly version: VersionRecord;
  /** Whose PATH finds the programs. */
  readonly environment: 'recorded' | 'current';
  /** Leave the room for somebody to look at. */
  readonly keep: boolean;
}

/** A saved version's run in a room, and the project as it was looked at before. */
export interface RoomRun {
  readonly plan: Plan;
  readonly run: RunRecord;
  readonly before: ProjectLook;
  /** The room that was kept; else null. */
  readonly kept: string | null;
  readonly room: MadeRoom;
}

/**
 * Runs a saved version in a room of its own, which is gone at the end, however that comes, unless it is
 * to be kept. `whileThere` may look at the room after the last step.
 */
export async function runInRoom<T>(
  options: RerunOptions,
  purpose: 'rerun' | 'verify',
  whileThere: (done: RoomRun) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const { project, store, host, version } = options;
  const plan = await getPlan(store, version.plan);
  if (!plan.ok) return plan;
  const before = await lookAtProject(project);
  if (!before.ok) return before;
  if (options.cancel.aborted) return failed({ code: 'cancelled' });
  const { environmentFolders } = before.value.scan;
  const room = await makeRoom({
    project,
    store,
    host,
    version,
    environmentFolders,
    outputs: false,
  });
  if (!room.ok) return room;
  try {
    const variables =
      options.environment === 'recorded'
        ? variablesOfRecord(version.environment, options.variables, version.run.host === hostname())
        : options.variables;
    const ran = await runPlan({
      ...options,
      plan: plan.value,
      label: version.label,
      targets: null,
      purpose,
      version,
      room: room.value,
      reuse: 'none',
      variables,
      warnings: [...(options.warnings ?? []), ...room.value.warnings],
    });
    if (!ran.ok) return ran;
    const kept = options.keep ? room.value.root : null;
    return await whileThere({
      plan: plan.value,
      run: ran.value,
      before: before.value,
      kept,
      room: room.value,
    });
  } finally {
    if (!options.keep) removeRoom(room.value.folder);
  }
}

/** The interpreter that a step ran under is not the recorded one. */
export function interpreterWarnings(version: VersionRecord, run: RunRecord): Warning[] {
  if (run.environment === null) return [];
  return driftBetween(version.environment, run.environment)
    .filter(({ what }) => what.startsWith('interpreter'))
    .map(({ was, is }) => ({
      code: 'interpreter-differs',
      was: was ?? 'none',
      is: is ?? 'none',
    }));
}

/** Hands the run on where it came to its end. */
export function endedRun(run: RunRecord): Result<RunRecord, Failure> {
  return run.status === 'cancelled' ? failed({ code: 'cancelled' }) : ok(run);
}
