import { removeWhole } from '../base/closedFolders';
import { digestOfJson } from '../base/digest';
import type { Digest } from '../base/digest';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { Failure } from '../records/failures';
import { checkRecords } from '../records/checkRecords';
import type { RecordFinding } from '../records/checkRecords';
import { retain } from '../records/retention';
import type { StoreFinding, Swept } from '../store/storeModel';
import { silentRuns } from '../run/takeOver';
import { endLeftInRooms } from '../run/leftovers';
import { leftTemporaries, removeTemporaries } from '../run/temporaries';
import { withExisting } from './session';
import { openProject } from './where';
import type { Where } from './where';
import { leftRooms } from '../verify/leftRooms';
import { removeRoom } from '../verify/makeRoom';
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
  /** Of all that is removed: who asks for exactly this has nothing else removed. */
  readonly digest: Digest;
}

/**
 * Frees the bytes that no version, no pinned, live or recent run can reach. With `exactly` only where that is what
 * was told of, by a dry run: else nothing is removed.
 */
export async function freeSpace(
  where: Where & {
    readonly dryRun: boolean;
    readonly graceMs?: number;
    /** Takes runs for dead that nobody here can ask, where they have been silent for a minute. */
    readonly takeOver?: boolean;
    /** The digest of an earlier answer. */
    readonly exactly?: string;
  },
): Promise<Result<FreeAnswer, Failure>> {
  const { project } = openProject(where);
  const { dryRun, exactly } = where;
  const swept = { objects: 0, bytes: 0, digests: [] };
  const none = { swept, rooms: [], keptRooms: [], temporary: [], dryRun };
  const nothing = ok({ ...none, digest: digestOfFreed(none) });
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
      const { keep } = kept.value;
      const look = await store.sweep({ keep, graceMs, dryRun: true });
      if (!look.ok) return look;
      const rooms = leftRooms(kept.value.rooms, { host, project: project.root });
      const ofSteps = leftTemporaries(records);
      const temporary = [...kept.value.temporary, ...ofSteps];
      const digest = digestOfFreed({ swept: look.value, rooms, temporary });
      const left = keptRooms(host, project.root);
      const told = { rooms, keptRooms: left, temporary, dryRun, digest };
      if (exactly !== undefined && exactly !== digest) {
        const { objects, bytes } = look.value;
        return failed({ code: 'not-as-told', objects, bytes });
      }
      if (dryRun) return ok({ swept: look.value, ...told });
      const only = new Set(look.value.digests);
      const swept = await store.sweep({ keep, only, graceMs, dryRun: false });
      if (!swept.ok) return swept;
      await endLeftInRooms(records);
      rooms.forEach(removeRoom);
      kept.value.temporary.forEach(removeWhole);
      removeTemporaries(ofSteps);
      return ok({ swept: swept.value, ...told });
    },
  );
}

function digestOfFreed(freed: Pick<FreeAnswer, 'swept' | 'rooms' | 'temporary'>): Digest {
  const { swept, rooms, temporary } = freed;
  const sorted = (names: readonly string[]): string[] => [...names].sort();
  return digestOfJson({
    objects: sorted(swept.digests),
    rooms: sorted(rooms),
    temporary: sorted(temporary),
  });
}

const DAY_MS = 24 * 60 * 60 * 1000;
