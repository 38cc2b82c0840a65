import { began } from './began';

import * as path from 'node:path';

import * as vscode from 'vscode';

import { registerCommands } from './commands/commandTable';
import { goOnWithExample } from './commands/exampleWindow';
import { followContext } from './contextKeys';
import { LensProvider } from './editor/lensProvider';
import { OutputDecorations } from './editor/outputDecorations';
import { StatusBar } from './editor/statusBar';
import { CommandLine } from './engine/commandLine';
import { PastClient } from './engine/pastClient';
import { pipelineFacts } from './language/pipelineFacts';
import { registerLanguage } from './language/registerLanguage';
import { PIPELINE_DOCUMENTS } from './pipelines/pipelineFiles';
import { Pipelines } from './pipelines/pipelines';
import { Standings } from './pipelines/standings';
import { makePages } from './report/pages';
import { RunCentre } from './runs/runCentre';
import { PipelineTree } from './sidebar/pipelineTree';
import { registerSidebar } from './sidebar/registerSidebar';
import { TaskProvider } from './tasks/taskProvider';

/** What other extensions, and the tests, may ask of this one. */
export interface Api {
  /** The pipelines of the window, with what is known of each, and word of every change. */
  readonly pipelines: Pick<Pipelines, 'list' | 'of' | 'found' | 'onDidChange' | 'refresh'>;
  /** The rows of the sidebar. */
  readonly rows: Pick<PipelineTree, 'getChildren' | 'getTreeItem' | 'resolveTreeItem'>;
  /** Milliseconds that its code took to load and to activate, without VS Code's own time between the two. */
  readonly activationMs: number;
}

/** Builds what the extension is made of, registers it, and hands it to VS Code to dispose of. */
export function activate(context: vscode.ExtensionContext): Api {
  const start = performance.now();
  const dist = path.join(context.extensionPath, 'dist');
  const log = vscode.window.createOutputChannel('Reprise', { log: true });
  const { version } = context.extension.packageJSON as { version: string };
  log.info(`Reprise ${version}`);
  const past = new PastClient(dist);
  const pipelines = new Pipelines(past);
  const commandLine = new CommandLine(dist, context.globalStorageUri.fsPath, log);
  const runs = new RunCentre(pipelines, commandLine, log);
  const language = registerLanguage(dist, pipelineFacts(pipelines));
  const most = { context, log, pipelines, past, commandLine, runs, language };
  const pages = makePages(most);
  const rows = new PipelineTree(pipelines, pages.filesOf);
  const lenses = new LensProvider(pipelines, (document) => language.lensPlaces(document));
  context.subscriptions.push(
    log,
    past,
    pipelines,
    runs,
    new Standings(pipelines, commandLine),
    commandLine,
    new StatusBar(pipelines),
    registerCommands({ ...most, pages }),
    registerSidebar(pipelines, rows),
    language,
    vscode.languages.registerCodeLensProvider(PIPELINE_DOCUMENTS, lenses),
    followContext(pipelines),
    vscode.window.registerFileDecorationProvider(new OutputDecorations(pipelines)),
    vscode.tasks.registerTaskProvider('reprise', new TaskProvider(pipelines, runs)),
  );
  goOnWithExample(context).catch((error: unknown) => log.warn(String(error)));
  const activationMs = loadingMs + performance.now() - start;
  log.debug(`activated in ${activationMs.toFixed(1)} ms`);
  return { pipelines, rows, activationMs };
}

const loadingMs = performance.now() - began;
