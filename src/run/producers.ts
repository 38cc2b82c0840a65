import type { Records } from '../records/records';
import type { RunRecord } from '../records/runModel';
import { newestEnded } from '../records/knownProducts';

/**
 * The environments of the runs whose outcomes were reused, by run: what an outcome was made in is part of
 * what is known of it, also when that run's own record is gone.
 */
export function producersOf(
  record: RunRecord,
  records: Records,
): Pick<RunRecord, 'producers'> | Record<string, never> {
  const ids = new Set(record.steps.flatMap(({ reusedFrom }) => reusedFrom ?? []));
  const before = newestEnded(records);
  const found = [...ids].flatMap((id) => {
    // The run before has looked them up already, if it reused the same.
    const known = before?.producers?.[id] ?? environmentOf(id, records);
    return known ? [[id, known] as const] : [];
  });
  return found.length === 0 ? {} : { producers: Object.fromEntries(found) };
}

function environmentOf(id: string, records: Records): RunRecord['environment'] {
  const run = records.readRun(id);
  return run.ok ? run.value.environment : null;
}
