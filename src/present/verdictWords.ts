import type { RunStatus, StepStatus } from '../records/events';
import type { Verdict } from '../records/verdict';
import type { Paint } from './paint';

/** What a person reads for each verdict, everywhere the same. */
export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  identical: 'Reproducible',
  equivalent: 'Reproducible within tolerance',
  incomparable: 'Cannot be compared',
  'not-run': 'Re-run failed',
  different: 'Not reproducible',
};

/** What stands for each verdict where nothing was run again. */
export const DIFF_WORDS: Readonly<Record<Verdict, string>> = {
  identical: 'Same outputs',
  equivalent: 'Same outputs within tolerance',
  incomparable: 'Cannot be compared',
  'not-run': 'Cannot be compared',
  different: 'Outputs differ',
};

/** What stands where a version was never verified. */
export const NEVER_VERIFIED = 'Not verified yet';

/** One character for a verdict on a terminal; the word always stands beside it. */
export const VERDICT_SIGNS: Readonly<Record<Verdict, string>> = {
  identical: '✓',
  equivalent: '≈',
  incomparable: '?',
  'not-run': '⊘',
  different: '✗',
};

/** One character for how a step stands; the word always stands beside it. */
export const STEP_SIGNS: Readonly<Record<StepStatus, string>> = {
  waiting: '·',
  running: '▸',
  succeeded: '✓',
  reused: '↺',
  failed: '✗',
  blocked: '⊘',
  cancelled: '■',
};

/** Gives words the colour of a verdict. */
export function paintVerdict(paint: Paint, verdict: Verdict, text: string): string {
  switch (verdict) {
    case 'identical':
    case 'equivalent':
      return paint.good(text);
    case 'incomparable':
      return paint.doubt(text);
    case 'not-run':
    case 'different':
      return paint.bad(text);
  }
}

/** Gives words the colour of how a step or a run stands. */
export function paintStatus(paint: Paint, status: StepStatus | RunStatus, text: string): string {
  switch (status) {
    case 'succeeded':
      return paint.good(text);
    case 'reused':
    case 'waiting':
      return paint.quiet(text);
    case 'running':
      return paint.strong(text);
    case 'failed':
    case 'interrupted':
      return paint.bad(text);
    case 'blocked':
    case 'cancelled':
      return paint.doubt(text);
  }
}
