import * as fs from 'node:fs';
import * as path from 'node:path';

import { foldEvents } from '../records/fold';
import type { Records } from '../records/records';
import type { RunRecord, StepRecord } from '../records/runModel';
import { unaskedRecord } from '../run/stepRecord';

/**
 * A run as it stands: the record of one that has not ended says only that it began, so how far its steps
 * have come is read off its events.
 */
export function asItStands(records: Records, run: RunRecord): RunRecord {
  if (run.endedAt !== null) return run;
  const state = foldEvents(records.eventLog(run.id).readEvents());
  const known = new Map(run.steps.map((step) => [step.name, step]));
  const names = state.order.length > 0 ? state.order : [...known.keys()];
  const steps = names.map((name): StepRecord => {
    const began = known.get(name) ?? unaskedRecord(name, 'waiting', null);
    const now = state.steps[name];
    if (now === undefined) return began;
    const { status, attempt, startedAt, durationMs, failure, reusedFrom } = now;
    return { ...began, status, attempts: attempt, startedAt, durationMs, failure, reusedFrom };
  });
  const warnings = state.warnings.length > 0 ? state.warnings : run.warnings;
  return { ...run, steps, warnings };
}

/** Files of the user that a run has moved aside and that still lie there, relative to the project. */
export function leftAside(records: Records, id: string): string[] {
  const folder = path.join(records.runFolder(id), 'displaced');
  if (!fs.existsSync(folder)) return [];
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map((name) => name.split(path.sep).join('/'))
    .sort();
}

/** A run of the workspace that is going on or was cut off, and what it holds of the user's. */
export interface OpenRun {
  readonly run: RunRecord;
  readonly aside: readonly string[];
}

/** The newest run of a pipeline in the workspace, where it has not ended; else null. */
export function openRun(records: Records, pipeline: string): OpenRun | null {
  for (const id of records.runIds().slice(-NEWEST).reverse()) {
    const read = records.readRun(id);
    if (!read.ok || read.value.purpose !== 'run' || read.value.pipeline !== pipeline) continue;
    if (read.value.endedAt !== null) return null;
    return { run: asItStands(records, read.value), aside: leftAside(records, id) };
  }
  return null;
}

/** Re-runs of versions may have begun since; a run that is still open is hardly older than so many. */
const NEWEST = 5;
