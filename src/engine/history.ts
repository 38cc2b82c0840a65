import * as fs from 'node:fs';
import * as path from 'node:path';

import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { Failure } from '../records/failures';
import type { Report } from '../records/report';
import type { RunRecord } from '../records/runModel';
import type { VersionRecord } from '../records/versionModel';
import { storeExists } from '../store/layout';
import { recordsOf } from './session';
import { openProject } from './where';
import type { Where } from './where';

/** A saved version and what the last verify said of it. */
export interface VersionSummary {
  readonly version: VersionRecord;
  readonly lastReport: Report | null;
}

/** The saved version of this name (`v1.0`, or `pipeline.yaml@v1.0`). */
export function findVersion(where: Where, name: string): Promise<Result<VersionRecord, Failure>> {
  const { project, pipeline } = openProject(where);
  const records = recordsOf(project);
  if (!records.ok) return Promise.resolve(records);
  const none = failed({ code: 'version-unknown' as const, label: name, known: [] });
  return Promise.resolve(records.value?.readVersion(name, pipeline ?? undefined) ?? none);
}

/** Every saved version of the project, oldest first; damaged ones come as failures beside them. */
export function listVersions(
  where: Where,
): Result<{ versions: readonly VersionSummary[]; damaged: readonly Failure[] }, Failure> {
  const records = recordsOf(openProject(where).project);
  if (!records.ok) return records;
  const versions: VersionSummary[] = [];
  const damaged: Failure[] = [];
  for (const read of records.value?.versions() ?? []) {
    if (!read.ok) damaged.push(read.failure);
    else {
      const { pipeline, label } = read.value;
      const lastReport = records.value?.latestReport(pipeline, label) ?? null;
      versions.push({ version: read.value, lastReport });
    }
  }
  return ok({ versions, damaged });
}

/** Recorded runs, newest first; `limit` of them, or all. */
export function listRuns(
  where: Where & { readonly limit?: number },
): Result<{ runs: readonly RunRecord[]; total: number; pinned: readonly string[] }, Failure> {
  const records = recordsOf(openProject(where).project);
  if (!records.ok) return records;
  const ids = records.value?.runIds().reverse() ?? [];
  const runs: RunRecord[] = [];
  for (const id of ids.slice(0, where.limit ?? ids.length)) {
    const run = records.value?.readRun(id);
    if (run?.ok) runs.push(run.value);
  }
  const pinned = ids.filter((id) => records.value?.pinned(id));
  return ok({ runs, total: ids.length, pinned });
}

/** A version, or a run by its id or a unique beginning of it. */
export type Shown =
  | { readonly kind: 'version'; readonly summary: VersionSummary }
  | { readonly kind: 'run'; readonly run: RunRecord; readonly report: Report | null };

/** What is known of a version or a run; without a name, of the latest run. */
export async function show(
  where: Where & { readonly name?: string },
): Promise<Result<Shown, Failure>> {
  const { project } = openProject(where);
  const records = recordsOf(project);
  if (!records.ok) return records;
  if (records.value === null) return failed({ code: 'run-unknown', id: where.name ?? 'latest' });
  if (where.name !== undefined) {
    const version = await findVersion(where, where.name);
    if (version.ok) {
      const { pipeline, label } = version.value;
      const lastReport = records.value.latestReport(pipeline, label);
      return ok({ kind: 'version', summary: { version: version.value, lastReport } });
    }
    if (version.failure.code !== 'version-unknown') return version;
  }
  const id = findRunId(where, where.name);
  if (!id.ok) return id;
  const run = records.value.readRun(id.value);
  if (!run.ok) return run;
  const report = records.value.reports().find((one) => one.run === id.value) ?? null;
  return ok({ kind: 'run', run: run.value, report });
}

/** One log file of a run. */
export interface LogFile {
  readonly step: string;
  readonly attempt: number;
  /** Absolute. */
  readonly path: string;
}

/** The logs of a run or of a version's run, in the order the steps started; of one step where it is named. */
export async function logsOf(
  where: Where & { readonly name?: string; readonly step?: string },
): Promise<Result<{ run: string; live: boolean; logs: readonly LogFile[] }, Failure>> {
  const shown = await show(where);
  if (!shown.ok) return shown;
  const id = shown.value.kind === 'run' ? shown.value.run.id : shown.value.summary.version.run.id;
  const records = recordsOf(openProject(where).project);
  if (!records.ok) return records;
  if (records.value === null) return failed({ code: 'run-unknown', id });
  const folder = records.value.runFolder(id);
  const events = records.value.eventLog(id).readEvents();
  const logs: LogFile[] = [];
  for (const event of events) {
    if (event.type !== 'step-started') continue;
    const file = path.join(folder, event.log);
    if (fs.existsSync(file)) logs.push({ step: event.step, attempt: event.attempt, path: file });
  }
  const run = records.value.readRun(id);
  const live = run.ok && run.value.status === 'running';
  if (where.step === undefined) return ok({ run: id, live, logs });
  const known = [...new Set(logs.map(({ step }) => step))];
  const wanted = logs.filter(({ step }) => step === where.step);
  if (wanted.length === 0) return failed({ code: 'step-unknown', step: where.step, known });
  return ok({ run: id, live, logs: wanted });
}

/** Keeps a run and its bytes from gc, or lets go of them. */
export function pinRun(
  where: Where & { readonly run: string; readonly pin: boolean },
): Result<{ readonly id: string }, Failure> {
  const id = findRunId(where, where.run);
  if (!id.ok) return id;
  const records = recordsOf(openProject(where).project);
  if (!records.ok) return records;
  records.value?.setPin(id.value, where.pin);
  return ok({ id: id.value });
}

/** Removes a run's records; its bytes go with the next gc. */
export function removeRun(
  where: Where & { readonly run: string; readonly evenDisplaced?: boolean },
): Result<{ readonly id: string }, Failure> {
  const id = findRunId(where, where.run);
  if (!id.ok) return id;
  const records = recordsOf(openProject(where).project);
  if (!records.ok) return records;
  const removed = records.value?.removeRun(id.value, {
    evenDisplaced: where.evenDisplaced ?? false,
  });
  return removed === undefined || removed.ok ? ok({ id: id.value }) : removed;
}

function findRunId(where: Where, name: string | undefined): Result<string, Failure> {
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
