import * as vscode from 'vscode';

import { countText } from '../../present/amounts';
import { runEnding } from '../../present/endings';
import { nameOf } from '../../present/outline/pipelineItems';
import { liveWords } from '../../present/outline/runItems';
import type { RunHead } from '../../records/pastModel';
import type { RunRecord } from '../../records/runModel';
import type { Answered } from '../engine/commandCalls';
import type { Pipeline } from '../pipelines/pipeline';
import { cancelRun } from '../runs/launch';
import { askTrust } from '../trust';
import { choosePipeline, chooseStep, placeOf } from './choose';
import type { Target } from './choose';
import type { Services } from './services';
import { tellFailure } from './tellFailure';

/** *Run Pipeline*: brings the workspace up to date. */
export async function runPipeline(services: Services, target: Target): Promise<void> {
  if (!(await askTrust('Running a pipeline'))) return;
  const pipeline = await choosePipeline(services.pipelines, target);
  if (pipeline !== undefined) await run(services, pipeline, []);
}

/** *Run to Step…*: as far as one step, with what it needs. */
export async function runToStep(services: Services, target: Target): Promise<void> {
  if (!(await askTrust('Running a pipeline'))) return;
  const pipeline = await choosePipeline(services.pipelines, target);
  if (pipeline === undefined) return;
  const step = await chooseStep(pipeline, target, 'Run as far as which step?');
  if (step !== undefined) await run(services, pipeline, [step]);
}

/** *Cancel Run*: ends every process of a run that is going on, whoever started it; of several it asks which. */
export async function cancel(services: Services, target: Target): Promise<void> {
  const place = placeOf(target);
  const ofWhom = place === undefined ? undefined : services.pipelines.of(place.file);
  const live = liveRuns(ofWhom === undefined ? services.pipelines.list : [ofWhom]);
  const meant = live.filter(({ id }) => place?.run === undefined || place.run === id);
  if (meant.length === 0) {
    void vscode.window.showInformationMessage('Nothing is running that could be cancelled.');
    return;
  }
  const chosen = meant.length === 1 ? meant : await chooseLive(meant);
  for (const { pipeline, id } of chosen) await cancelRun(pipeline, id);
}

interface LiveRun {
  readonly pipeline: Pipeline;
  readonly id: string;
  readonly run: RunHead;
}

function liveRuns(pipelines: readonly Pipeline[]): LiveRun[] {
  return pipelines.flatMap((pipeline) =>
    (pipeline.view.past?.runs ?? [])
      .filter(({ status }) => status === 'running')
      .map((run) => ({ pipeline, id: run.id, run })),
  );
}

/** None where the person thinks better of it; all of them only where that is chosen. */
async function chooseLive(live: readonly LiveRun[]): Promise<readonly LiveRun[]> {
  const now = Date.now();
  const rows = live.map((one) => ({
    label: nameOf(one.pipeline.view),
    description: `${one.run.purpose === 'run' ? '' : `${one.run.version ?? ''} · `}${liveWords(one.run, now)}`,
    detail: `${one.pipeline.view.shown} · ${one.id}`,
    meant: [one],
  }));
  const all = { label: 'All of them', description: countText(live.length, 'run'), meant: live };
  const picked = await vscode.window.showQuickPick([...rows, all], {
    placeHolder: 'Cancel which run?',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.meant ?? [];
}

async function run(
  services: Services,
  pipeline: Pipeline,
  targets: readonly string[],
): Promise<void> {
  const name = nameOf(pipeline.view);
  const what = targets.length === 0 ? name : `${name} to ${targets.join(', ')}`;
  const { id, answered } = await services.runs.accompany(pipeline, {
    args: ['run', ...targets],
    doing: 'Running',
    what,
  });
  const record = runOf(answered);
  if (record === null) return tellFailure(services, answered);
  const label = pipeline.view.head?.version ?? null;
  const saved = pipeline.view.past?.versions.some((version) => version.label === label) ?? false;
  const ending = runEnding(name, record, { mayBeSaved: !saved });
  if (ending === null) return;
  await services.runs.tell(ending, async (button) => {
    if (button === 'save') {
      await vscode.commands.executeCommand('reprise.saveVersion', { file: pipeline.file });
    } else services.runs.showRun(pipeline, id);
  });
}

/** The run that a document tells of; null where it tells of something else. */
export function runOf({ document }: Answered): RunRecord | null {
  return document !== null && Array.isArray(document['steps']) && 'run' in document
    ? (document as unknown as RunRecord)
    : null;
}
