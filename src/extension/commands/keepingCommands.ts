import * as vscode from 'vscode';

import { countText, sizeText } from '../../present/amounts';
import { nameOf } from '../../present/outline/pipelineItems';
import type { Pipeline } from '../pipelines/pipeline';
import { askTrust } from '../trust';
import { choosePipeline, chooseRun } from './choose';
import type { Target } from './choose';
import type { Services } from './services';
import { tellFailure } from './tellFailure';

/** *Pin Run*: keeps a run and its bytes, or lets go of them. */
export async function pinRun(services: Services, target: Target): Promise<void> {
  const pipeline = await choosePipeline(services.pipelines, target);
  if (pipeline === undefined || !(await askTrust('Pinning a run'))) return;
  const id = await chooseRun(pipeline, target, 'Pin or unpin which run?');
  if (id === undefined) return;
  const pinned = pipeline.view.past?.runs.find((run) => run.id === id)?.pinned ?? false;
  await call(services, pipeline, [pinned ? 'unpin' : 'pin', id]);
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

/** *Free Space…*: says what nobody needs any more, and removes it where that is wanted. */
export async function freeSpace(services: Services, target: Target): Promise<void> {
  const pipeline = await choosePipeline(services.pipelines, target);
  if (pipeline === undefined || !(await askTrust('Freeing space'))) return;
  const dry = await withToken('Looking for what nobody needs', (token) =>
    services.commandLine.ask(['gc', '--dry-run', '-f', pipeline.file], {
      cwd: pipeline.folder,
      token,
    }),
  );
  if (dry.exit === null) return;
  if (dry.exit !== 0) return tellFailure(services, dry);
  const objects = numberIn(dry.document, 'objects');
  const bytes = numberIn(dry.document, 'bytes');
  if (objects === 0) {
    void vscode.window.showInformationMessage('Nothing to free: everything is still needed.');
    return;
  }
  const free = `Free ${sizeText(bytes)}`;
  const chosen = await vscode.window.showWarningMessage(
    `No version, no pinned and no recent run needs ${countText(objects, 'stored object')} of ${sizeText(bytes)}.`,
    { modal: true, detail: 'They cannot be brought back.' },
    free,
  );
  if (chosen !== free) return;
  const done = await withToken('Freeing space', (token) =>
    services.commandLine.ask(['gc', '-f', pipeline.file], { cwd: pipeline.folder, token }),
  );
  if (done.exit !== 0) return tellFailure(services, done);
  void vscode.window.showInformationMessage(`${sizeText(numberIn(done.document, 'bytes'))} freed.`);
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
