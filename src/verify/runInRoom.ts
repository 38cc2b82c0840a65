import { hostname } from 'node:os';

import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import { deafSteps } from '../environment/deafSteps';
import { variablesOfRecord } from '../environment/recordedVariables';
import type { Plan } from '../pipeline/model';
import type { Failure } from '../records/failures';
import type { RunRecord } from '../records/runModel';
import type { VersionRecord } from '../records/versionModel';
import type { Warning } from '../records/warnings';
import type { RunOptions } from '../run/context';
import { runPlan } from '../run/runPlan';
import { getPlan } from '../snapshot/planDocument';
import { environmentsToLink } from './environmentsToLink';
import { makeRoom, removeRoom } from './makeRoom';
import type { MadeRoom } from './makeRoom';
import { notDeclared } from './notDeclared';
import { outputsChangedLater } from './outputsChangedLater';
import { projectChanges } from './projectChanges';
import { projectNamed } from './projectNamed';
import { keepRoomFolder } from './roomFolder';
import { lookAtProject } from './projectWatch';
import { sharedInputsChanged } from './sharedInputs';

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

/**
 * Runs a saved version in a room of its own, which is gone at the end, however that comes, unless it is
 * to be kept. Whatever makes it doubtful that it was a clean one is among the run's warnings, whoever asked
 * for it: a diff of tomorrow reads them there.
 */
export async function runInRoom(
  options: RerunOptions,
  purpose: 'rerun' | 'verify',
): Promise<Result<RunRecord, Failure>> {
  const { project, store, host, version } = options;
  const plan = await getPlan(store, version.plan);
  if (!plan.ok) return plan;
  const before = await lookAtProject(project);
  if (!before.ok) return before;
  if (options.cancel.aborted) return failed({ code: 'cancelled' });
  const environments = await environmentsToLink(before.value.scan, plan.value, options);
  if (!environments.ok) return environments;
  const room = await makeRoom({
    project,
    store,
    host,
    version,
    environmentFolders: environments.value.folders,
    outputs: false,
    uncached: 'link',
    cancel: options.cancel,
  });
  if (!room.ok) return room;
  try {
    const variables =
      options.environment === 'recorded'
        ? variablesOfRecord(version.environment, options.variables, version.run.host === hostname())
        : options.variables;
    return await runPlan({
      ...options,
      plan: plan.value,
      label: version.label,
      targets: null,
      purpose,
      version,
      room: room.value,
      reuse: 'none',
      variables,
      warnings: [
        ...(options.warnings ?? []),
        ...version.warnings.filter(({ code }) => code === 'source-written'),
        ...environments.value.warnings,
        ...room.value.warnings,
        ...notHeard(plan.value, room.value, { project: project.root, variables }),
        ...projectNamed(plan.value, { project: project.root, room: room.value.root, variables }),
      ],
      lastLook: async (run, made) => {
        const changed = await projectChanges(before.value, run, options);
        if (!changed.ok) return changed;
        const shared = await sharedInputsChanged(version, run, {
          store,
          linked: room.value.linked,
        });
        const { warnings, products } = changed.value;
        const later = await outputsChangedLater(plan.value, run, {
          store,
          room: room.value,
          made,
        });
        const lacking = notDeclared(run, {
          plan: plan.value,
          records: options.records,
          project: project.root,
          room: room.value.root,
        });
        return ok({ warnings: [...warnings, ...shared, ...later, ...lacking], products });
      },
    });
  } finally {
    if (options.keep) keepRoomFolder(room.value.folder);
    else removeRoom(room.value.folder);
  }
}

/** Ways back into the project that stay open for steps whose Python does not look at its variables, or gets others. */
function notHeard(
  plan: Plan,
  room: MadeRoom,
  options: {
    readonly project: string;
    readonly variables: Readonly<Record<string, string | undefined>>;
  },
): Warning[] {
  const { root, redirected: paths, redirectedTo: folders } = room;
  if (paths.length === 0) return [];
  const steps = deafSteps(plan, { ...options, room: root, folders });
  return steps.length === 0 ? [] : [{ code: 'not-redirected', paths, steps }];
}
