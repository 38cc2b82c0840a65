import * as vscode from 'vscode';

import { nextLabel } from '../../present/nextLabel';
import { nameOf } from '../../present/outline/pipelineItems';
import { isLabel } from '../../engine/labels';
import type { Pipeline } from '../pipelines/pipeline';
import { askTrust } from '../trust';
import { choosePipeline, placeOf } from './choose';
import type { Target } from './choose';
import type { Services } from './services';
import { tellFailure } from './tellFailure';

/** *Set Version…*: writes the label into the pipeline file, in the editor, so that it can be undone. */
export async function setVersion(services: Services, target: Target): Promise<void> {
  const pipeline = await choosePipeline(services.pipelines, target);
  if (pipeline === undefined) return;
  const label = placeOf(target)?.label ?? (await askLabel(pipeline));
  if (label !== undefined) await writeLabel(services, pipeline, label);
}

/** *Save Version…*: names the latest run for good. */
export async function saveVersion(services: Services, target: Target): Promise<void> {
  if (!(await askTrust('Saving a version'))) return;
  const pipeline = await choosePipeline(services.pipelines, target);
  if (pipeline === undefined) return;
  const run = placeOf(target)?.run;
  // a lens names what stands in the editor, which need not lie on the disk yet
  const own = placeOf(target)?.label ?? pipeline.view.head?.version ?? null;
  const saved = labelsOf(pipeline);
  let label = own;
  if (run !== undefined || own === null || saved.includes(own)) {
    label = (await askLabel(pipeline)) ?? null;
    if (label === null) return;
    if (run === undefined && label !== own) await writeLabel(services, pipeline, label);
  }
  if (label === null) return;
  const message = await vscode.window.showInputBox({
    title: `Save ${label}`,
    prompt: 'A message for those who come later. Enter saves without one.',
    placeHolder: 'Message (optional)',
  });
  if (message === undefined) return;
  const answered = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Saving ${label}` },
    () =>
      services.commandLine.ask(
        [
          'save',
          label,
          '-f',
          pipeline.file,
          ...(run === undefined ? [] : ['--run', run]),
          ...(message === '' ? [] : ['--message', message]),
        ],
        { cwd: pipeline.folder },
      ),
  );
  if (answered.exit !== 0) return tellFailure(services, answered);
  await pipeline.refresh();
  const verify = 'Re-run & Verify';
  const same = answered.document?.['outcome'] === 'same';
  const name = `${nameOf(pipeline.view)} ${label}`;
  const chosen = await vscode.window.showInformationMessage(
    same ? `${name} was saved before, with the very same content.` : `${name} is saved.`,
    verify,
  );
  if (chosen === verify) {
    await vscode.commands.executeCommand('reprise.verify', { file: pipeline.file, label });
  }
}

function askLabel(pipeline: Pipeline): Thenable<string | undefined> {
  const own = pipeline.view.head?.version ?? null;
  const saved = labelsOf(pipeline);
  const free = own !== null && !saved.includes(own);
  return vscode.window.showInputBox({
    title: `Version of ${nameOf(pipeline.view)}`,
    prompt: saved.length === 0 ? 'Nothing is saved yet.' : `Saved: ${saved.slice(0, 8).join(', ')}`,
    value: free ? own : nextLabel(own, saved),
    validateInput: (text) => {
      if (!isLabel(text)) return 'A label is letters, digits and . _ + -, at most 64 of them.';
      const taken = saved.some((label) => label.toLowerCase() === text.toLowerCase());
      return taken ? `${text} is saved already, and what is saved does not change.` : null;
    },
  });
}

/** Changes nothing but the label, and saves the file where nothing else stood unsaved in it. */
async function writeLabel(
  { language }: Services,
  pipeline: Pipeline,
  label: string,
): Promise<void> {
  const document = await vscode.workspace.openTextDocument(pipeline.file);
  let answer: Awaited<ReturnType<typeof language.labelEdit>> = null;
  // null where somebody types meanwhile: then the text of now is asked for
  for (let asked = 0; answer === null && asked < MOST_ASKED; asked++) {
    answer = await language.labelEdit(document, label);
  }
  if (answer === null)
    throw new Error(`${pipeline.view.shown} changes too fast to be written into.`);
  const change = answer.edit;
  if (change === null) return;
  const wasUnsaved = document.isDirty;
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(
    document.positionAt(change.start),
    document.positionAt(change.end),
  );
  edit.replace(document.uri, range, change.text);
  const isDone = await vscode.workspace.applyEdit(edit);
  if (isDone && !wasUnsaved) await document.save();
}

const MOST_ASKED = 20;

function labelsOf({ view }: Pipeline): string[] {
  return (view.past?.versions ?? []).map(({ label }) => label);
}
