import type { StepStatus } from '../records/events';
import type { StepFailure } from '../records/failures';
import type { Reason } from '../records/statusModel';
import { durationText } from './durations';
import type { Paint } from './paint';
import { reasonWords } from './reasonWords';
import { briefFailure, failureFacts } from './sentences';
import { paintStatus, STEP_SIGNS } from './verdictWords';

/** How a step stands, as far as whoever tells it knows. */
export interface StepStanding {
  readonly status: StepStatus;
  /** Counted from 1. */
  readonly attempts?: number;
  readonly reason?: Reason | null;
  readonly durationMs?: number | null;
  readonly failure?: StepFailure | null;
  readonly reusedFrom?: string | null;
  readonly blockedBy?: string | null;
}

/** That a step began or how it ended, wherever a run is told as it goes on; `name` stands before the words. */
export function stepLine(step: StepStanding, paint: Paint, name = ''): string {
  const words = `${STEP_SIGNS[step.status]} ${name === '' ? '' : `${name}  `}${stepWords(step)}`;
  return step.status === 'running' ? words : paintStatus(paint, step.status, words);
}

function stepWords(step: StepStanding): string {
  const took = step.durationMs == null ? null : durationText(step.durationMs);
  switch (step.status) {
    case 'running': {
      const again = (step.attempts ?? 1) > 1 ? `, attempt ${step.attempts}` : '';
      const why = step.reason == null ? '' : ` (${reasonWords(step.reason)})`;
      return `running${again}${why}`;
    }
    case 'succeeded':
      return took ?? 'succeeded';
    case 'failed': {
      const why = step.failure == null ? '' : ` (${briefFailure(failureFacts(step.failure))})`;
      return `failed${why}${took === null ? '' : `, ${took}`}`;
    }
    case 'reused':
      return step.reusedFrom == null ? 'reused' : `reused from ${step.reusedFrom}`;
    case 'blocked':
      return `not started${step.blockedBy == null ? '' : `, because ${step.blockedBy} failed`}`;
    case 'cancelled':
      return `cancelled${took === null ? '' : `, ${took}`}`;
    case 'waiting':
      return 'waiting';
  }
}
