import type { Report } from '../records/report';
import type { RunRecord } from '../records/runModel';
import { countText } from './amounts';
import { durationText } from './durations';
import { briefFailure, failureFacts, reasonOf } from './sentences';
import { VERDICT_WORDS } from './verdictWords';

/** What a person is told when something that ran is over: one sentence, and what they may do next. */
export interface Ending {
  readonly sentence: string;
  readonly tone: 'good' | 'doubt' | 'bad';
  readonly buttons: readonly EndingButton[];
}

/** What a button of an ending does. */
export type EndingButton = 'open-report' | 'first-difference' | 'show-log' | 'save' | 'show-run';

/** What each button says. */
export const BUTTON_WORDS: Readonly<Record<EndingButton, string>> = {
  'open-report': 'Open Report',
  'first-difference': 'Show First Difference',
  'show-log': 'Show Log',
  save: 'Save Version…',
  'show-run': 'Show Output',
};

/** The end of a verify: `churn v1.0: reproducible. 12 outputs identical, 48 s.` */
export function verifyEnding(name: string, report: Report): Ending {
  const { verdict, version, durationMs, steps } = report;
  const head = `${name} ${version}: ${lowered(VERDICT_WORDS[verdict])}.`;
  const outputs = steps.reduce((sum, step) => sum + step.outputs.length, 0);
  switch (verdict) {
    case 'identical':
      return {
        sentence: `${head} ${countText(outputs, 'output')} identical, ${durationText(durationMs)}.`,
        tone: 'good',
        buttons: ['open-report'],
      };
    case 'equivalent':
      return {
        sentence: `${head} ${raised(reasonOf(report))}`,
        tone: 'good',
        buttons: ['open-report'],
      };
    case 'different':
      return {
        sentence: `${head} ${beganAt(report)}`,
        tone: 'bad',
        buttons: ['first-difference', 'open-report'],
      };
    case 'not-run':
      return {
        sentence: `${head} ${raised(reasonOf(report))}`,
        tone: 'bad',
        buttons: ['show-log', 'open-report'],
      };
    case 'incomparable':
      return {
        sentence: `${head} ${raised(reasonOf(report))}`,
        tone: 'doubt',
        buttons: ['open-report'],
      };
  }
}

/** The end of a run: `churn: train failed (exit 1).`; null where the user asked for the end. */
export function runEnding(
  name: string,
  run: Pick<RunRecord, 'status' | 'steps' | 'startedAt' | 'endedAt' | 'targets'>,
  options: { readonly mayBeSaved: boolean },
): Ending | null {
  const failed = run.steps.find(({ status }) => status === 'failed');
  if (failed !== undefined) {
    const { failure } = failed;
    const why = failure === null ? '' : ` (${briefFailure(failureFacts(failure))})`;
    return {
      sentence: `${name}: ${failed.name} failed${why}.`,
      tone: 'bad',
      buttons: ['show-log'],
    };
  }
  if (run.status === 'cancelled') return null;
  if (run.status !== 'succeeded') {
    return { sentence: `${name}: the run was cut off.`, tone: 'bad', buttons: ['show-run'] };
  }
  const reused = run.steps.filter(({ status }) => status === 'reused').length;
  const took = run.endedAt === null ? '' : `, ${durationText(run.endedAt - run.startedAt)}`;
  const steps =
    reused === run.steps.length
      ? 'nothing to do, every step is up to date'
      : `${countText(run.steps.length, 'step')}${reused > 0 ? `, ${reused} reused` : ''}${took}`;
  const buttons: EndingButton[] = options.mayBeSaved && run.targets === null ? ['save'] : [];
  return { sentence: `${name}: ${steps}.`, tone: 'good', buttons };
}

function beganAt({ firstDivergence }: Report): string {
  if (firstDivergence === null) return '';
  return `It began at ${firstDivergence.step}: ${firstDivergence.output}.`;
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function raised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
