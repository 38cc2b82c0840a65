import * as vscode from 'vscode';

import type { LensPlaces } from '../../language/lensPlaces';
import { fileLenses, stepLenses } from '../../present/lenses';
import type { Lens } from '../../present/lenses';
import { rangesOf } from '../language/ranges';
import type { Pipelines } from '../pipelines/pipelines';

/** The lenses of pipeline files: over the first line what concerns the whole, over each step what concerns it. */
export class LensProvider implements vscode.CodeLensProvider {
  readonly #pipelines: Pipelines;
  readonly #placesIn: (document: vscode.TextDocument) => Promise<LensPlaces | null>;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(
    pipelines: Pipelines,
    placesIn: (document: vscode.TextDocument) => Promise<LensPlaces | null>,
  ) {
    this.#pipelines = pipelines;
    this.#placesIn = placesIn;
    pipelines.onDidChange(() => this.#changed.fire());
    pipelines.onDidChangeList(() => this.#changed.fire());
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const view = this.#pipelines.of(document.uri.fsPath)?.view;
    if (view === undefined) return [];
    const places = await this.#placesIn(document);
    if (places === null) return [];
    const { label, steps } = places;
    const rangeOf = rangesOf(document.getText());
    const top = new vscode.Range(0, 0, 0, 0);
    return [
      ...fileLenses(view, Date.now(), label).map((lens) => codeLens(view.file, lens, top)),
      ...steps.flatMap(({ name, at }) => {
        const range = rangeOf({ start: at, end: at });
        const lenses = stepLenses(view, name, { unsaved: document.isDirty });
        return lenses.map((lens) => codeLens(view.file, lens, range));
      }),
    ];
  }
}

function codeLens(file: string, lens: Lens, range: vscode.Range): vscode.CodeLens {
  const { title, command, tooltip, label, step, run } = lens;
  const place = {
    file,
    ...(label === undefined ? {} : { label }),
    ...(step === undefined ? {} : { step }),
    ...(run === undefined ? {} : { run }),
  };
  return new vscode.CodeLens(range, {
    // VS Code swallows a plain blank behind a sign
    title: title.replace(/^(\$\([^)]+\)) /, '$1\u00a0'),
    command,
    tooltip,
    arguments: command === '' ? [] : [place],
  });
}
