import type { Result } from '../base/result';
import type { Failure } from '../records/failures';
import type { RunRecord } from '../records/runModel';
import { runInRoom } from './runInRoom';
import type { RerunOptions } from './runInRoom';

/** Runs a saved version again in a room and records the run; its outcomes stay in the store for a diff. */
export function rerunVersion(options: RerunOptions): Promise<Result<RunRecord, Failure>> {
  return runInRoom(options, 'rerun');
}
