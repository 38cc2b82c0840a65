import * as fs from 'node:fs';

import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { Content } from '../records/contentModel';
import { contentOf } from '../records/contentOf';
import type { Failure } from '../records/failures';
import type { Records } from '../records/records';
import type { Report } from '../records/report';
import type { RunRecord } from '../records/runModel';
import type { VersionRecord } from '../records/versionModel';
import { dropClaim } from '../run/locks';
import { sameAsSaved } from '../run/sameAsSaved';
import { silentRuns } from '../run/takeOver';
import { storeExists } from '../store/layout';
import { recordsOf, withExisting } from './session';
import { asItStands, leftAside, openRun } from './standing';
import type { OpenRun } from './standing';
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
      const lastReport = records.value?.latestReport(read.value) ?? null;
      versions.push({ version: read.value, lastReport });
    }
  }
  return ok({ versions, damaged });
}

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

/** A version, or a run by its id or a unique beginning of it. */
export type Shown =
  | {
      readonly kind: 'version';
      readonly summary: VersionSummary;
      /** Null where its plan is not to be had. */
      readonly content: Content | null;
    }
  | {
      readonly kind: 'run';
      /** As it stands, where it has not ended. */
      readonly run: RunRecord;
      readonly content: Content | null;
      readonly report: Report | null;
      /** Files of the user that it moved aside and has not put back. */
      readonly aside: readonly string[];
      /** Versions that were saved from it. */
      readonly saved: readonly string[];
    };

/** What is known of a version or a run; without a name, of the latest run. */
export async function show(
  where: Where & { readonly name?: string },
): Promise<Result<Shown, Failure>> {
  const { project } = openProject(where);
  const none = failed({ code: 'run-unknown' as const, id: where.name ?? 'latest' });
  return withExisting<Shown>(project, where.host, none, async ({ records, store }) => {
    if (where.name !== undefined) {
      const found = await findVersion(where, where.name);
      if (found.ok) {
        const version = found.value;
        const lastReport = records.latestReport(version);
        const content = await contentOf(store, version);
        return ok({ kind: 'version', summary: { version, lastReport }, content });
      }
      if (found.failure.code !== 'version-unknown') return found;
    }
    const id = findRunId(where, where.name);
    if (!id.ok) return withVersions(id.failure, records);
    const read = records.readRun(id.value);
    if (!read.ok) return read;
    const run = asItStands(records, read.value);
    return ok({
      kind: 'run',
      run: { ...run, room: roomOf(read.value) },
      content: await contentOf(store, run),
      report: records.readReport(id.value),
      aside: leftAside(records, id.value),
      saved: savedFrom(records).get(id.value) ?? [],
    });
  });
}

/** The room of a run, while there is one. */
function roomOf({ room }: RunRecord): string | null {
  return room !== null && fs.existsSync(room) ? room : null;
}

/** Names of the versions that were saved from each run. */
function savedFrom(records: Records): ReadonlyMap<string, readonly string[]> {
  const saved = new Map<string, string[]>();
  const versions = records.versions().flatMap((read) => (read.ok ? [read.value] : []));
  const several = new Set(versions.map(({ pipeline }) => pipeline)).size > 1;
  for (const { run, pipeline, label } of versions) {
    saved.set(run.id, [...(saved.get(run.id) ?? []), several ? `${pipeline}@${label}` : label]);
  }
  return saved;
}

/** A name that is no run either may have been meant for one of these. */
function withVersions(failure: Failure, records: Records): Result<never, Failure> {
  if (failure.code !== 'run-unknown') return failed(failure);
  const versions = records.versions().flatMap((read) => (read.ok ? [read.value.label] : []));
  return failed({ ...failure, versions: [...new Set(versions)] });
}

/**
 * Whether the label is saved for this pipeline, and whether the latest run of the whole of it came to the
 * very same; null where nobody can tell.
 */
export async function labelStanding(
  where: Where,
  label: string,
): Promise<Result<LabelStanding, Failure>> {
  const { project, pipeline } = openProject(where);
  if (pipeline === null) return ok(UNSAVED);
  return withExisting<LabelStanding>(project, where.host, ok(UNSAVED), async (session) => {
    const { records, store } = session;
    const version = records.readVersion(`${pipeline}@${label}`);
    if (!version.ok) return ok(UNSAVED);
    const latest = records.latestRun(pipeline, (run) => run.purpose === 'run');
    if (latest?.targets !== null || latest.status !== 'succeeded') {
      return ok({ saved: true, same: null });
    }
    const at = { store, project, elsewhere: false };
    return ok({ saved: true, same: await sameAsSaved(version.value, latest, at) });
  });
}

/** How a label stands. */
export interface LabelStanding {
  readonly saved: boolean;
  readonly same: boolean | null;
}

const UNSAVED: LabelStanding = { saved: false, same: null };

/** The newest run of the pipeline in the workspace, where it is going on or was cut off. */
export function openRunOf(where: Where): Result<OpenRun | null, Failure> {
  const { project, pipeline } = openProject(where);
  const records = recordsOf(project);
  if (!records.ok) return records;
  return ok(records.value === null || pipeline === null ? null : openRun(records.value, pipeline));
}

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

/** As `findRunId`, for what does not take versions: it says so where it was given one. */
function findRunOnly(where: Where, name: string): Result<string, Failure> {
  const id = findRunId(where, name);
  if (id.ok || id.failure.code !== 'run-unknown') return id;
  const { project, pipeline } = openProject(where);
  const records = recordsOf(project);
  const version = records.ok ? records.value?.readVersion(name, pipeline ?? undefined) : undefined;
  const isVersion =
    version !== undefined && (version.ok || version.failure.code !== 'version-unknown');
  return isVersion ? failed({ ...id.failure, isVersion }) : id;
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
