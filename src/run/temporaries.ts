import * as fs from 'node:fs';
import { hostname } from 'node:os';
import * as path from 'node:path';

import { removeWhole } from '../base/closedFolders';
import { descendantsOf } from '../base/processes';
import type { ProcessIdentity } from '../base/processes';
import type { RunEvent } from '../records/events';
import type { Records } from '../records/records';
import type { RunRecord } from '../records/runModel';
import { markOf } from './executors/executor';
import { NOBODY } from './executors/local';
import { openSteps } from './openSteps';
import { isScratchName } from './scratch';

/**
 * Temporary folders of steps that a killed run has left: those that its own events name, on the host that it ran
 * on, of the name that such folders bear, and of this user.
 */
export function temporariesOf(events: readonly RunEvent[], process: ProcessIdentity): string[] {
  if (process.host !== hostname()) return [];
  const named = events.flatMap((event) =>
    event.type === 'step-process' && event.temporary !== undefined ? [event.temporary] : [],
  );
  return [...new Set(named)].filter(isLeft);
}

/** Those of all killed runs, save where something that the run has started still lives: they are its. */
export function leftTemporaries(records: Records): string[] {
  const left = new Set<string>();
  for (const id of records.runIds()) {
    const run = records.readRun(id);
    if (!run.ok || run.value.status !== 'interrupted') continue;
    const events = records.eventLog(id).readEvents();
    const folders = temporariesOf(events, run.value.process);
    if (folders.length > 0 && !livesOn(id, events)) for (const one of folders) left.add(one);
  }
  return [...left];
}

/** Killed runs in rooms of which something that they have started still lives. */
export function livesInRooms(records: Records): RunRecord[] {
  return records.runIds().flatMap((id) => {
    const run = records.readRun(id);
    if (!run.ok || run.value.status !== 'interrupted' || run.value.room === null) return [];
    return livesOn(id, records.eventLog(id).readEvents()) ? [run.value] : [];
  });
}

/** Removes them; what another user has put into one stays. */
export function removeTemporaries(folders: readonly string[]): void {
  for (const folder of folders) {
    try {
      removeWhole(folder);
    } catch {
      // the system's own cleaning has to do
    }
  }
}

function isLeft(folder: string): boolean {
  if (!path.isAbsolute(folder) || !isScratchName(path.basename(folder))) return false;
  const stats = fs.lstatSync(folder, { throwIfNoEntry: false });
  const user = process.getuid?.();
  return stats?.isDirectory() === true && (user === undefined || stats.uid === user);
}

function livesOn(run: string, events: readonly RunEvent[]): boolean {
  return openSteps(events).some(({ step, process: leader }) => {
    const mark = markOf({ run, step });
    const { pid, startTime } = leader ?? { pid: NOBODY, startTime: null };
    const trace = { group: leader !== null, mark, startTime, recent: false };
    return descendantsOf(pid, trace).length > 0;
  });
}
