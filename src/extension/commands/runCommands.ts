import * as vscode from 'vscode';

import { runEnding } from '../../present/endings';
import { nameOf } from '../../present/outline/pipelineItems';
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

/** *Cancel Run*: ends every process of the run that is going on, whoever started it. */
export async function cancel(services: Services, target: Target): Promise<void> {
  const place = placeOf(target);
  for (const pipeline of services.pipelines.list) {
    if (place !== undefined && place.file !== pipeline.file) continue;
    const live = (pipeline.view.past?.runs ?? []).filter(({ status }) => status === 'running');
    for (const { id } of live) {
      if (place?.run === undefined || place.run === id) await cancelRun(pipeline, id);
    }
  }
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
