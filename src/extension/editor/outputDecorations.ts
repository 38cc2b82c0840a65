import * as path from 'node:path';

import * as vscode from 'vscode';

import { outputDecorations } from '../../present/decorations';
import type { Decoration } from '../../present/decorations';
import type { Pipeline } from '../pipelines/pipeline';
import type { Pipelines } from '../pipelines/pipelines';

/** Signs beside outputs in the file explorer: verified, differs, stale. */
export class OutputDecorations implements vscode.FileDecorationProvider {
  readonly #pipelines: Pipelines;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeFileDecorations = this.#changed.event;
  /** By absolute path of an output, for each pipeline. */
  readonly #known = new Map<Pipeline, Decorations>();

  constructor(pipelines: Pipelines) {
    this.#pipelines = pipelines;
    pipelines.onDidChange(({ pipeline }) => {
      // VS Code asks for every file it shows, so nobody is told where nothing has changed
      if (this.#look(pipeline)) this.#changed.fire(undefined);
    });
    pipelines.onDidChangeList(() => this.#lookAtAll());
    this.#lookAtAll();
  }

  provideFileDecoration({ scheme, fsPath }: vscode.Uri): vscode.FileDecoration | undefined {
    if (scheme !== 'file') return undefined;
    let decoration: Decoration | undefined;
    // of two pipelines with one output the last counts
    for (const each of this.#known.values()) decoration = each.get(fsPath) ?? decoration;
    if (decoration === undefined) return undefined;
    const { badge, words, color } = decoration;
    return new vscode.FileDecoration(
      badge,
      `Reprise: ${words}`,
      color === undefined ? undefined : new vscode.ThemeColor(color),
    );
  }

  #lookAtAll(): void {
    const { list } = this.#pipelines;
    const gone = [...this.#known.keys()].filter((pipeline) => !list.includes(pipeline));
    for (const pipeline of gone) this.#known.delete(pipeline);
    const changed = list.filter((pipeline) => this.#look(pipeline));
    if (gone.length + changed.length > 0) this.#changed.fire(undefined);
  }

  /** Whether the outputs of a pipeline bear other signs now. */
  #look(pipeline: Pipeline): boolean {
    const now = new Map<string, Decoration>();
    for (const [output, decoration] of outputDecorations(pipeline.view)) {
      for (const name of namesOf(pipeline, output)) now.set(name, decoration);
    }
    const before = this.#known.get(pipeline);
    this.#known.set(pipeline, now);
    return !areSame(before ?? NONE, now);
  }
}

type Decorations = ReadonlyMap<string, Decoration>;

const NONE: Decorations = new Map();

function areSame(before: Decorations, now: Decorations): boolean {
  if (before.size !== now.size) return false;
  for (const [file, { badge, words, color }] of now) {
    const other = before.get(file);
    if (other?.badge !== badge || other.words !== words || other.color !== color) return false;
  }
  return true;
}

/** What VS Code may call an output: by the project's folder, with links followed, and as the pipeline file is called. */
function namesOf({ view: { head }, folder }: Pipeline, output: string): string[] {
  if (head === null) return [];
  const real = path.join(head.real.root, output);
  const own = path.dirname(head.real.file) + path.sep;
  const beside = real.startsWith(own) ? [path.join(folder, real.slice(own.length))] : [];
  return [path.join(head.root, output), real, ...beside];
}
