import type { StepStatus } from '../../records/events';
import type { RunDetail, RunHead, StepDetail } from '../../records/pastModel';
import { countText, shortDigest } from '../amounts';
import { durationText, elapsedText, exactTime } from '../durations';
import { environmentRows } from '../environmentRows';
import { runIcon, stepIcon, verdictIcon } from '../icons';
import type { Icon } from '../icons';
import { factsMarkdown } from '../markdownText';
import { reasonsText } from '../reasonWords';
import { briefFailure, failureFacts } from '../sentences';
import { VERDICT_WORDS } from '../verdictWords';
import { warningSentence } from '../warningWords';
import { item } from './item';
import { note } from './pipelineItems';
import type { OutlineItem, PipelineView } from './outlineModel';
import { amountOf, outputTooltip } from './versionItems';

/** What a row of a run needs beside the run: the clock, and how a person writes a moment. */
export interface RunWords {
  readonly now: number;
  /** A moment as people here write it: `14:02`, `Mon 11:20`, `3 Nov 2026`. */
  readonly moment: (at: number) => string;
}

/** Runs, live ones first, then the newest; at the end what brings more. */
export function runItems({ file, past }: PipelineView, words: RunWords): OutlineItem[] {
  const runs = (past?.runs ?? []).map((run) => runItem(file, run, words));
  if (past?.more !== true) return runs;
  const more = item({
    node: { kind: 'more', file },
    label: 'Show more',
    description: past.total === null ? '' : `${past.total - runs.length} older`,
    icon: { id: 'ellipsis' },
    context: 'more',
    click: 'more',
  });
  return [...runs, more];
}

function runItem(file: string, run: RunHead, words: RunWords): OutlineItem {
  const live = run.status === 'running';
  return item({
    node: { kind: 'run', file, id: run.id },
    label: words.moment(run.startedAt),
    description: live ? liveWords(run, words.now) : endedWords(run),
    tooltip: factsMarkdown(purposeWords(run), [
      ['run', run.id],
      ['started', exactTime(run.startedAt)],
      ['took', run.endedAt === null ? '' : durationText(run.endedAt - run.startedAt)],
      ['saved as', run.savedAs.join(', ')],
      ['snapshot', run.snapshot === null ? '' : `${shortDigest(run.snapshot)}…`],
      ['pinned', run.pinned ? 'kept from Free Space' : ''],
    ]),
    icon: iconOf(run),
    context: [
      'run',
      live ? 'live' : 'ended',
      run.purpose,
      run.pinned ? 'pinned' : 'loose',
      run.savedAs.length > 0 ? 'saved' : 'unsaved',
      run.targets === null && run.status === 'succeeded' && run.purpose === 'run'
        ? 'whole'
        : 'part',
      run.verdict === null ? 'unjudged' : 'judged',
    ].join(' '),
    folding: live ? 'open' : 'closed',
    click: run.verdict === null ? null : 'report',
  });
}

/** The picture of a run. A re-run that nobody has compared proves nothing, so it has no tick. */
export function iconOf(run: RunHead): Icon {
  const { verdict, status } = run;
  if (verdict !== null) return verdictIcon(verdict);
  return isUncompared(run) ? verdictIcon(null) : runIcon(status);
}

function purposeWords({ purpose, version, targets }: RunHead): string {
  if (purpose === 'run') return targets === null ? 'Run' : `Run of ${targets.join(', ')}`;
  return purpose === 'verify' ? `Verify of ${version ?? ''}` : `Re-run of ${version ?? ''}`;
}

/** How far a live run is: `train 0:31 · 2 of 4`. */
export function liveWords(run: RunHead, now: number): string {
  const [first] = run.running;
  const others = run.running.length > 1 ? ` and ${run.running.length - 1} more` : '';
  const at =
    first === undefined
      ? 'starting'
      : `${first.name} ${elapsedText(now - first.startedAt)}${others}`;
  const about = run.version === null ? [] : [`re-run of ${run.version}`];
  return [at, `${doneOf(run)} of ${run.steps}`, ...about].join(' · ');
}

/** Steps of a live run that are over. */
export function doneOf({ counts, steps }: Pick<RunHead, 'counts' | 'steps'>): number {
  return steps - (counts.waiting ?? 0) - (counts.running ?? 0);
}

function endedWords(run: RunHead): string {
  const { counts, steps, endedAt, startedAt, failed, status, verdict, version } = run;
  const reused = counts.reused ?? 0;
  const took = endedAt === null ? [] : [durationText(endedAt - startedAt)];
  const how =
    failed !== null
      ? [failedWords(failed)]
      : status === 'succeeded'
        ? [reused === steps && steps > 0 ? 'all reused' : countText(steps, 'step')]
        : [status];
  const about =
    version === null
      ? []
      : verdict !== null
        ? [VERDICT_WORDS[verdict], version]
        : [`re-run of ${version}`, ...(isUncompared(run) ? ['not compared'] : [])];
  const parts = run.targets === null ? [] : [`to ${run.targets.join(', ')}`];
  return [
    ...about,
    ...(verdict === null ? how : []),
    ...parts,
    ...took,
    ...run.savedAs,
    ...(run.pinned ? ['pinned'] : []),
  ].join(' · ');
}

