import * as vscode from 'vscode';

import { statusItem } from '../../present/statusItem';
import type { Pipeline } from '../pipelines/pipeline';
import type { Pipelines } from '../pipelines/pipelines';

/** The status bar's word on the pipeline of the editor, or else on the first one of the window. */
export class StatusBar implements vscode.Disposable {
  readonly #pipelines: Pipelines;
  readonly #item: vscode.StatusBarItem;
  readonly #disposables: { dispose(): unknown }[];

  constructor(pipelines: Pipelines) {
    this.#pipelines = pipelines;
    this.#item = vscode.window.createStatusBarItem(
      'reprise.verdict',
      vscode.StatusBarAlignment.Left,
      10,
    );
    this.#item.name = 'Reprise';
    const show = (): void => this.#show();
    this.#disposables = [
      this.#item,
      pipelines.onDidChange(show),
      pipelines.onDidChangeList(show),
      vscode.window.onDidChangeActiveTextEditor(show),
    ];
    show();
  }

  dispose(): void {
    for (const one of this.#disposables) one.dispose();
  }

  #show(): void {
    const pipeline = this.#pipeline();
    if (pipeline === undefined) {
      this.#item.hide();
      return;
    }
    const { text, tooltip, spoken } = statusItem(pipeline.view, Date.now());
    this.#item.text = text;
    this.#item.tooltip = tooltip;
    this.#item.accessibilityInformation = { label: spoken };
    this.#item.command = {
      command: 'reprise.pipelineActions',
      title: 'Reprise',
      arguments: [{ file: pipeline.file }],
    };
    this.#item.show();
  }

  #pipeline(): Pipeline | undefined {
    const editor = vscode.window.activeTextEditor?.document.uri;
    const own = editor?.scheme === 'file' ? this.#pipelines.of(editor.fsPath) : undefined;
    return own ?? this.#pipelines.list[0];
  }
}
