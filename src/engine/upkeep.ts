import { removeWhole } from '../base/closedFolders';
import { ok } from '../base/result';
import type { Result } from '../base/result';
import type { Failure } from '../records/failures';
import { checkRecords } from '../records/checkRecords';
import type { RecordFinding } from '../records/checkRecords';
import { retain } from '../records/retention';
import type { StoreFinding, Swept } from '../store/storeModel';
import { silentRuns } from '../run/takeOver';
import { leftTemporaries, removeTemporaries } from '../run/temporaries';
import { withExisting } from './session';
import { openProject } from './where';
import type { Where } from './where';
import { removeRooms } from '../verify/removeRooms';
import { keptRooms } from '../verify/roomFolder';

/** What a look at every stored byte found. */
export interface CheckAnswer {
  readonly findings: readonly (StoreFinding | RecordFinding)[];
  /** True where something is damaged; absent bytes are not damage. */
  readonly damaged: boolean;
}

/** Proves every object, document and record that is here. Deletes nothing. */
export async function checkStore(where: Where): Promise<Result<CheckAnswer, Failure>> {
  const { project } = openProject(where);
  const nothing = ok({ findings: [], damaged: false });
  return withExisting<CheckAnswer>(project, where.host, nothing, async ({ store, records }) => {
    const findings: (StoreFinding | RecordFinding)[] = [];
    for await (const finding of store.check()) findings.push(finding);
    findings.push(...(await checkRecords(records, store)));
    return ok({ findings, damaged: findings.some(({ kind }) => kind === 'damaged') });
  });
}

/** What gc removed, or with a dry run would. */
export interface FreeAnswer {
  readonly swept: Swept;
  readonly rooms: readonly string[];
  /** Rooms that somebody kept and that therefore stay; absolute. */
  readonly keptRooms: readonly string[];
  /** Folders of runs that never began, and temporary ones of steps whose runs were killed; absolute. */
  readonly temporary: readonly string[];
  readonly dryRun: boolean;
}

/** Frees the bytes that no version, no pinned, live or recent run can reach. */
export async function freeSpace(
  where: Where & {
    readonly dryRun: boolean;
    readonly graceMs?: number;
    /** Takes runs for dead that nobody here can ask, where they have been silent for a minute. */
    readonly takeOver?: boolean;
  },
): Promise<Result<FreeAnswer, Failure>> {
  const { project } = openProject(where);
  const { dryRun } = where;
  const nothing = ok({
    swept: { objects: 0, bytes: 0, digests: [] },
    rooms: [],
    keptRooms: [],
    temporary: [],
    dryRun,
  });
  return withExisting<FreeAnswer>(
    project,
    where.host,
    nothing,
    async ({ project, store, records, host }) => {
      const silent = where.takeOver ? silentRuns(records, records.runIds()) : [];
      if (!dryRun) for (const id of silent) records.setTakenOver(id);
      const takenOver = new Set(silent);
      const kept = await retain({ records, store, now: host.now(), takenOver });
      if (!kept.ok) return kept;
      const graceMs = where.graceMs ?? DAY_MS;
      const swept = await store.sweep({ keep: kept.value.keep, graceMs, dryRun });
      if (!swept.ok) return swept;
      const rooms = removeRooms(kept.value.rooms, { dryRun, host, project: project.root });
      const { temporary } = kept.value;
      const ofSteps = leftTemporaries(records);
      if (!dryRun) {
        temporary.forEach(removeWhole);
        removeTemporaries(ofSteps);
      }
      return ok({
        swept: swept.value,
        rooms,
        keptRooms: keptRooms(host, project.root),
        temporary: [...temporary, ...ofSteps],
        dryRun,
      });
    },
  );
}

const DAY_MS = 24 * 60 * 60 * 1000;
