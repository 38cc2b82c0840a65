import * as vscode from 'vscode';

import type { StepStanding } from '../../records/statusModel';
import type { CommandLine } from '../engine/commandLine';
import { mayRun } from '../trust';
import { isInProject, isLive } from './pipeline';
import type { Pipeline } from './pipeline';
import type { Pipelines } from './pipelines';

/**
 * Finds out how the steps of the workspace stand, in a process of its own, one at a time and never while a
 * run of the project is live: everything it looks at is changing then.
 */
export class Standings implements vscode.Disposable {
  readonly #commandLine: CommandLine;
  readonly #pipelines: Pipelines;
  readonly #waiting = new Set<Pipeline>();
  readonly #lively = new Set<Pipeline>();
  readonly #rests = new WeakMap<Pipeline, string>();
  readonly #disposables: { dispose(): unknown }[];
  #timer: NodeJS.Timeout | null = null;
  #busy = false;
  #lastLook = 0;
  /** A look that is under way when the window closes is of no use to anybody. */
  readonly #closing = new vscode.CancellationTokenSource();

  constructor(pipelines: Pipelines, commandLine: CommandLine) {
    this.#pipelines = pipelines;
    this.#commandLine = commandLine;
    const watcher = vscode.workspace.createFileSystemWatcher('**/*');
    const touched = (uri: vscode.Uri): void => this.#touched(uri);
    this.#disposables = [
      watcher,
      watcher.onDidChange(touched),
      watcher.onDidCreate(touched),
      watcher.onDidDelete(touched),
      pipelines.onDidChange(({ pipeline, what }) => {
        if (what !== 'standing') {
          this.#afterRun(pipeline);
          this.#afterRecords(pipeline);
        }
        if (what === 'all') this.#look(pipeline);
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.lookAgain()),
      // packages are watched by nobody, nor is all that lies outside the window
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused && performance.now() - this.#lastLook > AWAY_MS) this.lookAgain();
      }),
    ];
  }

  /** Looks at all of them again. */
  lookAgain(): void {
    for (const pipeline of this.#pipelines.list) this.#look(pipeline);
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#waiting.clear();
    this.#closing.cancel();
    this.#closing.dispose();
    for (const one of this.#disposables) one.dispose();
  }

  #touched({ scheme, fsPath }: vscode.Uri): void {
    if (scheme !== 'file' || OURS.test(fsPath)) return;
    for (const pipeline of this.#pipelines.list) {
      if (isInProject(pipeline, fsPath)) this.#look(pipeline);
    }
  }

  #afterRun(pipeline: Pipeline): void {
    if (isLive(pipeline)) this.#lively.add(pipeline);
    else if (this.#lively.delete(pipeline)) {
      // how it stood before the run is wrong now, so nothing is said until it is known
      if (mayRun()) pipeline.tellStanding({ state: 'checking', last: null });
      this.#look(pipeline);
    }
  }

  /** What the last runs made is what the steps are held against: where those come or go, another answer is due. */
  #afterRecords(pipeline: Pipeline): void {
    const { past } = pipeline.view;
    if (past === null || isLive(pipeline)) return;
    const newest = past.runs.slice(0, NEWEST).filter(({ purpose }) => purpose === 'run');
    const rests = [past.root, past.exists, ...newest.map(({ id }) => id)].join(' ');
    const before = this.#rests.get(pipeline);
    this.#rests.set(pipeline, rests);
    if (before === undefined || before === rests) return;
    if (mayRun()) pipeline.tellStanding({ state: 'checking', last: null });
    this.#look(pipeline);
  }

  #look(pipeline: Pipeline): void {
    const { view } = pipeline;
    if (!mayRun()) {
      if (view.standing.state !== 'untrusted') pipeline.tellStanding({ state: 'untrusted' });
      return;
    }
    this.#waiting.add(pipeline);
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#work(), SETTLE_MS);
  }

  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#lastLook = performance.now();
    try {
      for (let next = this.#next(); next !== undefined; next = this.#next()) await this.#find(next);
    } finally {
      this.#busy = false;
    }
  }

  #next(): Pipeline | undefined {
    const { list } = this.#pipelines;
    const busy = new Set(list.filter(isLive).map(rootOf));
    for (const pipeline of this.#waiting)
      if (!list.includes(pipeline)) this.#waiting.delete(pipeline);
    const next = [...this.#waiting].find((pipeline) => !busy.has(rootOf(pipeline)));
    if (next !== undefined) this.#waiting.delete(next);
    return next;
  }

  async #find(pipeline: Pipeline): Promise<void> {
    const { standing, head } = pipeline.view;
    if (head === null || head.errors > 0 || head.steps.length === 0) {
      pipeline.tellStanding({ state: 'unknown' });
      return;
    }
    const last = standing.state === 'known' ? standing.steps : null;
    if (last === null) pipeline.tellStanding({ state: 'checking', last });
    const { document, said } = await this.#commandLine
      .ask(['status', '-f', pipeline.file], {
        cwd: pipeline.folder,
        token: this.#closing.token,
      })
      .catch((error: unknown) => ({ document: null, said: String(error) }));
    const steps = document?.['steps'] as readonly StepStanding[] | undefined;
    const error = document?.['error'] as { readonly message?: string } | undefined;
    if (steps !== undefined) pipeline.tellStanding({ state: 'known', steps });
    else pipeline.tellStanding({ state: 'failed', why: error?.message ?? said.trim() });
  }
}

function rootOf({ view, folder }: Pipeline): string {
  return view.head?.real.root ?? folder;
}

/** What changes there says nothing of the steps. */
const OURS = /[\\/](\.reprise|\.git|node_modules|__pycache__|\.venv)([\\/]|$)/;
const SETTLE_MS = 600;
/** As many runs as are shown at least: to show more of them is no news. */
const NEWEST = 20;
/** Who comes back to the window after so long may have changed something elsewhere. */
const AWAY_MS = 60_000;
