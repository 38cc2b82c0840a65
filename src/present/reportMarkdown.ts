import type { OutputReport, Report } from '../records/report';
import { changeText, deltaText, placeText } from './values';
import { explanationSentences, factsLine, stepWords } from './reportText';
import { DIFF_WORDS, VERDICT_WORDS } from './verdictWords';
import { warningSentences } from './warningList';

/** A report to paste into an issue or a review: what it says, in Markdown. */
export function reportMarkdown(report: Report, differences = 20): string {
  const parts = [
    `## ${(report.mode === 'diff' ? DIFF_WORDS : VERDICT_WORDS)[report.verdict]}`,
    report.sentence,
    ...explanationSentences(report.steps),
    factsLine(report),
    table(
      ['Step', 'Verdict'],
      report.steps.map((step) => [code(step.name), stepWords(step)]),
    ),
    ...report.steps.flatMap(({ outputs }) =>
      outputs.flatMap((output) => outputPart(output, differences)),
    ),
    ...driftPart(report),
    ...warningsPart(report),
  ];
  return `${parts.join('\n\n')}\n`;
}

function outputPart(output: OutputReport, most: number): string[] {
  if (output.verdict === 'identical' || output.verdict === 'not-run') return [];
  const shown = output.differences.slice(0, most);
  const rows = shown.map((difference) => [
    code(difference.file),
    code(placeText(difference.at, output.comparator)),
    code(changeText(difference)),
    deltaText(difference),
  ]);
  const left = output.differencesTotal - shown.length;
  return [
    `### ${code(output.path)}: ${output.verdict}`,
    ...output.notes.map((note) => `- ${note}`),
    ...(rows.length === 0 ? [] : [table(['File', 'Where', 'Was → is', 'Moved by'], rows)]),
    ...(left > 0 && shown.length > 0 ? [`… and ${left} more.`] : []),
  ];
}

function driftPart({ environment }: Report): string[] {
  if (environment.drift.length === 0) return [];
  const rows = environment.drift.map(({ what, was, is }) => [
    what,
    code(was ?? 'absent'),
    code(is ?? 'absent'),
  ]);
  return ['### Environment', table(['What', 'Was', 'Is'], rows)];
}

function warningsPart({ warnings }: Report): string[] {
  if (warnings.length === 0) return [];
  return [
    '### Warnings',
    warningSentences(warnings)
      .map((sentence) => `- ${sentence}`)
      .join('\n'),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** Text that Markdown leaves as it is, whatever backticks it holds. */
function code(text: string): string {
  if (text === '') return '';
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${text}${fence}` : `${fence} ${text} ${fence}`;
}
