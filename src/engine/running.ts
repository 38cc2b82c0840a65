import { availableParallelism } from 'node:os';

import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import { narrowPlan } from '../pipeline/narrowPlan';
import type { Plan } from '../pipeline/model';
import type { Problem } from '../pipeline/problem';
import type { RunEvent } from '../records/events';
import type { Failure } from '../records/failures';
import type { RunRecord } from '../records/runModel';
import { askCancel } from '../run/cancel';
import { runPlan } from '../run/runPlan';
import { statusOf } from '../run/status';
import type { StatusReport, StepStanding } from '../run/status';
import { rerunVersion } from '../verify/rerunVersion';
import { withExisting, withSession } from './session';
import { findVersion } from './versions';
import { openPipeline, openProject } from './where';
import type { OpenedPipeline, Where } from './where';

/** How a run is asked for. */
export interface RunRequest extends Where {
  /** Names of steps or groups; empty for the whole pipeline. */
  readonly targets: readonly string[];
  /** Steps at a time; the number of processors where it is left out. */
  readonly jobs?: number;
  readonly reuse?: 'full' | 'recipe' | 'none';
  /** After a failure, go on with whatever does not need the failed step. */
  readonly keepGoing?: boolean;
  readonly runId?: string;
  /** Replace a holder that cannot be asked whether it lives and has been silent for a minute. */
  readonly takeOver?: boolean;
  readonly onEvent?: (event: RunEvent) => void;
  readonly cancel?: AbortSignal;
}

/** What a run came to; `problems` are warnings of the pipeline file. */
export interface RunAnswer {
  readonly run: RunRecord;
  readonly problems: readonly Problem[];
}

/** Row 3: runs the pipeline in the workspace. `ok` also where steps failed: `run.status` tells. */
export async function runPipeline(request: RunRequest): Promise<Result<RunAnswer, Failure>> {
  const opened = await openPipeline(request);
  if (!opened.ok) return opened;
  const { reading, project } = opened.value;
  const sound = soundPlan(opened.value, request.targets);
  if (!sound.ok) return sound;
  const ran = await withSession(project, request.host, ({ store, records, host }) =>
    runPlan({
      project,
      store,
      records,
      host,
      // The whole of it: what other steps make is no source of a run of some.
      plan: reading.plan,
      label: reading.version,
      targets: request.targets.length === 0 ? null : request.targets,
      purpose: 'run',
      version: null,
      room: null,
      ...execution(request),
    }),
  );
  return ran.ok ? ok({ run: ran.value, problems: reading.problems }) : ran;
}

/** Row 6: runs a saved version in a room, nothing reused, and records the run. */
export async function runVersion(
  request: RunRequest & { readonly version: string; readonly keep?: boolean },
): Promise<Result<RunAnswer, Failure>> {
  const found = await findVersion(request, request.version);
  if (!found.ok) return found;
  const { project } = openProject(request);
  const ran = await withSession(project, request.host, (session) =>
    rerunVersion({
      ...session,
      version: found.value,
      keep: request.keep ?? false,
      environment: 'recorded',
      ...execution(request),
    }),
  );
  return ran.ok ? ok({ run: ran.value, problems: [] }) : ran;
}

/** Why each step would or would not run now. Writes nothing where no run has made a store yet. */
export async function statusOfPipeline(
  request: Where & { readonly reuse?: 'full' | 'recipe' | 'none' },
): Promise<
  Result<StatusReport & { readonly file: string; readonly version: string | null }, Failure>
> {
  const opened = await openPipeline(request);
  if (!opened.ok) return opened;
  const { project, file, reading } = opened.value;
  const plan = soundPlan(opened.value, []);
  if (!plan.ok) return plan;
  const facts = { file, version: reading.version };
  const steps = plan.value.steps.map(({ name }): StepStanding => ({
    ...{ name, status: 'never-run' },
    reasons: [],
  }));
  const none = ok({ steps, warnings: [] });
  const status = await withExisting<StatusReport>(project, request.host, none, (session) =>
    statusOf({
      ...session,
      plan: plan.value,
      variables: request.host.variables,
      reuse: request.reuse ?? 'full',
    }),
  );
  return status.ok ? ok({ ...status.value, ...facts }) : status;
}

/** Asks a run to end; it is told through its folder, so whoever started it does not matter. */
export async function cancelRun(
  request: Where & { readonly run?: string },
): Promise<Result<{ readonly id: string }, Failure>> {
  const { project } = openProject(request);
  const { run } = request;
  const none = failed(
    run === undefined
      ? { code: 'run-not-live' as const, id: null }
      : { code: 'run-unknown' as const, id: run },
  );
  return withExisting<{ readonly id: string }>(project, request.host, none, ({ records }) =>
    Promise.resolve(askCancel(records, run ?? null)),
  );
}

/** The plan of a pipeline file without errors, narrowed to targets; or its problems. */
export function soundPlan(
  opened: Pick<OpenedPipeline, 'reading' | 'file'>,
  targets: readonly string[],
): Result<Plan, Failure> {
  const { problems, plan } = opened.reading;
  if (problems.some((problem) => problem.severity === 'error')) {
    return failed({ code: 'pipeline-has-problems', file: opened.file, problems });
  }
  return targets.length === 0 ? ok(plan) : narrowPlan(plan, targets);
}

/** The part of a request that says how to execute, with its defaults. */
export function execution(request: RunRequest) {
  return {
    jobs: request.jobs ?? defaultJobs(),
    reuse: request.reuse ?? ('full' as const),
    keepGoing: request.keepGoing ?? false,
    runId: request.runId ?? null,
    takeOver: request.takeOver ?? false,
    variables: request.host.variables,
    onEvent: request.onEvent ?? (() => undefined),
    cancel: request.cancel ?? new AbortController().signal,
  };
}

function defaultJobs(): number {
  return Math.max(1, availableParallelism());
}
