import * as vscode from 'vscode';

import type { Pipelines } from '../pipelines/pipelines';
import { cancelRun, environmentOf } from '../runs/launch';
import type { RunCentre } from '../runs/runCentre';
import { RunTerminal } from '../runs/runTerminal';
import { mayRun } from '../trust';

/** What `tasks.json` says of a task of type `reprise`. */
interface Definition extends vscode.TaskDefinition {
  /** `run` or `verify`. */
  readonly command: 'run' | 'verify';
  /** The pipeline file, relative to the workspace folder. */
  readonly file: string;
  /** Of a run: how far. */
  readonly step?: string;
  /** Of a verify: which version. */
  readonly version?: string;
}

/** Run and verify as tasks, for build chains and key bindings. */
export class TaskProvider implements vscode.TaskProvider {
  readonly #pipelines: Pipelines;
  readonly #runs: RunCentre;

  constructor(pipelines: Pipelines, runs: RunCentre) {
    this.#pipelines = pipelines;
    this.#runs = runs;
  }

  async provideTasks(): Promise<vscode.Task[]> {
    if (!mayRun()) return [];
    await this.#pipelines.found;
    return this.#pipelines.list.flatMap((pipeline) => {
      const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(pipeline.file));
      if (folder === undefined) return [];
      const file = vscode.workspace.asRelativePath(pipeline.file, false);
      const type = 'reprise';
      const versions = (pipeline.view.past?.versions ?? []).slice(0, MOST_VERSIONS);
      return [
        this.#task({ type, command: 'run', file }, folder),
        ...versions.map(({ label }) =>
          this.#task({ type, command: 'verify', file, version: label }, folder),
        ),
      ];
    });
  }

  resolveTask(task: vscode.Task): vscode.Task | undefined {
    const definition = task.definition as Definition;
    const { command, file, version } = definition;
    // anybody may have written it, and what else the command line can do is no task
    if (!COMMANDS.includes(command)) return undefined;
    if (!file || (command === 'verify' && !version)) return undefined;
    const { scope } = task;
    if (scope === undefined || typeof scope === 'number') return undefined;
    return this.#task(definition, scope);
  }

  #task(definition: Definition, folder: vscode.WorkspaceFolder): vscode.Task {
    const { command, file, step, version } = definition;
    const what = command === 'run' ? (step ?? '') : (version ?? '');
    const task = new vscode.Task(
      definition,
      folder,
      `${command} ${file}${what === '' ? '' : ` ${what}`}`,
      'reprise',
      new vscode.CustomExecution(() => this.#execute(definition, folder)),
    );
    task.presentationOptions = { echo: false, clear: false };
    if (command === 'run') task.group = vscode.TaskGroup.Build;
    else task.group = vscode.TaskGroup.Test;
    return task;
  }

  async #execute(
    { command, file, step, version }: Definition,
    folder: vscode.WorkspaceFolder,
  ): Promise<vscode.Pseudoterminal> {
    await this.#pipelines.found; // a task may be what the extension is started for
    const pipeline = this.#pipelines.of(vscode.Uri.joinPath(folder.uri, file).fsPath);
    if (pipeline === undefined) throw new Error(`${file} is no pipeline file of ${folder.name}.`);
    const args =
      command === 'run'
        ? ['run', ...(step ? [step] : [])]
        : ['verify', version ?? '', '--environment', environmentOf(pipeline)];
    const started = await this.#runs.start(pipeline, args);
    const exit = started.ended.then(({ exit: code }) => code ?? 130);
    return new RunTerminal(pipeline, started.id, {
      exit,
      cancel: () => void cancelRun(pipeline, started.id, started.ended),
    });
  }
}

const COMMANDS: readonly string[] = ['run', 'verify'];
/** As many verify tasks are offered for one pipeline. */
const MOST_VERSIONS = 10;
