import { failureSentence } from '../present/failureWords';
import { runSummary } from '../present/runText';
import type { Failure } from '../records/failures';
import type { RunRecord } from '../records/runModel';
import type { Answer, Call } from './call';
import { FAILURE_EXITS } from './exitCodes';
import { tailOf } from './tailOf';

/** What a finished run answers; where steps failed or it was cancelled, with the error and the ends of the logs. */
export async function runAnswer(
  call: Call,
  run: RunRecord,
  options: {
    /** Steps left out although they need nothing that failed. */
    readonly independent?: readonly string[];
  } = {},
): Promise<Answer> {
  const failure = failureOf(run);
  const logTails = failure === null ? {} : await logTailsOf(call, run);
  const error =
    failure === null ? {} : { error: { ...failure, message: failureSentence(failure) } };
  return {
    json: { ...error, ...runDocument(run) },
    text: () => runSummary(run, { ...options, paint: call.terminal.paint, logTails }),
    exit: failure === null ? 0 : FAILURE_EXITS[failure.code],
  };
}

/** A run as `run --json` prints it: what happened, without the environment, which `show` has. */
export function runDocument(run: RunRecord): object {
  const { id, pipeline, purpose, version, label, targets, status, snapshot, startedAt, endedAt } =
    run;
  return {
    run: id,
    pipeline,
    purpose,
    version,
    label,
    targets,
    status,
    snapshot,
    startedAt,
    endedAt,
    steps: run.steps,
    products: run.products.filter(({ kind }) => kind !== 'stream'),
    warnings: run.warnings,
  };
}

function failureOf(run: RunRecord): Failure | null {
  if (run.status === 'cancelled') return { code: 'cancelled' };
  if (run.status === 'succeeded') return null;
  const steps = run.steps.filter(({ status }) => status === 'failed').map(({ name }) => name);
  return { code: 'steps-failed', steps };
}

async function logTailsOf(call: Call, run: RunRecord): Promise<Record<string, string[]>> {
  const tails: Record<string, string[]> = {};
  const found = await call.engine.logsOf({ ...call.where, name: run.id });
  if (!found.ok) return tails;
  const failedSteps = run.steps.filter(({ status }) => status === 'failed').map(({ name }) => name);
  for (const log of found.value.logs) {
    // of several attempts the last one is left standing
    if (failedSteps.includes(log.step)) tails[log.step] = tailOf(log.path, 15);
  }
  return tails;
}
