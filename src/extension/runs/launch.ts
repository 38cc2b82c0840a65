import * as fs from 'node:fs/promises';
import * as path from 'node:path';

import * as vscode from 'vscode';

import { processHost } from '../../base/host';
import { newRunId } from '../../records/runId';
import type { Answered, CommandLine } from '../engine/commandLine';
import type { Pipeline } from '../pipelines/pipeline';

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
  await saveFiles(pipeline);
  const id = newRunId(processHost());
  const jobs = vscode.workspace.getConfiguration('reprise').get<number | null>('jobs');
  const more = jobs ? ['--jobs', String(jobs)] : [];
  const ended = commandLine.start([...args, '-f', pipeline.file, ...more], {
    cwd: pipeline.folder,
    id,
  });
  return { id, pipeline, ended };
}

/** Asks a run to end, whoever started it: it looks for this file. */
export async function cancelRun({ view, folder }: Pipeline, id: string): Promise<void> {
  const root = view.head?.root ?? folder;
  await fs.writeFile(path.join(root, '.reprise', 'runs', id, 'cancel'), '');
}

/** What runs is what lies on the disk, so what stands in editors is saved before. */
async function saveFiles({ view, folder }: Pipeline): Promise<void> {
  const wanted = vscode.workspace.getConfiguration('reprise').get<boolean>('saveBeforeRun', true);
  if (!wanted) return;
  const root = (view.head?.root ?? folder) + path.sep;
  const unsaved = vscode.workspace.textDocuments.filter(
    ({ isDirty, isUntitled, uri }) =>
      isDirty && !isUntitled && uri.scheme === 'file' && uri.fsPath.startsWith(root),
  );
  await Promise.all(unsaved.map((document) => document.save()));
}
