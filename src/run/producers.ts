import type { Records } from '../records/records';
import type { RunRecord } from '../records/runModel';

/**
 * The environments of the runs whose outcomes were reused, by run: what an outcome was made in is part of
 * what is known of it, also when that run's own record is gone.
 */
export function producersOf(
  record: RunRecord,
  records: Records,
): Pick<RunRecord, 'producers'> | Record<string, never> {
  const ids = new Set(record.steps.flatMap(({ reusedFrom }) => reusedFrom ?? []));
  const found = [...ids].flatMap((id) => {
    const run = records.readRun(id);
    return run.ok && run.value.environment ? [[id, run.value.environment] as const] : [];
  });
  return found.length === 0 ? {} : { producers: Object.fromEntries(found) };
}
