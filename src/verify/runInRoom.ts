import { hostname } from 'node:os';

import { failed } from '../base/result';
import type { Result } from '../base/result';
import { variablesOfRecord } from '../environment/recordedVariables';
import type { Failure } from '../records/failures';
import type { RunRecord } from '../records/runModel';
import type { VersionRecord } from '../records/versionModel';
import type { RunOptions } from '../run/context';
import { runPlan } from '../run/runPlan';
import { getPlan } from '../snapshot/planDocument';
import { makeRoom, removeRoom } from './makeRoom';
import { keepRoomFolder } from './roomFolder';
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
  readonly run: RunRecord;
  readonly before: ProjectLook;
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
    return await whileThere({ run: ran.value, before: before.value });
  } finally {
    if (options.keep) keepRoomFolder(room.value.folder);
    else removeRoom(room.value.folder);
  }
}
