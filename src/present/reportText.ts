import type {
  Compared,
  ComparedSide,
  Difference,
  OutputReport,
  Report,
  StepReport,
} from '../records/report';
import { countText } from './amounts';
import { columns } from './columns';
import { durationText } from './durations';
import { logLine } from './logLine';
import { PLAIN } from './paint';
import type { Paint } from './paint';
import { sideName } from './reportSentence';
import { briefFailure } from './sentences';
import { changeText, deltaText, placeText } from './values';
import { paintVerdict, VERDICT_SIGNS, VERDICT_WORDS } from './verdictWords';
import { warningSentences } from './warningList';

/** A report to read: the verdict first, then each step, what differs in it, the environment and the warnings. */
export function reportText(
  report: Report,
  options: { readonly paint?: Paint; readonly differences?: number } = {},
): string {
  const paint = options.paint ?? PLAIN;
  const most = options.differences ?? 10;
  const widest = Math.max(0, ...report.steps.map(({ name }) => name.length));
  const lines = [
    verdictLine(report, paint),
    ...explanationSentences(report.steps).map((sentence) => `  ${sentence}`),
    paint.quiet(`  ${factsLine(report)}`),
    '',
    ...report.steps.flatMap((step) => stepLines(step, { paint, most, widest })),
    ...driftLines(report, paint),
    ...warningLines(report, paint),
  ];
  return `${lines.join('\n')}\n`;
}

/** Which version, which run, how long, and by whose rules. */
export function factsLine(report: Report): string {
  if (report.compared !== undefined) return comparedLine(report, report.compared);
  const before =
    report.savedDurationMs === null ? '' : ` (then ${durationText(report.savedDurationMs)})`;
  return [
    `${report.pipeline} ${report.version}`,
    `run ${report.run} took ${durationText(report.durationMs)}${before}`,
    report.rules === 'saved' ? 'judged by the saved rules' : "judged by today's rules",
  ].join(' · ');
}

function comparedLine(report: Report, { was, is }: Compared): string {
  const took = (side: ComparedSide, duration: number): string =>
    `${side.kind === 'version' ? `${side.name}'s run` : sideName(side)} took ${durationText(duration)}`;
  return [
    report.pipeline,
    ...(report.savedDurationMs === null ? [] : [took(was, report.savedDurationMs)]),
    ...(was.kind === is.kind && was.name === is.name ? [] : [took(is, report.durationMs)]),
    `judged by the rules of ${sideName(was)}`,
  ].join(' · ');
}

/** What most likely made steps come out otherwise, and what to do about it. */
export function explanationSentences(steps: readonly StepReport[]): string[] {
  return steps.flatMap(({ name, explanation }) =>
    explanation === null
      ? []
      : [
          `Most likely, in ${name}: ${explanation.sentence}`,
          ...(explanation.suggestion === null ? [] : [explanation.suggestion]),
        ],
  );
}

/** What stands beside a step's name: its verdict and part in the divergence. */
export function stepWords(step: StepReport): string {
  const role = step.role === null ? '' : ` · ${step.role}`;
  if (step.failure !== null) return `${step.verdict}${role} · ${briefFailure(step.failure)}`;
  if (step.outputs.length === 0 && step.notes.length === 0) {
    return `${step.verdict}${role} · declares no outputs`;
  }
  return `${step.verdict}${role}`;
}

function verdictLine(report: Report, paint: Paint): string {
  const words = VERDICT_WORDS[report.verdict];
  const rest = report.sentence.startsWith(words) ? report.sentence.slice(words.length) : '';
  const head = `${VERDICT_SIGNS[report.verdict]} ${rest === '' ? report.sentence : words}`;
  return `${paint.strong(paintVerdict(paint, report.verdict, head))}${rest}`;
}

function stepLines(
  step: StepReport,
  { paint, most, widest }: { paint: Paint; most: number; widest: number },
): string[] {
  const sign = step.verdict === 'identical' ? VERDICT_SIGNS.identical : VERDICT_SIGNS[step.verdict];
  const head =
    `  ${paintVerdict(paint, step.verdict, sign)} ${step.name.padEnd(widest)}  ` +
    paintVerdict(paint, step.verdict, stepWords(step));
  const calm =
    step.verdict === 'identical' && step.outputs.every(({ notes }) => notes.length === 0);
  return [
    head,
    ...step.notes.map((note) => `      ${note}`),
    ...(step.failure?.logTail ?? []).map((line) => paint.quiet(`      | ${logLine(line)}`)),
    ...(calm ? [] : step.outputs.flatMap((output) => outputLines(output, { paint, most }))),
  ];
}

function outputLines(
  output: OutputReport,
  { paint, most }: { paint: Paint; most: number },
): string[] {
  const sign = paintVerdict(paint, output.verdict, VERDICT_SIGNS[output.verdict]);
  const total = output.differencesTotal;
  const by =
    output.verdict === 'identical' || output.verdict === 'not-run' ? '' : ` (${output.comparator})`;
  const count = total > 1 ? `, ${countText(total, 'difference')}` : '';
  const shown = output.differences.slice(0, most);
  const left = total - shown.length;
  return [
    `      ${sign} ${output.path}  ${output.verdict}${by}${missing(output)}${count}`,
    ...output.notes.map((note) => `          ${note}`),
    ...columns(
      shown.map((difference) => differenceCells(difference, output)),
      '          ',
    ),
    ...(left > 0 && shown.length > 0 ? [paint.quiet(`          … and ${left} more`)] : []),
  ];
}

function missing(output: OutputReport): string {
  if (output.verdict === 'not-run') return '';
  if (output.is === null && output.was !== null) return ', missing now';
  if (output.was === null && output.is !== null) return ', missing before';
  return '';
}

function differenceCells(difference: Difference, output: OutputReport): string[] {
  const file = difference.file === output.path ? [] : [difference.file];
  const place = placeText(difference.at, output.comparator);
  return [
    [...file, place].filter((part) => part !== '').join(' '),
    changeText(difference),
    deltaText(difference),
  ];
}

function driftLines(report: Report, paint: Paint): string[] {
  const { drift } = report.environment;
  if (drift.length === 0) return [];
  const rows = drift.map(({ what, was, is }) => [what, `${was ?? 'absent'} → ${is ?? 'absent'}`]);
  return [
    '',
    `  ${paint.strong('Environment')}  ${drift.length} changed`,
    ...columns(rows, '      '),
  ];
}

function warningLines(report: Report, paint: Paint): string[] {
  if (report.warnings.length === 0) return [];
  const sentences = warningSentences(report.warnings).map(
    (sentence) => `      ${paint.doubt('!')} ${sentence}`,
  );
  return ['', `  ${paint.strong('Warnings')}`, ...sentences];
}
