import * as path from 'node:path';

import * as vscode from 'vscode';

import { countText } from '../../present/amounts';
import type { Answered } from '../engine/commandCalls';
import type { Pipeline } from '../pipelines/pipeline';
import { askTrust } from '../trust';
import { choosePipeline, chooseRun } from './choose';
import type { Target } from './choose';
import type { Services } from './services';
import { tellFailure } from './tellFailure';

/** *Delete Run…*: removes the record of a run, after asking; files of the user that it keeps only after asking again. */
export async function deleteRun(services: Services, target: Target): Promise<void> {
  const pipeline = await choosePipeline(services.pipelines, target);
  if (pipeline === undefined || !(await askTrust('Deleting a run'))) return;
  const id = await chooseRun(pipeline, target, 'Delete which run?');
  if (id === undefined) return;
  const remove = 'Delete';
  const chosen = await vscode.window.showWarningMessage(
    `Delete the run ${id}?`,
    {
      modal: true,
      detail: 'Its record and its logs go. Bytes that no version needs go with “Free Space…”.',
    },
    remove,
  );
  if (chosen !== remove) return;
  const call = (...more: readonly string[]): Promise<Answered> =>
    services.commandLine.ask(['rm', id, ...more, '-f', pipeline.file], { cwd: pipeline.folder });
  let answered = await call();
  const files = keptFiles(answered);
  if (files !== null) {
    if (!(await mayGo(pipeline, id, files))) return;
    answered = await call('--displaced');
  }
  if (answered.exit !== 0) await tellFailure(services, answered);
  await pipeline.refresh();
}

/** The user's files that a run keeps and for which it was not removed, relative to its folder; else null. */
function keptFiles({ document }: Answered): readonly string[] | null {
  const error = document?.['error'] as { code?: string; files?: readonly string[] } | undefined;
  return error?.code === 'run-has-displaced' ? (error.files ?? []) : null;
}

/** Whether the user's own files may go with the run. Enter shows them, and deletes nothing. */
async function mayGo(pipeline: Pipeline, id: string, files: readonly string[]): Promise<boolean> {
  const show = 'Show the Files';
  const remove = 'Delete Run and Files';
  const names = files.slice(0, MOST_NAMES);
  const more = files.length - names.length;
  const chosen = await vscode.window.showWarningMessage(
    `The run ${id} keeps ${countText(files.length, 'file')} of yours that it moved aside.`,
    {
      modal: true,
      detail: [
        ...names,
        ...(more > 0 ? [`and ${more} more`] : []),
        '',
        'They may be the only copies. Deleted with the run, they cannot be brought back.',
      ].join('\n'),
    },
    show,
    remove,
  );
  if (chosen === show) await showFiles(pipeline, id, files);
  return chosen === remove;
}

async function showFiles(
  { view, folder }: Pipeline,
  id: string,
  files: readonly string[],
): Promise<void> {
  const run = path.join(view.head?.root ?? folder, '.reprise', 'runs', id);
  const picked = await vscode.window.showQuickPick(files, { placeHolder: run });
  if (picked === undefined) return;
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path.join(run, picked)));
}

/** A dialog of more lines would leave the screen. */
const MOST_NAMES = 10;
