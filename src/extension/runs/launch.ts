import * as fs from 'node:fs/promises';
import * as path from 'node:path';

import * as vscode from 'vscode';

import { processHost } from '../../base/host';
import { newRunId } from '../../records/runId';
import { listText } from '../../present/amounts';
import type { Answered } from '../engine/commandCalls';
import type { CommandLine } from '../engine/commandLine';
import { isInProject } from '../pipelines/pipeline';
import type { Pipeline } from '../pipelines/pipeline';
import { askToEnd } from './askToEnd';

/** A run that was started from this window. */
export interface Launched {
  readonly id: string;
  readonly pipeline: Pipeline;
  readonly ended: Promise<Answered>;
}

/** Starts a run in a process of its own, which a reload of the window does not end. */
export async function launch(
  commandLine: CommandLine,
  pipeline: Pipeline,
  args: readonly string[],
): Promise<Launched> {
  const scope = vscode.Uri.file(pipeline.file);
  await saveFiles(pipeline, scope);
  const id = newRunId(processHost(), await runsOf(pipeline));
  const jobs = vscode.workspace.getConfiguration('reprise', scope).get<number | null>('jobs');
  const more = jobs ? ['--jobs', String(jobs)] : [];
  const ended = commandLine.start([...args, '-f', pipeline.file, ...more], {
    cwd: pipeline.folder,
    id,
  });
  return { id, pipeline, ended };
}

/** The names of all runs that are on record. */
async function runsOf({ view, folder }: Pipeline): Promise<string[]> {
  const runs = path.join(view.head?.root ?? folder, '.reprise', 'runs');
  return fs.readdir(runs).catch(() => []); // nothing has run yet
}

/** Asks a run to end, whoever started it. `ended`: of one that was started here and may not have begun yet. */
export async function cancelRun(
  { view, folder }: Pipeline,
  id: string,
  ended?: Promise<unknown>,
): Promise<void> {
  const run = path.join(view.head?.root ?? folder, '.reprise', 'runs', id);
  try {
    await askToEnd(run, ended === undefined ? {} : { ended });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(`The run ${id} cannot be cancelled: ${why}`);
  }
}

/** Where a verify finds programs: what the setting says. */
export function environmentOf({ file }: Pipeline): string {
  const settings = vscode.workspace.getConfiguration('reprise', vscode.Uri.file(file));
  return settings.get<string>('verifyEnvironment', 'recorded');
}

/** What runs is what lies on the disk, so what stands in editors is saved before. */
async function saveFiles(pipeline: Pipeline, scope: vscode.Uri): Promise<void> {
  const settings = vscode.workspace.getConfiguration('reprise', scope);
  const wanted = settings.get<boolean>('saveBeforeRun', true);
  if (!wanted) return;
  const unsaved = vscode.workspace.textDocuments.filter(
    ({ isDirty, isUntitled, uri }) =>
      isDirty && !isUntitled && uri.scheme === 'file' && isInProject(pipeline, uri.fsPath),
  );
  const saved = await Promise.all(unsaved.map((document) => document.save()));
  const left = unsaved.filter((_, at) => saved[at] !== true).map(({ uri }) => uri);
  if (left.length === 0) return;
  const names = left.map((uri) => vscode.workspace.asRelativePath(uri));
  void vscode.window.showWarningMessage(
    `Not saved: ${listText(names, 3)}. What runs is what lies on the disk.`,
  );
}
