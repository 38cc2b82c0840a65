import * as vscode from 'vscode';

import type { EditorDocuments } from './editorDocuments';

/** What can be folded in pipeline files. */
export class FoldingProvider implements vscode.FoldingRangeProvider {
  readonly #documents: EditorDocuments;

  constructor(documents: EditorDocuments) {
    this.#documents = documents;
  }

  async provideFoldingRanges(document: vscode.TextDocument): Promise<vscode.FoldingRange[]> {
    const { language, parsed } = await this.#documents.open(document);
    return language
      .foldsOf(parsed)
      .map(({ first, last, kind }) =>
        kind === 'comment'
          ? new vscode.FoldingRange(first, last, vscode.FoldingRangeKind.Comment)
          : new vscode.FoldingRange(first, last),
      );
  }
}
