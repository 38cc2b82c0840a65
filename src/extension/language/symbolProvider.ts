import * as vscode from 'vscode';

import type { DocumentSymbol } from '../../language/editorModel';

import type { EditorDocuments } from './editorDocuments';
import { rangeIn } from './ranges';

/** The outline of pipeline files. */
export class SymbolProvider implements vscode.DocumentSymbolProvider {
  readonly #documents: EditorDocuments;

  constructor(documents: EditorDocuments) {
    this.#documents = documents;
  }

  async provideDocumentSymbols(document: vscode.TextDocument): Promise<vscode.DocumentSymbol[]> {
    const { language, parsed } = await this.#documents.open(document);
    return language.symbolsOf(parsed).map((symbol) => symbolIn(document, symbol));
  }
}

function symbolIn(document: vscode.TextDocument, symbol: DocumentSymbol): vscode.DocumentSymbol {
  const { name, detail, kind, span, nameSpan, children } = symbol;
  const made = new vscode.DocumentSymbol(
    name === '' ? '""' : name, // VS Code refuses one without a name
    detail,
    KINDS[kind],
    rangeIn(document, span),
    rangeIn(document, nameSpan),
  );
  made.children = children.map((child) => symbolIn(document, child));
  return made;
}

const KINDS: Readonly<Record<DocumentSymbol['kind'], vscode.SymbolKind>> = {
  step: vscode.SymbolKind.Function,
  section: vscode.SymbolKind.Namespace,
  key: vscode.SymbolKind.Property,
  output: vscode.SymbolKind.File,
  variable: vscode.SymbolKind.Variable,
};
