import * as vscode from 'vscode';

import type { EditorDocuments } from './editorDocuments';
import type { LanguageFacts } from './languageFacts';
import { rangeIn } from './ranges';

/** Hovers in pipeline files: what the text says, and what is known of its steps. */
export class HoverProvider implements vscode.HoverProvider {
  readonly #documents: EditorDocuments;
  readonly #facts: LanguageFacts;

  constructor(documents: EditorDocuments, facts: LanguageFacts) {
    this.#documents = documents;
    this.#facts = facts;
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Hover | undefined> {
    const [{ language, parsed }, facts] = await Promise.all([
      this.#documents.open(document),
      this.#facts.stepsOf(document.uri.fsPath),
    ]);
    const hover = language.hoverAt(parsed, document.offsetAt(position), facts);
    if (hover === null) return undefined;
    return new vscode.Hover(new vscode.MarkdownString(hover.markdown), rangeIn(document, hover));
  }
}
