import { absoluteIn } from '../base/paths';
import type { PlanStep } from '../pipeline/model';
import type { StepFailure } from '../records/failures';
import type { RunContext } from './context';
import type { JobExit, JobProcess, RunningJob } from './executors/executor';

/** How one attempt ended, its outputs apart. */
export interface AttemptEnd {
  readonly failure: StepFailure | null;
  readonly exit: number | null;
  readonly signal: string | null;
}

/** Runs a step's scripts one after another, until one does not succeed. Never rejects for what a step does. */
export async function runAttempt(
  step: PlanStep,
  context: RunContext,
  options: { readonly attempt: number },
): Promise<AttemptEnd> {
  const temporary = context.scratch.take();
  const environment = context.environments(step, temporary);
  const deadline = new Deadline(step.timeoutMs);
  try {
    const log = context.logs.fileFor(step.name, options.attempt);
    for (const script of step.commands) {
      if (context.stop.aborted) return notRun({ code: 'step-cancelled', step: step.name });
      const job = context.executor.start({
        run: context.id,
        step: step.name,
        attempt: options.attempt,
        shell: step.shell,
        script,
        workingFolder: absoluteIn(context.root, step.workingFolder),
        variables: environment,
        log,
        resources: step.resources,
      });
      const exit = await untilExit(job, deadline, context, (place) => {
        const { attempt } = options;
        context.tell({ type: 'step-process', step: step.name, attempt, ...place, temporary });
      });
      tellLeftovers(step, exit, context);
      const end = endOf(step, exit, { timedOut: deadline.passed, stopped: context.stop.aborted });
      if (end.failure) return end;
    }
    return { failure: null, exit: 0, signal: null };
  } finally {
    deadline.clear();
    context.scratch.giveBack(temporary);
  }
}

/** The time that a step may take, over all of its scripts. */
class Deadline {
  passed = false;
  job: RunningJob | null = null;
  readonly #timer: NodeJS.Timeout | null;

  constructor(afterMs: number | null) {
    const pass = (): void => {
      this.passed = true;
      this.job?.cancel();
    };
    this.#timer = afterMs === null ? null : setLongTimeout(pass, afterMs);
  }

  clear(): void {
    if (this.#timer) clearTimeout(this.#timer);
  }
}

async function untilExit(
  job: RunningJob,
  deadline: Deadline,
  context: RunContext,
  tell: (process: JobProcess) => void,
): Promise<JobExit> {
  deadline.job = job;
  context.jobs.add(job);
  // The run may have been stopped, or the time passed, while the job was being started.
  if (context.stop.aborted || deadline.passed) job.cancel();
  try {
    const place = await job.started;
    if (place?.process) tell(place.process);
    return await job.exit;
  } finally {
    context.jobs.delete(job);
  }
}

function endOf(
  step: PlanStep,
  exit: JobExit,
  state: { readonly timedOut: boolean; readonly stopped: boolean },
): AttemptEnd {
  const { name } = step;
  switch (exit.kind) {
    case 'exited':
      if (exit.code === 0) return { failure: null, exit: 0, signal: null };
      return ended(name, exit.code, null);
    case 'signalled':
      return ended(name, null, exit.signal);
    case 'cancelled':
      return state.timedOut && !state.stopped
        ? notRun({ code: 'step-timeout', step: name, timeoutMs: step.timeoutMs ?? 0 })
        : notRun({ code: 'step-cancelled', step: name });
    case 'not-started':
      return exit.error.endsWith(`${step.shell}: ENOENT`)
        ? notRun({ code: 'shell-missing', step: name, shell: step.shell })
        : notRun({ code: 'step-not-started', step: name, error: exit.error });
    case 'lost':
      return notRun({ code: 'step-lost', step: name });
  }
}

function ended(step: string, exit: number | null, signal: string | null): AttemptEnd {
  return { failure: { code: 'step-exit', step, exit, signal }, exit, signal };
}

function notRun(failure: StepFailure): AttemptEnd {
  return { failure, exit: null, signal: null };
}

function tellLeftovers(step: PlanStep, exit: JobExit, context: RunContext): void {
  if (exit.kind === 'cancelled' && exit.left.length > 0) {
    context.warn({ code: 'left-running', step: step.name, pids: exit.left });
  }
  if (exit.kind !== 'exited' && exit.kind !== 'signalled') return;
  const { leftRunning } = exit;
  if (leftRunning === null) return;
  const pids = [...leftRunning.ended, ...leftRunning.left];
  context.warn({ code: 'left-running', step: step.name, pids });
}

/** Node fires a timer of more than 2^31 ms at once; nobody waits 24 days for a step to time out. */
function setLongTimeout(callback: () => void, ms: number): NodeJS.Timeout {
  return setTimeout(callback, Math.min(ms, 2 ** 31 - 1));
}
