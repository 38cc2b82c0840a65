import * as vscode from 'vscode';

import { countText, sizeText } from '../../present/amounts';
import { nameOf } from '../../present/outline/pipelineItems';
import type { Answered } from '../engine/commandCalls';
import type { Pipeline } from '../pipelines/pipeline';
import { askTrust } from '../trust';
import { choosePipeline, chooseRun } from './choose';
import type { Target } from './choose';
import type { Services } from './services';
import { tellFailure } from './tellFailure';

/** *Pin Run*: keeps a run and its bytes. */
export async function pinRun(services: Services, target: Target): Promise<void> {
  const pipeline = await choosePipeline(services.pipelines, target);
  if (pipeline === undefined || !(await askTrust('Pinning a run'))) return;
  const id = await chooseRun(pipeline, target, 'Pin which run?', ({ pinned }) => !pinned);
  if (id !== undefined) await call(services, pipeline, ['pin', id]);
}

/** *Unpin Run*: lets go of a run that was pinned. */
export async function unpinRun(services: Services, target: Target): Promise<void> {
  const pipeline = await choosePipeline(services.pipelines, target);
  if (pipeline === undefined || !(await askTrust('Unpinning a run'))) return;
  const id = await chooseRun(pipeline, target, 'Unpin which run?', ({ pinned }) => pinned);
  if (id !== undefined) await call(services, pipeline, ['unpin', id]);
}

/** *Check Store*: reads every stored byte again and proves it. */
export async function checkStore(services: Services, target: Target): Promise<void> {
  const pipeline = await choosePipeline(services.pipelines, target);
  if (pipeline === undefined || !(await askTrust('Checking the store'))) return;
  const answered = await withToken(`Checking the store of ${nameOf(pipeline.view)}`, (token) =>
    services.commandLine.ask(['fsck', '-f', pipeline.file], { cwd: pipeline.folder, token }),
  );
  if (answered.exit === null) return;
  if (answered.exit !== 0 && answered.exit !== 4) return tellFailure(services, answered);
  const findings = (answered.document?.['findings'] ?? []) as readonly unknown[];
  services.log.info(JSON.stringify(answered.document, null, 2));
  const show = 'Show Output';
  const chosen =
    answered.exit === 0
      ? await vscode.window.showInformationMessage('The store is whole.', show)
      : await vscode.window.showErrorMessage(
          `The store is damaged: ${countText(findings.length, 'finding')}.`,
          show,
        );
  if (chosen === show) services.log.show();
}

/** *Free Space…*: says what nobody needs any more, and removes exactly that where it is wanted. */
export async function freeSpace(services: Services, target: Target): Promise<void> {
  const pipeline = await choosePipeline(services.pipelines, target);
  if (pipeline === undefined || !(await askTrust('Freeing space'))) return;
  const gc = (title: string, ...args: readonly string[]): Thenable<Answered> =>
    withToken(title, (token) =>
      services.commandLine.ask(['gc', ...args, '-f', pipeline.file], {
        cwd: pipeline.folder,
        token,
      }),
    );
  for (let isNew = true; ; isNew = false) {
    const dry = await gc('Looking for what nobody needs', '--dry-run');
    if (dry.exit === null) return;
    if (dry.exit !== 0) return tellFailure(services, dry);
    if (!(await askToFree(dry, isNew))) return;
    const done = await gc('Freeing space', '--exactly', String(dry.document?.['digest']));
    if (codeOf(done) === 'not-as-told') continue; // what was agreed to is not what would go
    if (done.exit !== 0) return tellFailure(services, done);
    const freed = sizeText(numberIn(done.document, 'bytes'));
    void vscode.window.showInformationMessage(`${freed} freed.`);
    return;
  }
}

/** Whether what a dry run told of may go; `isNew`: nobody was asked before. */
async function askToFree({ document }: Answered, isNew: boolean): Promise<boolean> {
  const objects = numberIn(document, 'objects');
  const size = sizeText(numberIn(document, 'bytes'));
  const rooms = listIn(document, 'rooms').length;
  const temporary = listIn(document, 'temporary').length;
  if (objects + rooms + temporary === 0) {
    void vscode.window.showInformationMessage('Nothing to free: everything is still needed.');
    return false;
  }
  const what = [
    ...(objects > 0 ? [`${countText(objects, 'stored object')} of ${size}`] : []),
    ...(rooms > 0 ? [countText(rooms, 'room that a crash left', 'rooms that a crash left')] : []),
    ...(temporary > 0 ? [countText(temporary, 'left run folder')] : []),
  ].join(', and ');
  const free = objects > 0 ? `Free ${size}` : 'Free';
  const chosen = await vscode.window.showWarningMessage(
    `${isNew ? 'No' : 'Something has changed meanwhile. Now no'} version, no pinned and no recent run needs ${what}.`,
    { modal: true, detail: 'They cannot be brought back.' },
    free,
  );
  return chosen === free;
}

function codeOf({ document }: Answered): string | undefined {
  return (document?.['error'] as { readonly code?: string } | undefined)?.code;
}

async function call(
  services: Services,
  pipeline: Pipeline,
  args: readonly string[],
): Promise<void> {
  const answered = await services.commandLine.ask([...args, '-f', pipeline.file], {
    cwd: pipeline.folder,
  });
  if (answered.exit !== 0) await tellFailure(services, answered);
  await pipeline.refresh();
}

function withToken<T>(
  title: string,
  work: (token: vscode.CancellationToken) => Promise<T>,
): Thenable<T> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, (_, token) =>
    work(token),
  );
}

function numberIn(document: Readonly<Record<string, unknown>> | null, key: string): number {
  const value = document?.[key];
  return typeof value === 'number' ? value : 0;
}

function listIn(
  document: Readonly<Record<string, unknown>> | null,
  key: string,
): readonly unknown[] {
  const value = document?.[key];
  return Array.isArray(value) ? value : [];
}
