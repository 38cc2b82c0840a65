import { isRunning } from '../base/processes';
import type { Records } from '../records/records';
import { isSilentRun } from './locks';

/**
 * Those of these runs that a person may say are dead: without an end, of a process that nobody here can ask,
 * and silent for a minute.
 */
export function silentRuns(records: Records, ids: readonly string[]): string[] {
  return ids.filter((id) => {
    const run = records.readRun(id);
    if (!run.ok || run.value.status !== 'running') return false;
    return isRunning(run.value.process) === 'unknown' && isSilentRun(records.project, id);
  });
}
