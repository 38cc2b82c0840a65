import * as vscode from 'vscode';

import type { LanguageThreads } from './languageThreads';

/** What can be folded in pipeline files. */
export class FoldingProvider implements vscode.FoldingRangeProvider {
  readonly #threads: LanguageThreads;

  constructor(threads: LanguageThreads) {
    this.#threads = threads;
  }

  async provideFoldingRanges(document: vscode.TextDocument): Promise<vscode.FoldingRange[]> {
    const folds = await this.#threads.ask('folds', document, {});
    return (folds ?? []).map(({ first, last, kind }) =>
      kind === 'comment'
        ? new vscode.FoldingRange(first, last, vscode.FoldingRangeKind.Comment)
        : new vscode.FoldingRange(first, last),
    );
  }
}
