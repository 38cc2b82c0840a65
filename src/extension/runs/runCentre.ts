import * as vscode from 'vscode';

import { BUTTON_WORDS } from '../../present/endings';
import type { Ending, EndingButton } from '../../present/endings';
import { liveWords } from '../../present/outline/runItems';
import { nameOf } from '../../present/outline/pipelineItems';
import type { Answered } from '../engine/commandCalls';
import type { CommandLine } from '../engine/commandLine';
import type { Pipeline } from '../pipelines/pipeline';
import type { Pipelines } from '../pipelines/pipelines';
import { cancelRun, launch } from './launch';
import type { Launched } from './launch';
import { RunTerminal } from './runTerminal';

/** Starts runs and accompanies them: progress, what steps print, cancel, and one sentence at the end. */
export class RunCentre implements vscode.Disposable {
  readonly #pipelines: Pipelines;
  readonly #commandLine: CommandLine;
  readonly #log: vscode.LogOutputChannel;
  readonly #terminals = new Map<string, vscode.Terminal>();
  readonly #closing: vscode.Disposable;

  constructor(pipelines: Pipelines, commandLine: CommandLine, log: vscode.LogOutputChannel) {
    this.#pipelines = pipelines;
    this.#commandLine = commandLine;
    this.#log = log;
    this.#closing = vscode.window.onDidCloseTerminal((closed) => {
      for (const [id, terminal] of this.#terminals) {
        if (terminal === closed) this.#terminals.delete(id);
      }
    });
  }

  dispose(): void {
    this.#closing.dispose();
  }

  /** Runs something of a pipeline to its end, with progress that names the steps and can be cancelled. */
  async accompany(
    pipeline: Pipeline,
    {
      args,
      doing,
      what,
    }: { readonly args: readonly string[]; readonly doing: string; readonly what: string },
  ): Promise<{ readonly id: string; readonly answered: Answered }> {
    const started = await launch(this.#commandLine, pipeline, args);
    this.#showTerminal(started, what);
    const location = vscode.ProgressLocation.Notification;
    const answered = await vscode.window.withProgress(
      { location, title: `${doing} ${what}`, cancellable: true },
      (progress, token) => this.#progress(started, { progress, token }),
    );
    this.#log.info(`run ${started.id} ended with ${String(answered.exit)}`);
    await pipeline.refresh();
    return { id: started.id, answered };
  }

  /** Starts something for a task, which shows its own terminal. */
  start(pipeline: Pipeline, args: readonly string[]): Promise<Launched> {
    return launch(this.#commandLine, pipeline, args);
  }

  /** Shows what the steps of a run print, or have printed. */
  showRun(pipeline: Pipeline, id: string, title = nameOf(pipeline.view)): void {
    const known = this.#terminals.get(id);
    if (known !== undefined) known.show();
    else this.#openTerminal(pipeline, { id, title }).show();
  }

  /** Tells how something ended; a button does what it says. */
  async tell(ending: Ending, act: (button: EndingButton) => Promise<unknown>): Promise<void> {
    const words = ending.buttons.map((button) => BUTTON_WORDS[button]);
    const show = {
      good: vscode.window.showInformationMessage,
      doubt: vscode.window.showWarningMessage,
      bad: vscode.window.showErrorMessage,
    }[ending.tone];
    const chosen = await show<string>(withUnits(ending.sentence), ...words);
    const button = ending.buttons.find((one) => BUTTON_WORDS[one] === chosen);
    if (button !== undefined) await act(button);
  }

  async #progress(
    { pipeline, id, ended }: Launched,
    {
      progress,
      token,
    }: {
      readonly progress: vscode.Progress<{ message?: string; increment?: number }>;
      readonly token: vscode.CancellationToken;
    },
  ): Promise<Answered> {
    const stopping = token.onCancellationRequested(() => void cancelRun(pipeline, id, ended));
    let done = 0;
    void pipeline.refresh();
    const watching = this.#pipelines.onDidChange((change) => {
      if (change.pipeline !== pipeline) return;
      const run = pipeline.view.past?.runs.find((one) => one.id === id);
      if (run === undefined || run.steps === 0) return;
      const over = run.steps - (run.counts.waiting ?? 0) - (run.counts.running ?? 0);
      const increment = ((over - done) / run.steps) * 100;
      done = over;
      progress.report({ message: liveWords(run, Date.now()), increment });
    });
    try {
      return await ended;
    } finally {
      watching.dispose();
      stopping.dispose();
    }
  }

  /** What earlier runs of a pipeline printed goes when the next begins; Show Log brings it back. */
  #closeEnded({ view }: Pipeline): void {
    for (const { id, status } of view.past?.runs ?? []) {
      if (status !== 'running') this.#terminals.get(id)?.dispose();
    }
  }

  #showTerminal({ pipeline, id, ended }: Launched, title: string): void {
    const when = vscode.workspace.getConfiguration('reprise').get<string>('showTerminal');
    if (when === 'never') return;
    this.#closeEnded(pipeline);
    this.#openTerminal(pipeline, { id, title, ended }).show(true);
  }

  #openTerminal(
    pipeline: Pipeline,
    {
      id,
      title,
      ended,
    }: { readonly id: string; readonly title: string; readonly ended?: Promise<unknown> },
  ): vscode.Terminal {
    const cancel = (): void => void cancelRun(pipeline, id, ended);
    const terminal = vscode.window.createTerminal({
      name: title,
      pty: new RunTerminal(pipeline, id, { cancel, ...(ended === undefined ? {} : { ended }) }),
      iconPath: new vscode.ThemeIcon('sync'),
      isTransient: true,
    });
    this.#terminals.set(id, terminal);
    return terminal;
  }
}

/** Keeps a number and its unit on one line. */
function withUnits(sentence: string): string {
  return sentence.replace(/(\d) (s|h|kB|MB|GB)\b/g, '$1\u00a0$2');
}
