import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { Failure } from '../records/failures';
import type { Records } from '../records/records';
import type { Report } from '../records/report';
import type { RunRecord } from '../records/runModel';
import type { VersionRecord } from '../records/versionModel';
import { sameAsSaved } from '../run/sameAsSaved';
import { recordsOf, withExisting } from './session';
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
    const same = await sameAsSaved(version.value, latest, at);
    const savedAs = same === false ? labelOf(latest, records) : null;
    return ok({ saved: true, same, ...(savedAs === null ? {} : { savedAs }) });
  });
}

/** How a label stands. */
export interface LabelStanding {
  readonly saved: boolean;
  readonly same: boolean | null;
  /** The other version that the latest run is saved as; left out where it is none. */
  readonly savedAs?: string;
}

/** The newest version of its pipeline that a run is saved as. */
function labelOf(run: RunRecord, records: Records): string | null {
  const versions = records.versions().flatMap((read) => (read.ok ? [read.value] : []));
  const saved = versions.findLast(
    (version) => version.pipeline === run.pipeline && version.run.id === run.id,
  );
  return saved?.label ?? null;
}

const UNSAVED: LabelStanding = { saved: false, same: null };