function isUncompared({ purpose, status, verdict }: RunHead): boolean {
  return purpose === 'verify' && status === 'succeeded' && verdict === null;
}

function failedWords({ step, failure }: NonNullable<RunHead['failed']>): string {
  return failure === null
    ? `${step} failed`
    : `${step} failed (${briefFailure(failureFacts(failure))})`;
}

/** What stands below a run: its steps, then what it warned of and its environment. */
export function runChildren(file: string, detail: RunDetail, now: number): OutlineItem[] {
  const { id } = detail.head;
  const steps = detail.steps.map((step) => stepItem({ file, id, step, now }));
  const warnings = detail.warnings.map((warning, at) => ({
    ...note(file, `${id} warning ${at}`, warningSentence(warning)),
    icon: { id: 'warning', color: 'problemsWarningIcon.foreground' },
    tooltip: factsMarkdown(warningSentence(warning), []),
  }));
  const environment = item({
    node: { kind: 'run-environment', file, id },
    label: 'Environment',
    context: 'environment',
    icon: { id: 'server-environment' },
    folding: 'closed',
  });
  return [...steps, ...warnings, ...(detail.environment === null ? [] : [environment])];
}

function stepItem(about: {
  readonly file: string;
  readonly id: string;
  readonly step: StepDetail;
  readonly now: number;
}): OutlineItem {
  const { file, id, step, now } = about;
  const hasMore = step.outputs.length + step.logs.length > 0;
  return item({
    node: { kind: 'run-step', file, id, step: step.name },
    label: step.name,
    description: stepWords(step, now),
    tooltip: factsMarkdown(step.name, [
      ['why it ran', step.reason === null ? '' : reasonsText([step.reason])],
      ['started', step.startedAt === null ? '' : exactTime(step.startedAt)],
      ['attempts', step.attempts > 1 ? String(step.attempts) : ''],
      ['reused from', step.reusedFrom ?? ''],
    ]),
    icon: stepIcon(step.status),
    context: `run-step ${step.logs.length > 0 ? 'logged' : 'silent'}`,
    folding: hasMore ? 'closed' : 'none',
    click: step.logs.length > 0 ? 'log' : null,
  });
}

function stepWords(step: StepDetail, now: number): string {
  const { status, durationMs, startedAt, failure, blockedBy } = step;
  if (status === 'running') return elapsedText(now - (startedAt ?? now));
  if (status === 'failed' && failure !== null) return briefFailure(failureFacts(failure));
  if (status === 'blocked') return blockedBy === null ? 'blocked' : `blocked by ${blockedBy}`;
  if (status === 'succeeded') return durationMs === null ? '' : durationText(durationMs);
  return STATUS_WORDS[status];
}

const STATUS_WORDS: Readonly<Record<StepStatus, string>> = {
  waiting: 'waiting',
  running: 'running',
  succeeded: '',
  reused: 'reused',
  failed: 'failed',
  blocked: 'blocked',
  cancelled: 'cancelled',
};

/** The outputs and logs of a step of a run. */
export function runStepChildren(file: string, detail: RunDetail, name: string): OutlineItem[] {
  const step = detail.steps.find((one) => one.name === name);
  const { id } = detail.head;
  const outputs = (step?.outputs ?? []).map((output) =>
    item({
      node: { kind: 'run-output', file, id, step: name, path: output.path },
      label: output.path,
      description: amountOf(output),
      tooltip: outputTooltip(output),
      icon: { id: output.files === 1 ? 'file' : 'folder' },
      context: `output ${output.digest === null ? 'several' : 'single'}`,
      click: output.digest === null ? null : 'open',
    }),
  );
  const several = (step?.logs.length ?? 0) > 1;
  const logs = (step?.logs ?? []).map((log, at) =>
    item({
      node: { kind: 'log', file, id, log },
      label: several ? `Log, attempt ${at + 1}` : 'Log',
      icon: { id: 'output' },
      context: 'log',
      click: 'log',
    }),
  );
  return [...outputs, ...logs];
}

/** What a run saw of the machine. */
export function runEnvironment(file: string, { head, environment }: RunDetail): OutlineItem[] {
  const system = environment?.system;
  const machine =
    system === undefined
      ? []
      : [['machine', `${system.distribution ?? system.platform} ${system.architecture}`]];
  return [...machine, ...environmentRows(environment)].flatMap(([what = '', value = '']) =>
    value === '' ? [] : [note(file, `${head.id} ${what}`, what, value)],
  );
}
