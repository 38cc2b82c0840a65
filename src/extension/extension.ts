import * as path from 'node:path';

import * as vscode from 'vscode';

import { registerCommands } from './commands/commandTable';
import { followContext } from './contextKeys';
import { OutputDecorations } from './editor/outputDecorations';
import { StatusBar } from './editor/statusBar';
import { CommandLine } from './engine/commandLine';
import { PastClient } from './engine/pastClient';
import { Pipelines } from './pipelines/pipelines';
import { Standings } from './pipelines/standings';
import { makePages } from './report/pages';
import { RunCentre } from './runs/runCentre';
import { registerSidebar } from './sidebar/registerSidebar';
import { TaskProvider } from './tasks/taskProvider';

/** Builds what the extension is made of, registers it, and hands it to VS Code to dispose of. */
export function activate(context: vscode.ExtensionContext): void {
  const dist = path.join(context.extensionPath, 'dist');
  const log = vscode.window.createOutputChannel('Reprise', { log: true });
  const { version } = context.extension.packageJSON as { version: string };
  log.info(`Reprise ${version}`);
  const past = new PastClient(dist);
  const pipelines = new Pipelines(past);
  const commandLine = new CommandLine(dist, context.globalStorageUri.fsPath, log);
  const runs = new RunCentre(pipelines, commandLine, log);
  const most = { context, log, pipelines, past, commandLine, runs };
  const pages = makePages(most);
  context.subscriptions.push(
    log,
    past,
    pipelines,
    runs,
    new Standings(pipelines, commandLine),
    new StatusBar(pipelines),
    registerCommands({ ...most, pages }),
    registerSidebar(pipelines, pages.filesOf),
    followContext(pipelines),
    vscode.window.registerFileDecorationProvider(new OutputDecorations(pipelines)),
    vscode.tasks.registerTaskProvider('reprise', new TaskProvider(pipelines, runs)),
  );
}
