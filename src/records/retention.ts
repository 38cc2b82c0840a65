import * as fs from 'node:fs';
import * as path from 'node:path';

import type { Digest } from '../base/digest';
import { leaves, relativeTo } from '../base/paths';
import { ok } from '../base/result';
import type { Result } from '../base/result';
import type { StoreFailure } from '../store/failures';
import type { Store } from '../store/storeModel';
import type { RecordFailure } from './failures';
import { expandNamed, namedByEvents, namedByRun, namedByVersion } from './reach';
import type { Records } from './records';
import { isUnbegun } from './runFiles';
import type { RunRecord } from './runModel';
import type { VersionRecord } from './versionModel';

/** What a gc has to spare, and what it may clear away. */
export interface Retention {
  /** Everything that a version, a pinned, kept, live or recent run can reach. */
  readonly keep: ReadonlySet<Digest>;
  /** Rooms of runs that were killed; absolute, still there. */
  readonly rooms: readonly string[];
  /** Folders of runs that never began and that nobody has touched for long; absolute. What lies in tmp/ is the store's. */
  readonly temporary: readonly string[];
}

/** Bytes of runs that no version names stay for the newest of each pipeline, */
export const NEWEST_KEPT = 10;

/** and for so long. */
export const KEPT_MS = 14 * 24 * 60 * 60 * 1000;

const TEMPORARY_MS = 24 * 60 * 60 * 1000;

/**
 * Finds out what has to stay. Where a record or a tree that a version names cannot be read, nobody knows
 * what it reaches: that is a failure, and nothing may be removed.
 */
export async function retain(options: {
  readonly records: Records;
  readonly store: Store;
  readonly now: number;
  /** Runs of which a person says that they are dead, though nobody can ask their processes. */
  readonly takenOver?: ReadonlySet<string>;
}): Promise<Result<Retention, RecordFailure | StoreFailure>> {
  const { records, store, now, takenOver = new Set() } = options;
  const keep = new Set<Digest>();
  const versions: VersionRecord[] = [];
  for (const version of records.versions()) {
    if (!version.ok) return version;
    versions.push(version.value);
    const named = await expandNamed(store, namedByVersion(version.value), { keep, strict: true });
    if (!named.ok) return named;
  }
  const runs: RunRecord[] = [];
  const unbegun: string[] = [];
  for (const id of records.runIds()) {
    const run = records.readRun(id);
    if (run.ok) runs.push(takenOver.has(id) ? { ...run.value, status: 'interrupted' } : run.value);
    else if (run.failure.code !== 'run-unknown') return run;
    else if (isUnbegun(records.runFolder(id))) unbegun.push(records.runFolder(id));
  }
  for (const run of chosenRuns(runs, versions, options)) {
    const named = await expandNamed(store, namedByRun(run), { keep, strict: false });
    if (!named.ok) return named;
    if (run.endedAt !== null) continue;
    const events = records.eventLog(run.id).readEvents();
    const told = await expandNamed(store, namedByEvents(events), { keep, strict: false });
    if (!told.ok) return told;
  }
  const temporary = unbegun.filter((folder) => isOld(folder, now));
  return ok({ keep, rooms: staleRooms(runs, records), temporary });
}

function chosenRuns(
  runs: readonly RunRecord[],
  versions: readonly VersionRecord[],
  { records, now }: { readonly records: Records; readonly now: number },
): RunRecord[] {
  const named = new Set<string>();
  for (const version of versions) {
    named.add(version.run.id);
    // What the last verify came to can be judged by other rules, as long as its outcomes are here.
    const report = records.latestReport(version);
    if (report !== null) named.add(report.run);
  }
  const counts = new Map<string, number>();
  return [...runs].reverse().filter((run) => {
    const kind = `${run.purpose === 'run' ? 'run' : 'room'} ${run.pipeline}`;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const recent = count <= NEWEST_KEPT || now - (run.endedAt ?? run.startedAt) <= KEPT_MS;
    const kept = run.endedAt !== null && run.room !== null && fs.existsSync(run.room);
    const held = run.status === 'running' || kept || named.has(run.id) || records.pinned(run.id);
    return recent || held;
  });
}

/** A run removes its room at its end, or keeps it on purpose; only one that was killed leaves it behind. */
function staleRooms(runs: readonly RunRecord[], records: Records): string[] {
  const { root } = records.project;
  const rooms = new Set<string>();
  for (const { status, room } of runs) {
    if (status !== 'interrupted' || room === null || !path.isAbsolute(room)) continue;
    // Never the project, what is in it, or what it is in, whatever a record says.
    const apart = leaves(relativeTo(room, root)) && leaves(relativeTo(root, room));
    if (apart && fs.existsSync(room)) rooms.add(room);
  }
  return [...rooms];
}

function isOld(file: string, now: number): boolean {
  const stats = fs.lstatSync(file, { throwIfNoEntry: false });
  return stats !== undefined && now - Math.max(stats.mtimeMs, stats.ctimeMs) > TEMPORARY_MS;
}
