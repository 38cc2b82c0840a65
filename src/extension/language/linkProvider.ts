import * as vscode from 'vscode';

import { absoluteIn } from '../../base/paths';

import type { LanguageThreads } from './languageThreads';
import { rangesOf } from './ranges';

/** Paths in pipeline files that open what they name. */
export class LinkProvider implements vscode.DocumentLinkProvider {
  readonly #threads: LanguageThreads;

  constructor(threads: LanguageThreads) {
    this.#threads = threads;
  }

  async provideDocumentLinks(document: vscode.TextDocument): Promise<vscode.DocumentLink[]> {
    const links = await this.#threads.ask('links', document, {});
    const rangeOf = rangesOf(document.getText());
    const root = this.#threads.rootOf(document.uri.fsPath);
    return (links ?? []).map(
      (link) =>
        new vscode.DocumentLink(rangeOf(link), vscode.Uri.file(absoluteIn(root, link.file))),
    );
  }
}
