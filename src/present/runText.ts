import type { RunEvent, StepStatus } from '../records/events';
import type { RunRecord, StepRecord } from '../records/runModel';
import type { Warning } from '../records/warnings';
import { countText, listText, sizeText } from './amounts';
import { durationText } from './durations';
import { failureSentence } from './failureWords';
import { logLine } from './logLine';
import { PLAIN } from './paint';
import type { Paint } from './paint';
import { briefFailure, failureFacts } from './sentences';
import { stepLine } from './stepWords';
import { STEP_SIGNS } from './verdictWords';
import { warningSentences } from './warningList';

/** What a terminal prints for an event as it happens, of the run that is named; null where it has nothing to tell. */
export function eventLine(
  event: RunEvent,
  options: { readonly paint?: Paint; readonly run?: string } = {},
): string | null {
  const paint = options.paint ?? PLAIN;
  switch (event.type) {
    case 'started':
      return paint.quiet(startedText(event));
    case 'captured':
      return paint.quiet(`captured ${countText(event.files, 'file')}, ${sizeText(event.bytes)}`);
    case 'room-made':
      return paint.quiet(
        `room ${event.folder}: ${countText(event.files, 'file')}, ${sizeText(event.bytes)}`,
      );
    case 'displacing':
      return paint.doubt(
        `${event.step}: moving aside what no earlier run made${asideFolder(event, options.run)}: ${listText(event.paths, 20)}`,
      );
    case 'step-reused':
      return stepLine({ status: 'reused', reusedFrom: event.from }, paint, event.step);
    case 'step-started': {
      const { attempt: attempts, reason } = event;
      return stepLine({ status: 'running', attempts, reason }, paint, event.step);
    }
    case 'step-attempt-failed':
      return event.retrying
        ? paint.doubt(
            `${event.step}: attempt ${event.attempt} failed (${briefFailure(failureFacts(event.failure))}), trying again`,
          )
        : null;
    case 'step-succeeded':
      return stepLine({ status: 'succeeded', durationMs: event.durationMs }, paint, event.step);
    case 'step-failed': {
      const { failure, durationMs } = event;
      return stepLine({ status: 'failed', failure, durationMs }, paint, event.step);
    }
    case 'step-blocked':
      return stepLine({ status: 'blocked', blockedBy: event.by }, paint, event.step);
    case 'step-cancelled':
      return stepLine({ status: 'cancelled' }, paint, event.step);
    case 'warning':
      return warningLines([event.warning], paint);
    case 'cancel-asked':
      return 'Cancelling; steps are given a moment to end.';
    case 'step-process':
    case 'ended':
      return null;
  }
}

function asideFolder({ folder }: { readonly folder: string }, run: string | undefined): string {
  return run === undefined ? '' : `, into .reprise/runs/${run}/${folder}`;
}

/** Warnings as a run tells them, a line each. */
export function warningLines(warnings: readonly Warning[], paint: Paint): string {
  const sign = paint.doubt('warning:');
  return warningSentences(warnings)
    .map((sentence) => `${sign} ${sentence}`)
    .join('\n');
}

/** How a run ended: one line, and where steps failed why, the end of their logs, and the command that shows more. */
export function runSummary(
  run: RunRecord,
  options: {
    readonly paint?: Paint;
    /** The last lines of the failed steps' logs, by step. */
    readonly logTails?: Readonly<Record<string, readonly string[]>>;
    /** Steps that were not started although they need nothing that failed. */
    readonly independent?: readonly string[];
  } = {},
): string {
  const paint = options.paint ?? PLAIN;
  const failed = run.steps.filter(({ status }) => status === 'failed');
  const lines = [
    endLine(run, paint),
    ...failed.flatMap((step) => failedLines(run, step, options.logTails?.[step.name] ?? [])),
    ...notStartedLines(run, failed, options.independent ?? []),
    ...nextLine(run),
  ];
  return `${lines.join('\n')}\n`;
}

function startedText(event: Extract<RunEvent, { type: 'started' }>): string {
  const what = event.version ?? event.pipeline;
  return `run ${event.run}  ${what}, ${countText(event.steps.length, 'step')}`;
}

function endLine(run: RunRecord, paint: Paint): string {
  const took = run.endedAt === null ? '' : ` in ${durationText(run.endedAt - run.startedAt)}`;
  const end = `${took}. Run ${run.id}`;
  switch (run.status) {
    case 'succeeded':
      return `${paint.good(`${STEP_SIGNS.succeeded} Done`)}: ${whatRan(run)}${end}`;
    case 'failed':
      return `${paint.bad(`${STEP_SIGNS.failed} Failed`)}: ${whatRan(run)}${end}`;
    case 'cancelled':
      return `${paint.doubt(`${STEP_SIGNS.cancelled} Cancelled`)}: ${whatRan(run)}${end}`;
    case 'running':
    case 'interrupted':
      return `${run.status}: ${whatRan(run)}${end}`;
  }
}

function whatRan(run: RunRecord): string {
  const count = (...wanted: readonly StepStatus[]): number =>
    run.steps.filter(({ status }) => wanted.includes(status)).length;
  const parts: [number, string][] = [
    [count('reused'), 'reused'],
    [count('succeeded'), run.status === 'succeeded' ? 'ran' : 'succeeded'],
    [count('failed'), 'failed'],
    [count('cancelled'), 'cancelled'],
    [count('running'), 'running'],
    [count('blocked', 'waiting'), 'not started'],
  ];
  const said = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return `${countText(run.steps.length, 'step')}${said.length === 0 ? '' : ` (${said.join(', ')})`}`;
}

function failedLines(run: RunRecord, step: StepRecord, tail: readonly string[]): string[] {
  const why = step.failure === null ? `${step.name} failed.` : failureSentence(step.failure);
  if (tail.length === 0)
    return [`  ${why.replace(/ Its log (?:may say|says) why\.$/, '')} It wrote nothing.`];
  return [
    `  ${why}`,
    ...tail.map((line) => `    | ${logLine(line)}`),
    `  \`reprise logs ${run.id} ${step.name}\` shows all of its log.`,
  ];
}

function notStartedLines(
  run: RunRecord,
  failed: readonly StepRecord[],
  independent: readonly string[],
): string[] {
  const blocked = run.steps.filter(({ status }) => status === 'blocked').map(({ name }) => name);
  if (blocked.length === 0) return [];
  const names = listText(
    failed.map(({ name }) => name),
    3,
  );
  return [
    `  Not started, because of that: ${listText(blocked, 10)}.`,
    ...(independent.length === 0
      ? []
      : [`  \`--keep-going\` runs what does not need ${names}: ${listText(independent, 10)}.`]),
  ];
}

/** What to do with the re-run of a version. */
function nextLine(run: RunRecord): string[] {
  if (run.purpose !== 'rerun' || run.version === null || run.status !== 'succeeded') return [];
  return [`  \`reprise diff ${run.version} ${run.id}\` compares.`];
}
