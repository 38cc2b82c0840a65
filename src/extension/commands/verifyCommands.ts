import * as vscode from 'vscode';

import { verifyEnding } from '../../present/endings';
import { nameOf } from '../../present/outline/pipelineItems';
import type { Report } from '../../records/report';
import type { Answered } from '../engine/commandCalls';
import type { Pipeline } from '../pipelines/pipeline';
import { environmentOf } from '../runs/launch';
import { askTrust } from '../trust';
import { choosePipeline, chooseVersion } from './choose';
import type { Target } from './choose';
import { freeFolder } from './freeFolder';
import type { Services } from './services';
import { tellFailure } from './tellFailure';

/** *Re-run & Verify…*: runs a saved version again in a clean room and compares every output. */
export async function verifyVersion(services: Services, target: Target): Promise<void> {
  if (!(await askTrust('Verifying a version'))) return;
  const pipeline = await choosePipeline(services.pipelines, target);
  if (pipeline === undefined) return;
  const label = await chooseVersion(pipeline, target, 'Re-run and verify which version?');
  if (label === undefined) return;
  await verifyAndTell(services, pipeline, label);
}

/** Verifies a version and tells the end; the run that has the report, or null where there is none. */
export async function verifyAndTell(
  services: Services,
  pipeline: Pipeline,
  label: string,
): Promise<string | null> {
  const name = nameOf(pipeline.view);
  const { id, answered } = await services.runs.accompany(pipeline, {
    args: ['verify', label, '--environment', environmentOf(pipeline)],
    doing: 'Verifying',
    what: `${name} ${label}`,
  });
  const report = reportOf(answered);
  if (report === null) {
    await tellFailure(services, answered);
    return null;
  }
  void services.runs.tell(verifyEnding(name, report), async (button) => {
    if (button === 'show-log') services.runs.showRun(pipeline, id);
    else await services.pages.openReport(pipeline, id, { first: button === 'first-difference' });
  });
  return id;
}

/** The report that a document is; null where it is something else. */
function reportOf({ document }: Answered): Report | null {
  return document !== null && 'verdict' in document ? (document as unknown as Report) : null;
}

/** *Load Version into Folder…*: fills an empty folder with what a version was. */
export async function loadVersion(services: Services, target: Target): Promise<void> {
  if (!(await askTrust('Loading a version'))) return;
  const pipeline = await choosePipeline(services.pipelines, target);
  if (pipeline === undefined) return;
  const label = await chooseVersion(pipeline, target, 'Load which version?');
  if (label === undefined) return;
  const name = nameOf(pipeline.view);
  const own = `${name.replace(/[^\w.-]+/g, '-')}-${label}`;
  const [chosenFolder] =
    (await vscode.window.showOpenDialog({
      canSelectFolders: true,
      canSelectFiles: false,
      openLabel: `Load ${label} Here`,
      title: `Load ${label} into an empty folder, or as “${own}” into any other`,
    })) ?? [];
  if (chosenFolder === undefined) return;
  const isEmpty = (await vscode.workspace.fs.readDirectory(chosenFolder)).length === 0;
  const folder = isEmpty ? chosenFolder : await freeFolder(chosenFolder, own);
  const answered = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `Loading ${label}`,
      cancellable: true,
    },
    (_, token) =>
      services.commandLine.ask(['load', label, folder.fsPath, '--outputs', '-f', pipeline.file], {
        cwd: pipeline.folder,
        token,
      }),
  );
  if (answered.exit === null) return; // cancelled
  if (answered.exit !== 0) return tellFailure(services, answered);
  const open = 'Open in New Window';
  const chosen = await vscode.window.showInformationMessage(
    `${name} ${label} is loaded into ${folder.fsPath}.`,
    open,
  );
  if (chosen === open) {
    await vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow: true });
  }
}
