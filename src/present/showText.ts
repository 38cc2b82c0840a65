import type { Report } from '../records/report';
import type { RunRecord, StepRecord } from '../records/runModel';
import type { VersionStep } from '../records/versionModel';
import type { Content, StepContent } from '../records/contentModel';
import { countText, listText, shortDigest, sizeText } from './amounts';
import { columns } from './columns';
import { durationText, elapsedText, exactTime, relativeTime } from './durations';
import { environmentRows } from './environmentRows';
import { failureSentence } from './failureWords';
import { PLAIN } from './paint';
import type { Paint } from './paint';
import { purposeText } from './runsText';
import { briefFailure, failureFacts } from './sentences';
import { valueText } from './values';
import { paintStatus, STEP_SIGNS } from './verdictWords';
import { lastVerdictText } from './versionsText';
import type { VersionFacts } from './versionsText';
import { warningSentences } from './warningList';

/** Everything a version is, on one page. */
export function showVersionText(
  { version, lastReport }: VersionFacts,
  options: { readonly now: number; readonly content?: Content | null; readonly paint?: Paint },
): string {
  const paint = options.paint ?? PLAIN;
  const { system } = version.environment;
  const facts: [string, string][] = [
    ['pipeline', version.pipeline],
    ['verdict', lastVerdictText(lastReport, options)],
    ['saved', momentText(version.savedAt, options.now)],
    ['message', version.message ?? ''],
    ['run', version.run.id],
    [
      'ran',
      `${momentText(version.run.startedAt, options.now)}, ${durationText(version.run.endedAt - version.run.startedAt)}`,
    ],
    [
      'machine',
      `${version.run.host}, ${system.distribution ?? system.platform} ${system.architecture}`,
    ],
    ['commit', version.commit ?? ''],
    ['lock', lockText(options.content)],
    ...environmentRows(version.environment),
    ['snapshot', version.snapshot],
  ];
  const lines = [
    paint.strong(version.label),
    ...factRows(facts),
    '',
    ...withContent(
      version.steps,
      columns(version.steps.map(versionStepCells), '  '),
      options.content,
    ),
    ...warningLines(version.warnings, paint),
  ];
  return `${lines.join('\n')}\n`;
}

/** Everything a run was, on one page. */
export function showRunText(
  run: RunRecord,
  options: {
    readonly now: number;
    readonly report: Report | null;
    /** Files that it moved aside and that still lie there. */
    readonly aside?: readonly string[];
    /** Versions that were saved from it. */
    readonly saved?: readonly string[];
    readonly content?: Content | null;
    readonly paint?: Paint;
  },
): string {
  const paint = options.paint ?? PLAIN;
  const took = run.endedAt === null ? '' : `, ${durationText(run.endedAt - run.startedAt)}`;
  const facts: [string, string][] = [
    ['pipeline', run.pipeline],
    ['for', purposeText(run)],
    ['label', run.label ?? ''],
    ['status', paintStatus(paint, run.status, run.status)],
    ['because', run.failure === undefined ? '' : failureSentence(run.failure)],
    ['started', `${momentText(run.startedAt, options.now)}${took}`],
    ['process', `${run.process.pid} on ${run.process.host}`],
    ['snapshot', run.snapshot ?? ''],
    ['lock', lockText(options.content)],
    ...environmentRows(run.environment),
    ['verdict', options.report?.sentence ?? ''],
    ['saved as', listText(options.saved ?? [])],
    ['room', run.room ?? ''],
    ['aside', asideText(run, untoldAside(run, options.aside ?? []))],
  ];
  const lines = [
    paint.strong(run.id),
    ...factRows(facts),
    '',
    ...withContent(
      run.steps,
      columns(
        run.steps.map((step) => runStepCells(step, run, { paint, now: options.now })),
        '  ',
      ),
      options.content,
    ),
    ...warningLines(run.warnings, paint),
  ];
  return `${lines.join('\n')}\n`;
}

