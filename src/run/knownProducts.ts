import type { Records } from '../records/records';
import type { ProductRecord, RunRecord } from '../records/runModel';

/**
 * Products of earlier runs of this project, whatever their pipeline. Each run that ended carries on those
 * that it found unchanged, so the newest one knows all.
 */
export function knownProducts(records: Records): readonly ProductRecord[] {
  return newestEnded(records)?.products ?? [];
}

/** The newest run of the workspace, whatever its pipeline, that ended and knew its source. */
export function newestEnded(records: Records): RunRecord | null {
  for (const id of records.runIds().reverse()) {
    const run = records.readRun(id);
    if (!run.ok || run.value.purpose !== 'run' || run.value.endedAt === null) continue;
    if (run.value.sourceTree !== null) return run.value;
  }
  return null;
}
