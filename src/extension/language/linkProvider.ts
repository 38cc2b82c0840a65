import * as vscode from 'vscode';

import { absoluteIn } from '../../base/paths';

import type { EditorDocuments } from './editorDocuments';
import { rangeIn } from './ranges';

/** Paths in pipeline files that open what they name. */
export class LinkProvider implements vscode.DocumentLinkProvider {
  readonly #documents: EditorDocuments;

  constructor(documents: EditorDocuments) {
    this.#documents = documents;
  }

  async provideDocumentLinks(document: vscode.TextDocument): Promise<vscode.DocumentLink[]> {
    const { language, parsed, root } = await this.#documents.open(document);
    return language
      .linksOf(parsed)
      .map(
        (link) =>
          new vscode.DocumentLink(
            rangeIn(document, link),
            vscode.Uri.file(absoluteIn(root, link.file)),
          ),
      );
  }
}
