import type { OutputFacts, ReportFacts } from '../../records/reportFacts';
import type { OutputReport } from '../../records/report';
import { countText, sizeText } from '../amounts';
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

/** `2 of 12 differ`, or how many there are where none does. */
export function outputsCount(outputs: readonly PageOutput[]): string {
  const differ = outputs.filter(({ verdict }) => verdict !== 'identical').length;
  const { length } = outputs;
  if (differ === 0) return String(length);
  const notRun = outputs.filter(({ verdict }) => verdict === 'not-run').length;
  const words = notRun === differ ? 'not made again' : differ === 1 ? 'differs' : 'differ';
  return `${differ} of ${length} ${words}`;
}

function wordsOf(output: OutputReport): string {
  if (output.verdict === 'not-run') return 'not run';
  if (output.is === null && output.was !== null) return 'missing now';
  if (output.was === null && output.is !== null) return 'missing before';
  return output.verdict === 'equivalent' ? 'within tolerance' : output.verdict;
}

function comparatorOf({ verdict, comparator }: OutputReport): string {
  return verdict === 'identical' || verdict === 'not-run' ? '' : comparator;
}

/** What a difference of each comparator is called; others count differences. */
const NOUNS: Readonly<Record<string, string>> = { json: 'value', text: 'line', table: 'cell' };

function amountOf(output: OutputReport, facts: OutputFacts | undefined): string {
  const { verdict, differencesTotal } = output;
  if (facts !== undefined && facts.files > 1 && verdict !== 'not-run') {
    return verdict === 'identical'
      ? `${facts.files} files, ${sizeText(facts.size.is ?? 0)}`
      : `${facts.differing} of ${facts.files} files`;
  }
  const size = facts?.size.is ?? facts?.size.was ?? null;
  const noun = NOUNS[output.comparator];
  if (verdict !== 'identical' && noun !== undefined && differencesTotal > 0) {
    return countText(differencesTotal, noun);
  }
  return size === null ? '' : sizeText(size);
}
