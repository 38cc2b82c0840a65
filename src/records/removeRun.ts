import * as fs from 'node:fs';
import * as path from 'node:path';

import { removeWhole } from '../base/closedFolders';
import { isRunning } from '../base/processes';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { Project } from '../store/layout';
import type { EventLog } from './eventLog';
import type { RecordFailure } from './failures';
import { knownToAlone } from './knownProducts';
import { writeLeftBehind } from './leftFiles';
import { reportFileName } from './reportFiles';
import { lifeOfRun } from './runLife';
import type { RunRecord } from './runModel';
import type { VersionRecord } from './versionModel';

/** What is removed although something speaks against it. */
export interface RemoveOptions {
  /** Files of the user that the run had moved aside go with it. */
  readonly evenDisplaced?: boolean;
  readonly evenPinned?: boolean;
  /** Goes on although nobody can ask whether its process lives; one that lives here is refused all the same. */
  readonly evenUnknown?: boolean;
  /** Removes nothing: only tells whether it could be. */
  readonly onlyAsk?: boolean;
}

/** What has to be known of the records to remove a run. */
export interface RemovableFrom {
  readonly project: Project;
  runFolder(id: string): string;
  runIds(): readonly string[];
  readRun(id: string): Result<RunRecord, RecordFailure>;
  versions(): readonly Result<VersionRecord, RecordFailure>[];
  pinned(id: string): boolean;
  eventLog(id: string): EventLog;
  /** Milliseconds since 1970. */
  now(): number;
}

/**
 * Removes a run with its logs and its reports. Refuses a run that is live, that a version was saved from,
 * that is pinned, or that holds files of the user. Its bytes stay until a gc, and what it alone knew of
 * things that runs left in the project stays known.
 */
export function removeRunFolder(
  records: RemovableFrom,
  id: string,
  options: RemoveOptions,
): Result<void, RecordFailure> {
  const folder = records.runFolder(id);
  if (!records.runIds().includes(id)) return failed({ code: 'run-unknown', id });
  const run = records.readRun(id);
  if (run.ok && run.value.status === 'running') {
    const { process } = run.value;
    const isUnknown = isRunning(process) === 'unknown';
    if (!isUnknown) return failed({ code: 'run-is-live', id });
    if (!options.evenUnknown) return failed({ code: 'run-is-live', id, unknownOn: process.host });
  }
  const versions = records
    .versions()
    .filter((version) => version.ok)
    .filter(({ value }) => value.run.id === id)
    .map(({ value }) => `${value.pipeline}@${value.label}`);
  if (versions.length > 0) return failed({ code: 'run-saved', id, versions });
  if (records.pinned(id) && options.evenPinned !== true) return failed({ code: 'run-pinned', id });
  const files = filesAside(folder);
  if (files.length > 0 && options.evenDisplaced !== true) {
    return failed({ code: 'run-has-displaced', id, files });
  }
  if (options.onlyAsk === true) return ok(undefined);
  if (run.ok) keepWhatItLeft(records, run.value);
  const { store } = records.project;
  for (const rules of ['saved', 'workspace'] as const) {
    fs.rmSync(path.join(store, 'reports', reportFileName({ run: id, rules })), { force: true });
  }
  // Out of runs/ first, so that a crash leaves no half a run behind.
  const doomed = path.join(store, 'tmp', `removed-${id}`);
  fs.mkdirSync(path.dirname(doomed), { recursive: true });
  fs.renameSync(folder, doomed);
  removeWhole(doomed);
  return ok(undefined);
}

/** What lies in the project because of it would be taken for the user's own otherwise. */
function keepWhatItLeft(records: RemovableFrom, run: RunRecord): void {
  const { products, isKilled } = knownToAlone(records, run);
  const life = isKilled ? lifeOfRun(records, run.id) : null;
  if (products.length === 0 && life === null) return;
  const removedAt = records.now();
  writeLeftBehind(records.project, { format: 1, run: run.id, removedAt, products, life });
}

/**
 * All but empty folders of what a run has moved aside, relative to its folder; of one that is closed to us its name.
 * A run that was killed leaves it in both places, until the next run puts it back.
 */
function filesAside(folder: string): string[] {
  const below = (name: string): string[] => {
    const entries = fs.readdirSync(path.join(folder, name), { withFileTypes: true });
    return entries.flatMap((entry) => {
      const one = `${name}/${entry.name}`;
      return entry.isDirectory() ? look(one) : [one];
    });
  };
  const look = (name: string): string[] => {
    try {
      return below(name);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ENOENT' ? [] : [name];
    }
  };
  return ['displaced', 'aside'].flatMap(look).sort();
}
