import { ok } from '../base/result';
import type { Result } from '../base/result';
import type { Failure } from '../records/failures';
import type { Records } from '../records/records';
import type { RunRecord } from '../records/runModel';
import { recordsOf } from './session';
import { asItStands, openRun } from './standing';
import type { OpenRun } from './standing';
import { openProject } from './where';
import type { Where } from './where';

/** Recorded runs, newest first; `limit` of them, or all. */
export function listRuns(where: Where & { readonly limit?: number }): Result<
  {
    runs: readonly RunRecord[];
    total: number;
    pinned: readonly string[];
    /** The versions saved from each run that has some. */
    saved: ReadonlyMap<string, readonly string[]>;
  },
  Failure
> {
  const records = recordsOf(openProject(where).project);
  if (!records.ok) return records;
  const ids = records.value?.runIds().reverse() ?? [];
  const runs: RunRecord[] = [];
  for (const id of ids.slice(0, where.limit ?? ids.length)) {
    const run = records.value?.readRun(id);
    if (run?.ok && records.value) runs.push(asItStands(records.value, run.value));
  }
  const pinned = ids.filter((id) => records.value?.pinned(id));
  const saved = records.value ? savedFrom(records.value) : new Map<string, string[]>();
  return ok({ runs, total: ids.length, pinned, saved });
}

/** The newest run of the pipeline in the workspace, where it is going on or was cut off. */
export function openRunOf(where: Where): Result<OpenRun | null, Failure> {
  const { project, pipeline } = openProject(where);
  const records = recordsOf(project);
  if (!records.ok) return records;
  return ok(records.value === null || pipeline === null ? null : openRun(records.value, pipeline));
}

/** Names of the versions that were saved from each run. */
export function savedFrom(records: Records): ReadonlyMap<string, readonly string[]> {
  const saved = new Map<string, string[]>();
  const versions = records.versions().flatMap((read) => (read.ok ? [read.value] : []));
  const several = new Set(versions.map(({ pipeline }) => pipeline)).size > 1;
  for (const { run, pipeline, label } of versions) {
    saved.set(run.id, [...(saved.get(run.id) ?? []), several ? `${pipeline}@${label}` : label]);
  }
  return saved;
}
