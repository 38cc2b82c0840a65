import * as fs from 'node:fs';

import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { Content } from '../records/contentModel';
import { contentOf } from '../records/contentOf';
import type { Failure } from '../records/failures';
import type { Records } from '../records/records';
import type { Report } from '../records/report';
import type { RunRecord } from '../records/runModel';
import { findRunId } from './findRun';
import { savedFrom } from './runs';
import { withExisting } from './session';
import { asItStands, leftAside } from './standing';
import { findVersion } from './versions';
import type { VersionSummary } from './versions';
import { openProject } from './where';
import type { Where } from './where';

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

/** A name that is no run either may have been meant for one of these. */
function withVersions(failure: Failure, records: Records): Result<never, Failure> {
  if (failure.code !== 'run-unknown') return failed(failure);
  const versions = records.versions().flatMap((read) => (read.ok ? [read.value.label] : []));
  return failed({ ...failure, versions: [...new Set(versions)] });
}
