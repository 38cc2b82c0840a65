import type { Report } from '../records/report';
import type { RunRecord, StepRecord } from '../records/runModel';
import type { VersionStep } from '../records/versionModel';
import { shortDigest } from './amounts';
import { columns } from './columns';
import { durationText, exactTime, relativeTime } from './durations';
import { PLAIN } from './paint';
import type { Paint } from './paint';
import { purposeText } from './runsText';
import { briefFailure, failureFacts } from './sentences';
import { paintStatus, STEP_SIGNS } from './verdictWords';
import { lastVerdictText } from './versionsText';
import type { VersionFacts } from './versionsText';
import { warningSentence } from './warningWords';

/** Everything a version is, on one page. */
export function showVersionText(
  { version, lastReport }: VersionFacts,
  options: { readonly now: number; readonly paint?: Paint },
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
    ['snapshot', version.snapshot],
  ];
  const lines = [
    paint.strong(version.label),
    ...factRows(facts),
    '',
    ...columns(version.steps.map(versionStepCells), '  '),
    ...warningLines(version.warnings, paint),
  ];
  return `${lines.join('\n')}\n`;
}

/** Everything a run was, on one page. */
export function showRunText(
  run: RunRecord,
  options: { readonly now: number; readonly report: Report | null; readonly paint?: Paint },
): string {
  const paint = options.paint ?? PLAIN;
  const took = run.endedAt === null ? '' : `, ${durationText(run.endedAt - run.startedAt)}`;
  const facts: [string, string][] = [
    ['pipeline', run.pipeline],
    ['for', purposeText(run)],
    ['label', run.label ?? ''],
    ['status', paintStatus(paint, run.status, run.status)],
    ['started', `${momentText(run.startedAt, options.now)}${took}`],
    ['process', `${run.process.pid} on ${run.process.host}`],
    ['snapshot', run.snapshot ?? ''],
    ['verdict', options.report?.sentence ?? ''],
  ];
  const lines = [
    paint.strong(run.id),
    ...factRows(facts),
    '',
    ...columns(
      run.steps.map((step) => runStepCells(step, paint)),
      '  ',
    ),
    ...warningLines(run.warnings, paint),
  ];
  return `${lines.join('\n')}\n`;
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

function runStepCells(step: StepRecord, paint: Paint): string[] {
  const sign = paintStatus(paint, step.status, `${STEP_SIGNS[step.status]} ${step.status}`);
  return [
    step.name,
    sign,
    step.durationMs === null ? '' : durationText(step.durationMs),
    stepRemark(step),
  ];
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
  return ['', ...warnings.map((warning) => `  ${paint.doubt('!')} ${warningSentence(warning)}`)];
}

function momentText(at: number, now: number): string {
  return `${exactTime(at)} (${relativeTime(at, now)})`;
}
