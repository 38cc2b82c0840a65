import * as vscode from 'vscode';

import type { LensPlaces } from '../../language/lensPlaces';
import { fileLenses, lensesOfSteps } from '../../present/lenses';
import type { Lens } from '../../present/lenses';
import type { PipelineView } from '../../present/outline/outlineModel';
import { rangesOf } from '../language/ranges';
import type { Pipelines } from '../pipelines/pipelines';

/** The lenses of pipeline files: over the first line what concerns the whole, over each step what concerns it. */
export class LensProvider implements vscode.CodeLensProvider {
  readonly #pipelines: Pipelines;
  readonly #placesIn: (document: vscode.TextDocument) => Promise<LensPlaces | null>;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  /** What the lenses of a file said when they were last asked for anew. */
  readonly #said = new Map<string, string>();

  constructor(
    pipelines: Pipelines,
    placesIn: (document: vscode.TextDocument) => Promise<LensPlaces | null>,
  ) {
    this.#pipelines = pipelines;
    this.#placesIn = placesIn;
    pipelines.onDidChange(({ pipeline: { view } }) => {
      if (this.#look(view)) this.#changed.fire();
    });
    pipelines.onDidChangeList(() => this.#changed.fire());
  }

  /** Whether the lenses of a pipeline file that is open say something else now: a live run is looked at every second. */
  #look(view: PipelineView): boolean {
    const { file } = view;
    const isOpen = vscode.workspace.textDocuments.some(({ uri }) => uri.fsPath === file);
    const said = isOpen ? madeOf(view) : undefined;
    const before = this.#said.get(file);
    if (said === undefined) this.#said.delete(file);
    else this.#said.set(file, said);
    return said !== undefined && said !== before;
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const view = this.#pipelines.of(document.uri.fsPath)?.view;
    if (view === undefined) return [];
    const places = await this.#placesIn(document);
    if (places === null) return [];
    const { label, steps } = places;
    const rangeOf = rangesOf(document.getText());
    const top = new vscode.Range(0, 0, 0, 0);
    const lensesOf = lensesOfSteps(view, { unsaved: document.isDirty });
    // Between two readings VS Code shows the lenses of one whose commands it has let go of, so that a click does
    // nothing: the longer it waits for the next ones, the likelier.
    const lensAt = steps.length > MOST_AT_ONCE ? laterLens : codeLens;
    return [
      ...fileLenses(view, Date.now(), label).map((lens) => codeLens(view.file, lens, top)),
      ...steps.flatMap(({ name, at }) => {
        const range = rangeOf({ start: at, end: at });
        return lensesOf(name).map((lens) => lensAt(view.file, lens, range));
      }),
    ];
  }

  /** Asked of those that are in view. */
  resolveCodeLens(lens: vscode.CodeLens): vscode.CodeLens {
    return lens instanceof LaterLens ? codeLens(lens.file, lens.lens, lens.range) : lens;
  }
}

/** A lens that is not written yet: there may be thousands, of which few are ever seen. */
class LaterLens extends vscode.CodeLens {
  readonly file: string;
  readonly lens: Lens;

  constructor(file: string, lens: Lens, range: vscode.Range) {
    super(range);
    this.file = file;
    this.lens = lens;
  }
}

function laterLens(file: string, lens: Lens, range: vscode.Range): LaterLens {
  return new LaterLens(file, lens, range);
}

/** Steps whose lenses are all written at once. */
const MOST_AT_ONCE = 200;

/** What of a pipeline its lenses are made of, whatever the text around them: all that they can say, and of which versions. */
function madeOf(view: PipelineView): string {
  const versions = view.past?.versions.map(({ label, last }) => [label, last?.run]);
  return JSON.stringify([versions, lensesSaid(view)]);
}

/** All lenses that a pipeline can have at the moment, wherever they stand. */
function lensesSaid(view: PipelineView): readonly (readonly Lens[])[] {
  const lensesOf = lensesOfSteps(view);
  const steps = new Set(view.head?.steps.map(({ name, group }) => group ?? name));
  return [fileLenses(view, Date.now(), view.head?.version ?? null), ...[...steps].map(lensesOf)];
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
