import * as vscode from 'vscode';

import type { Place } from '../../language/editorModel';
import { absoluteIn } from '../../base/paths';

import type { LanguageThreads } from './languageThreads';
import { rangeIn } from './ranges';

/** Where what a pipeline file names is defined. */
export class DefinitionProvider implements vscode.DefinitionProvider {
  readonly #threads: LanguageThreads;

  constructor(threads: LanguageThreads) {
    this.#threads = threads;
  }

  async provideDefinition(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.LocationLink[]> {
    const offset = document.offsetAt(position);
    const definition = await this.#threads.ask('definition', document, { offset });
    if (definition === null) return [];
    const originSelectionRange = rangeIn(document, definition.origin);
    const root = this.#threads.rootOf(document.uri.fsPath);
    const targets = definition.targets.map((target) => targetIn(root, target));
    return (await Promise.all(targets)).map((target) => ({ originSelectionRange, ...target }));
  }
}

async function targetIn(
  root: string,
  { file, span }: Place,
): Promise<{ targetUri: vscode.Uri; targetRange: vscode.Range }> {
  const targetUri = vscode.Uri.file(absoluteIn(root, file));
  const isTop = span.end === 0;
  if (isTop) return { targetUri, targetRange: new vscode.Range(0, 0, 0, 0) };
  return {
    targetUri,
    targetRange: rangeIn(await vscode.workspace.openTextDocument(targetUri), span),
  };
}
