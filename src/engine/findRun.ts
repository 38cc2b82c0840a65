import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { Failure } from '../records/failures';
import { storeExists } from '../store/layout';
import { recordsOf } from './session';
import { openProject } from './where';
import type { Where } from './where';

/** The id of the run of this name, a unique beginning of it; without one, of the latest. */
export function findRunId(where: Where, name: string | undefined): Result<string, Failure> {
  const { project } = openProject(where);
  const records = recordsOf(project);
  if (!records.ok) return records;
  if (records.value === null || !storeExists(project)) {
    return failed({ code: 'run-unknown', id: name ?? 'latest' });
  }
  if (name !== undefined) return records.value.findRun(name);
  const latest = records.value.runIds().at(-1);
  return latest === undefined ? failed({ code: 'run-unknown', id: 'latest' }) : ok(latest);
}

/** As `findRunId`, for what does not take versions: it says so where it was given one. */
export function findRunOnly(where: Where, name: string): Result<string, Failure> {
  const id = findRunId(where, name);
  if (id.ok || id.failure.code !== 'run-unknown') return id;
  const { project, pipeline } = openProject(where);
  const records = recordsOf(project);
  const version = records.ok ? records.value?.readVersion(name, pipeline ?? undefined) : undefined;
  const isVersion =
    version !== undefined && (version.ok || version.failure.code !== 'version-unknown');
  return isVersion ? failed({ ...id.failure, isVersion }) : id;
}
