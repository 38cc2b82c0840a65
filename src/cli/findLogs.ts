import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { LogFile } from '../engine';
import type { Failure } from '../records/failures';
import { given } from './call';
import type { Call } from './call';

/** The logs that somebody means, and the step or group they are of; undefined for all. */
export interface FoundLogs {
  readonly run: string;
  readonly live: boolean;
  readonly logs: readonly LogFile[];
  readonly step: string | undefined;
}

/** The logs that somebody means; a lone word may also be a step of the latest run. */
export async function findLogs(
  { engine, where }: Pick<Call, 'engine' | 'where'>,
  { name, step }: { readonly name: string | undefined; readonly step: string | undefined },
): Promise<Result<FoundLogs, Failure>> {
  const found = await engine.logsOf({ ...where, ...given({ name, step }) });
  if (found.ok) return ok({ ...found.value, step });
  const { failure } = found;
  if (name === undefined || step !== undefined || failure.code !== 'run-unknown') return found;
  const asStep = await engine.logsOf({ ...where, step: name });
  if (asStep.ok) return ok({ ...asStep.value, step: name });
  return asStep.failure.code === 'step-unknown'
    ? failed({ ...failure, steps: asStep.failure.known })
    : found;
}
