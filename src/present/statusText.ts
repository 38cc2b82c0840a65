import type { RunRecord } from '../records/runModel';
import type { StatusReport, StepStanding } from '../records/statusModel';
import { countText } from './amounts';
import { columns } from './columns';
import { elapsedText } from './durations';
import { PLAIN } from './paint';
import type { Paint } from './paint';
import { reasonsText, reasonWords } from './reasonWords';
import { stepsText } from './runsText';
import { asideText } from './showText';
import { warningSentences } from './warningList';

/** How the steps of a pipeline stand: one line each, the reason beside what is stale, and what to do. */
export function statusText(
  status: StatusReport & { readonly file: string; readonly version: string | null },
  options: {
    readonly now?: number;
    /** The run that is going on or was cut off, and what it has moved aside. */
    readonly open?: OpenRunFacts | null;
    /** Whether a version of the label is saved, and from which run. */
    readonly label?: LabelFacts | null;
    readonly paint?: Paint;
  } = {},
): string {
  const paint = options.paint ?? PLAIN;
  const open = options.open ?? null;
  const live = open?.run.status === 'running';
  const rows = status.steps.map((step) => [
    `  ${standingSign(step, paint)} ${step.name}`,
    standingWords(step),
  ]);
  const warnings = warningSentences(status.warnings).map(
    (sentence) => `  ${paint.doubt('!')} ${sentence}`,
  );
  const head = [status.file, status.version].filter((part) => part !== null).join(' ');
  const lines = [
    ...(open === null ? [] : openLines(open, { now: options.now ?? 0, paint })),
    `${paint.strong(head)}: ${summary(status.steps, live)}`,
    ...columns(rows),
    ...warnings,
    ...(options.label && status.version !== null
      ? labelLines(status.version, options.label, status.steps)
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** A run that has not ended, as it stands. */
export interface OpenRunFacts {
  readonly run: RunRecord;
  readonly aside: readonly string[];
}

/** What is known of the label in the pipeline file. */
export interface LabelFacts {
  /** Whether a version of that name is saved. */
  readonly saved: boolean;
  /** Whether the latest run of the whole pipeline came to what is saved; null where nobody can tell. */
  readonly same: boolean | null;
  /** The other version that the latest run is saved as. */
  readonly savedAs?: string;
}

function openLines(
  { run, aside }: OpenRunFacts,
  { now, paint }: { readonly now: number; readonly paint: Paint },
): string[] {
  const kept = aside.length === 0 ? [] : [`  moved aside: ${asideText(run, aside)}`];
  if (run.status !== 'running') {
    return [paint.doubt(`Run ${run.id} was cut off: ${stepsText(run)}.`), ...kept];
  }
  const running = run.steps.filter(({ status }) => status === 'running');
  const names = running.map(
    ({ name, startedAt }) => `${name} running ${elapsedText(now - (startedAt ?? now))}`,
  );
  const at = [stepsText(run), ...names.slice(0, 5)].join(', ');
  return [paint.strong(`Run ${run.id} is going on: ${at}.`), ...kept];
}

function labelLines(
  label: string,
  { saved, same, savedAs }: LabelFacts,
  steps: readonly StepStanding[],
): string[] {
  const fresh = steps.every(({ status }) => status === 'fresh');
  if (!saved) {
    return [
      `${label} is not saved yet.${fresh && steps.length > 0 ? ' `reprise save` saves it.' : ''}`,
    ];
  }
  if (!fresh) return [`${label} is saved. What is not fresh here has no part in it.`];
  if (same === null) return [`${label} is saved.`];
  if (savedAs !== undefined) return [`${label} is saved, and so is the latest run, as ${savedAs}.`];
  return same
    ? [`${label} is saved, and the latest run came to the very same.`]
    : [
        `${label} is saved, and the latest run is another one. \`reprise version LABEL\` gives it a label of its own.`,
      ];
}

/** How a step stands, with its reason: `stale: train.lr 0.1 → 0.2`. */
export function standingWords(step: StepStanding): string {
  switch (step.status) {
    case 'fresh':
      return 'fresh';
    case 'never-run': {
      const others = step.reasons.filter(({ kind }) => kind !== 'never-run');
      return others.length === 0 ? 'never run' : `never run; ${reasonsText(others)}`;
    }
    case 'stale':
      return step.reasons.length === 0 ? 'stale' : `stale: ${reasonsText(step.reasons)}`;
  }
}

/** The same in few words, where there is little room: the first reason alone, and of a long one its beginning. */
export function standingBrief(step: StepStanding): string {
  const [first] = step.reasons.filter(({ kind }) => kind !== 'never-run');
  if (step.status !== 'stale' || first === undefined) {
    return standingWords({ ...step, reasons: [] });
  }
  const words = first.kind === 'environment' ? 'environment changed' : reasonWords(first);
  return `stale: ${words.length <= BRIEF ? words : `${words.slice(0, BRIEF - 1)}…`}`;
}

const BRIEF = 48;

function standingSign({ status }: StepStanding, paint: Paint): string {
  return status === 'fresh' ? paint.good('✓') : '○';
}

function summary(steps: readonly StepStanding[], live: boolean): string {
  if (steps.length === 0) return 'no steps yet. Write one under `steps:`.';
  const stale = steps.filter(({ status }) => status === 'stale').length;
  const never = steps.filter(({ status }) => status === 'never-run').length;
  if (stale + never === 0) return `${countText(steps.length, 'step')}, nothing to do`;
  const parts = [
    ...(stale > 0 ? [`${stale} of ${steps.length} stale`] : []),
    ...(never > 0 ? [`${never} of ${steps.length} never run`] : []),
  ];
  if (live) return `${parts.join(', ')}, as long as that run has not ended.`;
  return `${parts.join(', ')}. \`reprise run\` brings them up to date.`;
}
