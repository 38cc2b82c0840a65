import type { StepFailure } from '../records/failures';
import type { OutputReport, Report, StepFailureReport, StepReport } from '../records/report';
import { countText, listText } from './amounts';
import { durationText } from './durations';
import { changeText, placeText } from './values';
import { VERDICT_WORDS } from './verdictWords';

/** What the verdict hangs on. */
export type VerdictFacts = Pick<Report, 'verdict' | 'firstDivergence' | 'steps'>;

/** One sentence for a report: the verdict's own words first, then where, how much or why. */
export function verdictSentence(facts: VerdictFacts): string {
  return `${VERDICT_WORDS[facts.verdict]}: ${reasonOf(facts)}`;
}

/** Why a step failed, in a few words: `exit 1`, `SIGKILL`, `an output was not written`. */
export function briefFailure(
  failure: Pick<StepFailureReport, 'code' | 'exit' | 'signal'> & {
    readonly timeoutMs?: number | null;
  },
): string {
  switch (failure.code) {
    case 'step-exit':
      return failure.signal ?? `exit ${failure.exit ?? 'unknown'}`;
    case 'step-timeout':
      return failure.timeoutMs ? `timed out after ${durationText(failure.timeoutMs)}` : 'timed out';
    case 'step-not-started':
      return 'it could not be started';
    case 'shell-missing':
      return 'its shell is not there';
    case 'step-lost':
      return 'it was lost';
    case 'step-not-kept':
      return 'what it reads or writes could not be kept';
    case 'step-cancelled':
      return 'cancelled';
    case 'step-blocked':
      return 'blocked';
    case 'input-gone':
    case 'input-missing':
      return 'an input was not there';
    case 'output-missing':
      return 'an output was not written';
    case 'output-link-leads-out':
      return 'an output is a link that leads out';
    case 'output-never-taken':
      return 'an output is of a kind that is never taken';
    case 'output-not-readable':
      return 'an output cannot be read';
    default:
      return failure.code;
  }
}

/** What is short about a failed step: its code, and how its process ended where that was the reason. */
export function failureFacts(failure: StepFailure): Parameters<typeof briefFailure>[0] {
  const { code } = failure;
  if (code === 'step-exit') return failure;
  const { timeoutMs } = code === 'step-timeout' ? failure : { timeoutMs: null };
  return { code, exit: null, signal: null, timeoutMs };
}

/** What follows the verdict's own words: where, how much or why. */
export function reasonOf(facts: VerdictFacts): string {
  switch (facts.verdict) {
    case 'identical':
      return `${amount(facts.steps)}, byte for byte.`;
    case 'equivalent':
      return excused(facts.steps);
    case 'different':
      return divergence(facts);
    case 'not-run':
      return failures(facts.steps);
    case 'incomparable':
      return doubt(facts.steps);
  }
}

function amount(steps: readonly StepReport[]): string {
  const outputs = steps.flatMap((step) => step.outputs);
  return `${countText(outputs.length, 'output')} in ${countText(steps.length, 'step')}`;
}

function excused(steps: readonly StepReport[]): string {
  const outputs = steps.flatMap((step) => step.outputs);
  const excusedOnes = outputs.filter(({ verdict }) => verdict === 'equivalent');
  const differ = excusedOnes.length === 1 ? 'differs' : 'differ';
  return (
    `${excusedOnes.length} of ${countText(outputs.length, 'output')} in ` +
    `${countText(steps.length, 'step')} ${differ} within the rules written for ` +
    `${excusedOnes.length === 1 ? 'it' : 'them'}.`
  );
}

function divergence({ firstDivergence, steps }: VerdictFacts): string {
  const step =
    steps.find(({ name }) => name === firstDivergence?.step) ??
    steps.find(({ verdict }) => verdict === 'different');
  if (step === undefined) return 'outputs differ.';
  const output =
    step.outputs.find(({ path }) => path === firstDivergence?.output) ??
    step.outputs.find(({ verdict }) => verdict === 'different');
  if (output === undefined) return `it began at ${step.name}.`;
  return `it began at ${step.name}: ${firstOf(output)}.`;
}

/** The first place where an output differs: `$.accuracy 0.913 → 0.907 in metrics.json`. */
function firstOf(output: OutputReport): string {
  if (output.is === null) return `${output.path} is missing`;
  if (output.was === null) return `${output.path} was not there before`;
  const [first] = output.differences;
  if (first === undefined) return `${output.path} differs`;
  const place = placeText(first.at, output.comparator).replace(/^\$\./, '');
  if (place === '' && first.was === null && first.is === null) return `${first.file} differs`;
  const more = output.differencesTotal > 1 ? ` and ${output.differencesTotal - 1} more` : '';
  return `${place === '' ? '' : `${place} `}${changeText(first, 40)} in ${first.file}${more}`;
}

function failures(steps: readonly StepReport[]): string {
  const failed = steps.filter(({ failure }) => failure !== null && failure.code !== 'step-blocked');
  const [first] = failed;
  if (!first?.failure) {
    const notRun = steps.filter(({ verdict }) => verdict === 'not-run');
    return `${listText(notRun.map(({ name }) => name))} did not run.`;
  }
  const blocked = steps.filter(({ failure }) => failure?.code === 'step-blocked');
  const others =
    failed.length > 1 ? `, and ${countText(failed.length - 1, 'other step')} failed` : '';
  const held =
    blocked.length === 0 ? '' : `, which held up ${listText(blocked.map(({ name }) => name))}`;
  return `${first.name} failed (${briefFailure(first.failure)})${others}${held}.`;
}

function doubt(steps: readonly StepReport[]): string {
  if (steps.every(({ outputs }) => outputs.length === 0)) return 'no step declares an output.';
  const doubtful = steps.filter(({ verdict }) => verdict === 'incomparable');
  const withOutputs = doubtful.filter(({ outputs }) => outputs.length > 0);
  const named = withOutputs.length > 0 ? withOutputs : doubtful;
  const [first] = named;
  const output = first?.outputs.find(({ notes }) => notes.length > 0);
  const why = first?.notes[0] ?? (output && `${output.path}: ${output.notes[0] ?? ''}`);
  const names = listText(named.map(({ name }) => name));
  return why === undefined ? `${names}.` : `${names}: ${why.replace(/\.$/, '')}.`;
}
