import type { RunStatus, StepStatus } from '../records/events';
import type { StepStanding } from '../records/statusModel';
import type { Verdict } from '../records/verdict';

/** A codicon and, where it has one, the id of a theme colour. */
export interface Icon {
  readonly id: string;
  readonly color?: string;
}

/** The picture of a verdict, everywhere the same; null stands for a version nobody has verified. */
export function verdictIcon(verdict: Verdict | null): Icon {
  switch (verdict) {
    case 'identical':
      return { id: 'pass-filled', color: 'testing.iconPassed' };
    case 'equivalent':
      return { id: 'pass', color: 'testing.iconPassed' };
    case 'incomparable':
      return { id: 'question', color: 'problemsWarningIcon.foreground' };
    case 'not-run':
      return { id: 'circle-slash', color: 'problemsErrorIcon.foreground' };
    case 'different':
      return { id: 'error', color: 'testing.iconFailed' };
    case null:
      return { id: 'circle-outline' };
  }
}

/** The picture of how a step of a run stands. */
export function stepIcon(status: StepStatus): Icon {
  switch (status) {
    case 'waiting':
      // `clock` is drawn as `history` is
      return { id: 'watch' };
    case 'running':
      return { id: 'loading~spin' };
    case 'succeeded':
      return { id: 'check', color: 'testing.iconPassed' };
    case 'reused':
      return { id: 'history' };
    case 'failed':
      return { id: 'error', color: 'testing.iconFailed' };
    case 'blocked':
      return { id: 'circle-slash' };
    case 'cancelled':
      return { id: 'debug-stop' };
  }
}

/** The picture of how a run stands, or how it ended. */
export function runIcon(status: RunStatus): Icon {
  switch (status) {
    case 'running':
      return { id: 'loading~spin' };
    case 'succeeded':
      return { id: 'check', color: 'testing.iconPassed' };
    case 'failed':
      return { id: 'error', color: 'testing.iconFailed' };
    case 'cancelled':
      return { id: 'debug-stop' };
    case 'interrupted':
      return { id: 'debug-disconnect', color: 'problemsWarningIcon.foreground' };
  }
}

/** The picture of how a step stands while nothing runs. */
export function standingIcon(status: StepStanding['status']): Icon {
  return status === 'fresh'
    ? { id: 'check', color: 'testing.iconPassed' }
    : { id: 'circle-outline' };
}
