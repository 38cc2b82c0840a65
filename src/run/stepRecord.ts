import type { StepFailure } from '../records/failures';
import type { StepStatus } from '../records/events';
import type { StepRecord } from '../records/runModel';
import type { AttemptEnd } from './attempt';
import type { KnownOutcome } from './decide';
import type { StepFacts } from './facts';

/** A step that was tried; a successful one still lacks its outcome. */
export function stepRecord(
  facts: StepFacts,
  tried: {
    readonly startedAt: number;
    readonly endedAt: number;
    readonly attempts: number;
    readonly end: AttemptEnd;
  },
): StepRecord {
  const { failure, exit, signal } = tried.end;
  const { startedAt, attempts } = tried;
  const durationMs = tried.endedAt - startedAt;
  const times = { attempts, startedAt, durationMs };
  return {
    ...bare(facts.step.name, statusOf(failure)),
    ...asked(facts),
    ...times,
    failure,
    exit,
    signal,
  };
}

/** A step whose outcome another run has produced. */
export function reusedRecord(facts: StepFacts, known: KnownOutcome, startedAt: number): StepRecord {
  return {
    ...bare(facts.step.name, 'reused'),
    ...asked(facts),
    outcome: known.outcome,
    environmentKey: known.environmentKey,
    reusedFrom: known.run,
    startedAt,
    durationMs: 0,
  };
}

/** A step that never got so far as to have a recipe: waiting, blocked, cancelled, or without its inputs. */
export function unaskedRecord(
  name: string,
  status: StepStatus,
  failure: StepFailure | null,
): StepRecord {
  return { ...bare(name, status), failure };
}

function statusOf(failure: StepFailure | null): StepStatus {
  if (failure === null) return 'succeeded';
  return failure.code === 'step-cancelled' ? 'cancelled' : 'failed';
}

function asked(facts: StepFacts): Pick<StepRecord, 'recipe' | 'inputTree' | 'environmentKey'> {
  const { recipe, inputs, environmentKey } = facts;
  return { recipe, inputTree: inputs.tree, environmentKey };
}

/** Its keys are in the order of canonical JSON, so that nobody has to sort those of a thousand steps. */
function bare(name: string, status: StepStatus): StepRecord {
  return {
    attempts: 0,
    durationMs: null,
    environmentKey: null,
    exit: null,
    failure: null,
    inputTree: null,
    name,
    outcome: null,
    recipe: null,
    reusable: true,
    reusedFrom: null,
    signal: null,
    startedAt: null,
    status,
  };
}
