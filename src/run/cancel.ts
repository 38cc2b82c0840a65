import * as fs from 'node:fs';
import * as path from 'node:path';

import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { RecordFailure } from '../records/failures';
import type { Records } from '../records/records';
import { RUN_FILE } from '../records/runFiles';
import type { StoreFailure } from '../store/failures';
import { linkedInRun } from '../store/linkedPart';

/**
 * Asks a run to end by a file in its folder, which works from any process and on any system. Without an
 * id the newest live run is meant, the workspace's before that of a verify.
 */
export function askCancel(
  records: Records,
  id: string | null,
): Result<{ readonly id: string }, RecordFailure | StoreFailure> {
  const found = id === null ? liveRun(records) : records.findRun(id);
  if (!found.ok) return found;
  const run = records.readRun(found.value);
  if (run.ok && run.value.status !== 'running') {
    return failed({ code: 'run-not-live', id: found.value });
  }
  const folder = records.runFolder(found.value);
  const linked = linkedInRun(folder);
  if (linked !== null) return failed({ code: 'store-linked', folder: linked });
  fs.writeFileSync(path.join(folder, CANCEL_FILE), '');
  return ok({ id: found.value });
}

/** Why a run that nobody interrupts has to end: it was asked to, or what it keeps of itself is gone. */
export type FolderWord = 'file' | 'gone';

/**
 * Calls back once when somebody asks the run in this folder to end, or when its record has gone: then nobody can ask
 * any more, nor see that it goes on. The function that comes back stops looking.
 */
export function watchForCancel(folder: string, told: (word: FolderWord) => void): () => void {
  const file = path.join(folder, CANCEL_FILE);
  let missed = 0;
  const timer = setInterval(() => {
    const asked = fs.existsSync(file);
    missed = asked || !isRecordGone(folder) ? 0 : missed + 1;
    if (!asked && missed < GONE_LOOKS) return;
    clearInterval(timer);
    told(asked ? 'file' : 'gone');
  }, LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Whether what a run in this folder has written of itself is not there any more. */
export function isRecordGone(folder: string): boolean {
  try {
    return fs.statSync(path.join(folder, RUN_FILE), { throwIfNoEntry: false }) === undefined;
  } catch {
    return false; // a disk that does not answer has not lost anything yet
  }
}

function liveRun(records: Records): Result<string, RecordFailure> {
  let inRoom: string | null = null;
  for (const id of records.runIds().reverse().slice(0, NEWEST)) {
    const run = records.readRun(id);
    if (!run.ok || run.value.status !== 'running') continue;
    if (run.value.room === null) return ok(id);
    inRoom ??= id;
  }
  return inRoom === null ? failed({ code: 'run-not-live', id: null }) : ok(inRoom);
}

const CANCEL_FILE = 'cancel';
const LOOK_MS = 200;
/** A record that is written anew may be away for a moment, on systems that cannot put one file over another at once. */
const GONE_LOOKS = 3;
/** A live run is among the newest; reading a long history for it would only be slow. */
const NEWEST = 200;
