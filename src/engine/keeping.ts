import { ok } from '../base/result';
import type { Result } from '../base/result';
import type { Failure } from '../records/failures';
import { dropClaim } from '../run/locks';
import { silentRuns } from '../run/takeOver';
import { findRunOnly } from './findRun';
import { recordsOf } from './session';
import { openProject } from './where';
import type { Where } from './where';

/** Keeps a run and its bytes from gc, or lets go of them. */
export function pinRun(
  where: Where & { readonly run: string; readonly pin: boolean },
): Result<{ readonly id: string }, Failure> {
  const id = findRunOnly(where, where.run);
  if (!id.ok) return id;
  const records = recordsOf(openProject(where).project);
  if (!records.ok) return records;
  const pinned = records.value?.setPin(id.value, where.pin);
  return pinned?.ok === false ? pinned : ok({ id: id.value });
}

/** Removes the records of runs; their bytes go with the next gc. Either all of them go or none. */
export function removeRuns(
  where: Where & {
    readonly runs: readonly string[];
    readonly evenDisplaced?: boolean;
    readonly takeOver?: boolean;
  },
): Result<{ readonly ids: readonly string[] }, Failure> {
  const { project } = openProject(where);
  const records = recordsOf(project);
  if (!records.ok) return records;
  const ids = new Set<string>();
  for (const name of where.runs) {
    const id = findRunOnly(where, name);
    if (!id.ok) return id;
    ids.add(id.value);
  }
  const evenDisplaced = where.evenDisplaced ?? false;
  const silent = where.takeOver && records.value ? silentRuns(records.value, [...ids]) : [];
  for (const onlyAsk of [true, false]) {
    for (const id of ids) {
      const evenUnknown = silent.includes(id);
      const removed = records.value?.removeRun(id, { evenDisplaced, evenUnknown, onlyAsk });
      if (removed?.ok === false) return removed;
      if (evenUnknown && !onlyAsk) dropClaim(project, id);
    }
  }
  return ok({ ids: [...ids] });
}
