import * as fs from 'node:fs';
import * as path from 'node:path';

import { removeWhole } from '../base/closedFolders';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { Project } from '../store/layout';
import type { RecordFailure } from './failures';
import { reportFileName } from './reportFiles';
import type { RunRecord } from './runModel';
import type { VersionRecord } from './versionModel';

/** What is removed although something speaks against it. */
export interface RemoveOptions {
  /** Files of the user that the run had moved aside go with it. */
  readonly evenDisplaced?: boolean;
  readonly evenPinned?: boolean;
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
}

/**
 * Removes a run with its logs and its reports. Refuses a run that is live, that a version was saved from,
 * that is pinned, or that holds files of the user. Its bytes stay until a gc.
 */
export function removeRunFolder(
  records: RemovableFrom,
  id: string,
  options: RemoveOptions,
): Result<void, RecordFailure> {
  const folder = records.runFolder(id);
  if (!records.runIds().includes(id)) return failed({ code: 'run-unknown', id });
  const run = records.readRun(id);
  if (run.ok && run.value.status === 'running') return failed({ code: 'run-is-live', id });
  const versions = records
    .versions()
    .filter((version) => version.ok)
    .filter(({ value }) => value.run.id === id)
    .map(({ value }) => `${value.pipeline}@${value.label}`);
  if (versions.length > 0) return failed({ code: 'run-saved', id, versions });
  if (records.pinned(id) && options.evenPinned !== true) return failed({ code: 'run-pinned', id });
  if (holdsFiles(folder) && options.evenDisplaced !== true) {
    return failed({ code: 'run-has-displaced', id });
  }
  if (options.onlyAsk === true) return ok(undefined);
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

/**
 * Whether anything but empty folders lies in what a run has moved aside. A run that was killed leaves it in
 * both places, until the next run puts it back.
 */
function holdsFiles(folder: string): boolean {
  return ['displaced', 'aside'].some((name) => {
    const place = path.join(folder, name);
    if (!fs.existsSync(place)) return false;
    try {
      const entries = fs.readdirSync(place, { recursive: true, withFileTypes: true });
      return entries.some((entry) => !entry.isDirectory());
    } catch {
      return true; // a folder in it is closed to us
    }
  });
}
