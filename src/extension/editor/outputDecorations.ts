import * as path from 'node:path';

import * as vscode from 'vscode';

import { outputDecorations } from '../../present/decorations';
import type { Decoration } from '../../present/decorations';
import type { Pipelines } from '../pipelines/pipelines';

/** Signs beside outputs in the file explorer: verified, differs, stale. */
export class OutputDecorations implements vscode.FileDecorationProvider {
  readonly #pipelines: Pipelines;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeFileDecorations = this.#changed.event;
  #known: ReadonlyMap<string, Decoration> | null = null;

  constructor(pipelines: Pipelines) {
    this.#pipelines = pipelines;
    pipelines.onDidChange(() => this.#forget());
    pipelines.onDidChangeList(() => this.#forget());
  }

  provideFileDecoration({ scheme, fsPath }: vscode.Uri): vscode.FileDecoration | undefined {
    if (scheme !== 'file') return undefined;
    this.#known ??= this.#collect();
    const decoration = this.#known.get(fsPath);
    if (decoration === undefined) return undefined;
    const { badge, words, color } = decoration;
    return new vscode.FileDecoration(
      badge,
      `Reprise: ${words}`,
      color === undefined ? undefined : new vscode.ThemeColor(color),
    );
  }

  /** VS Code asks for every file it shows, so nobody is told where nothing has changed. */
  #forget(): void {
    const before = this.#known;
    this.#known = this.#collect();
    if (JSON.stringify([...(before ?? [])]) === JSON.stringify([...this.#known])) return;
    this.#changed.fire(undefined);
  }

  #collect(): ReadonlyMap<string, Decoration> {
    const all = new Map<string, Decoration>();
    for (const { view, folder } of this.#pipelines.list) {
      const root = view.head?.root ?? folder;
      for (const [output, decoration] of outputDecorations(view)) {
        all.set(path.join(root, output), decoration);
      }
    }
    return all;
  }
}
