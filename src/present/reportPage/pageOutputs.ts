import type { OutputFacts, ReportFacts } from '../../records/reportFacts';
import type { OutputReport } from '../../records/report';
import { sizeText, wholeText } from '../amounts';
import type { PageOutput } from './pageModel';

/** Every output of a report as a row; what it holds is asked for when somebody opens it. */
export function pageOutputs({ report, outputs: facts }: ReportFacts): PageOutput[] {
  const rows: PageOutput[] = [];
  for (const step of report.steps) {
    for (const output of step.outputs) {
      const { firstDivergence } = report;
      rows.push({
        index: rows.length,
        step: step.name,
        path: output.path,
        verdict: output.verdict,
        words: wordsOf(output),
        carried: step.role === 'carrier',
        first: firstDivergence?.step === step.name && firstDivergence.output === output.path,
        comparator: comparatorOf(output),
        amount: amountOf(output, facts[rows.length]),
        notes: output.notes,
      });
    }
  }
  return rows;
}

/** `2 of 12 differ`, and what else there is to say; or how many there are where all are identical. */
export function outputsCount(outputs: readonly PageOutput[]): string {
  const count = (...verdicts: PageOutput['verdict'][]): number =>
    outputs.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const differ = count('different', 'equivalent');
  const parts = [
    { amount: differ, words: differ === 1 ? 'differs' : 'differ' },
    { amount: count('incomparable'), words: 'cannot be compared' },
    { amount: count('not-run'), words: 'not made again' },
  ].filter(({ amount }) => amount > 0);
  const all = wholeText(outputs.length);
  if (parts.length === 0) return all;
  return parts
    .map(({ amount, words }, at) => `${wholeText(amount)}${at === 0 ? ` of ${all}` : ''} ${words}`)
    .join(', ');
}

function wordsOf(output: OutputReport): string {
  if (output.verdict === 'not-run') return 'not run';
  if (output.is === null && output.was !== null) return 'missing now';
  if (output.was === null && output.is !== null) return 'missing before';
  return output.verdict === 'equivalent' ? 'within tolerance' : output.verdict;
}

function comparatorOf({ verdict, comparator, was, is }: OutputReport): string {
  if (was === null || is === null) return '';
  return verdict === 'identical' || verdict === 'not-run' ? '' : comparator;
}

/** What a difference of each comparator is called; others count differences. */
const NOUNS: Readonly<Record<string, string>> = { json: 'value', text: 'line', table: 'cell' };

function amountOf(output: OutputReport, facts: OutputFacts | undefined): string {
  const { verdict, differencesTotal } = output;
  if (facts !== undefined && facts.files > 1 && verdict !== 'not-run') {
    return verdict === 'identical'
      ? `${wholeText(facts.files)} files, ${sizeText(facts.size.is ?? 0)}`
      : `${wholeText(facts.differing)} of ${wholeText(facts.files)} files`;
  }
  const size = facts?.size.is ?? facts?.size.was ?? null;
  const noun = NOUNS[output.comparator];
  if (verdict !== 'identical' && noun !== undefined && differencesTotal > 0) {
    return `${wholeText(differencesTotal)} ${differencesTotal === 1 ? noun : `${noun}s`}`;
  }
  return size === null ? '' : sizeText(size);
}