/** What lies aside and no warning of the run names with its place. */
function untoldAside(run: RunRecord, aside: readonly string[]): readonly string[] {
  const told = new Set(
    run.warnings.flatMap((warning) => (warning.code === 'displaced' ? warning.paths : [])),
  );
  return aside.filter((path) => !told.has(path));
}

function lockText(content: Content | null | undefined): string {
  if (!content?.lock) return '';
  const { path, digest } = content.lock;
  return digest === null ? `${path}, which was not there` : `${path}, ${shortDigest(digest)}`;
}

/** Below the line of each step its params and its outputs. */
function withContent(
  steps: readonly { readonly name: string }[],
  lines: readonly string[],
  content: Content | null | undefined,
): string[] {
  const known = new Map(content?.steps.map((step) => [step.name, step]));
  return steps.flatMap(({ name }, at) => {
    const step = known.get(name);
    return [lines[at] ?? '', ...(step === undefined ? [] : contentLines(step))];
  });
}

function contentLines({ params, outputs }: StepContent): string[] {
  const values = Object.values(params).flatMap((file) =>
    Object.entries(file).map(([key, value]) => `${key} ${valueText(value, 30)}`),
  );
  const rows = outputs.map(({ path, cache, files, size, digest }) => {
    if (digest === null) return [path, '', '', ''];
    const many = files === 1 ? '' : countText(files, 'file');
    return [
      path,
      sizeText(size),
      shortDigest(digest),
      [many, cache ? '' : 'not kept'].filter(Boolean).join(', '),
    ];
  });
  return [
    ...(values.length === 0 ? [] : [`      params: ${listText(values, 12)}`]),
    ...columns(rows, '      '),
  ];
}

function factRows(facts: readonly [string, string][]): string[] {
  return columns(
    facts.filter(([, value]) => value !== ''),
    '  ',
  );
}

function versionStepCells(step: VersionStep): string[] {
  const took = step.durationMs === null ? '' : durationText(step.durationMs);
  const from = step.reusedFrom === null ? '' : `reused from ${step.reusedFrom}`;
  return [step.name, `outcome ${shortDigest(step.outcome)}`, took, from];
}

function runStepCells(
  step: StepRecord,
  run: RunRecord,
  { paint, now }: { readonly paint: Paint; readonly now: number },
): string[] {
  const cutOff = run.status === 'interrupted' && step.status === 'running';
  const word = cutOff ? 'interrupted' : step.status;
  const sign = paintStatus(
    paint,
    word,
    `${cutOff ? STEP_SIGNS.failed : STEP_SIGNS[step.status]} ${word}`,
  );
  return [
    step.name,
    sign,
    stepTime(step, { now, live: run.status === 'running' }),
    stepRemark(step),
  ];
}

function stepTime(step: StepRecord, { now, live }: { now: number; live: boolean }): string {
  if (step.durationMs !== null) return durationText(step.durationMs);
  const { status, startedAt } = step;
  return live && status === 'running' && startedAt !== null ? elapsedText(now - startedAt) : '';
}

/** What became of files that a run found in the way of its outputs, while it has not put them back. */
export function asideText(run: Pick<RunRecord, 'id' | 'status'>, aside: readonly string[]): string {
  if (aside.length === 0) return '';
  const where = `${listText(aside, 5)}, in .reprise/runs/${run.id}/displaced`;
  return run.status === 'interrupted'
    ? `${where}; what is not replaced, the next run puts back`
    : where;
}

function stepRemark(step: StepRecord): string {
  if (step.failure !== null) {
    return briefFailure(failureFacts(step.failure));
  }
  if (step.reusedFrom !== null) return `from ${step.reusedFrom}`;
  return step.attempts > 1 ? `${step.attempts} attempts` : '';
}

function warningLines(warnings: RunRecord['warnings'], paint: Paint): string[] {
  if (warnings.length === 0) return [];
  return ['', ...warningSentences(warnings).map((sentence) => `  ${paint.doubt('!')} ${sentence}`)];
}

function momentText(at: number, now: number): string {
  return `${exactTime(at)} (${relativeTime(at, now)})`;
}
