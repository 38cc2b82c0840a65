import type { Result } from '../base/result';
import type { LogFile } from '../engine';
import type { Failure } from '../records/failures';
import { given } from './call';
import type { Call } from './call';

/** The logs that somebody means; a lone word may also be a step of the latest run. */
export async function findLogs(
  { engine, where }: Pick<Call, 'engine' | 'where'>,
  { name, step }: { readonly name: string | undefined; readonly step: string | undefined },
): Promise<Result<{ run: string; live: boolean; logs: readonly LogFile[] }, Failure>> {
  const found = await engine.logsOf({ ...where, ...given({ name, step }) });
  if (found.ok || name === undefined || step !== undefined) return found;
  if (found.failure.code !== 'run-unknown' && found.failure.code !== 'version-unknown')
    return found;
  const asStep = await engine.logsOf({ ...where, step: name });
  return asStep.ok ? asStep : found;
}
