import * as vscode from 'vscode';

import type { DocumentSymbol, Span } from '../../language/editorModel';

import type { LanguageThreads } from './languageThreads';
import { rangesOf } from './ranges';

/** The outline of pipeline files. */
export class SymbolProvider implements vscode.DocumentSymbolProvider {
  readonly #threads: LanguageThreads;

  constructor(threads: LanguageThreads) {
    this.#threads = threads;
  }

  async provideDocumentSymbols(document: vscode.TextDocument): Promise<vscode.DocumentSymbol[]> {
    const symbols = await this.#threads.ask('symbols', document, {});
    const rangeOf = rangesOf(document.getText());
    const made = (symbols ?? []).map((symbol) => symbolIn(rangeOf, symbol));
    // VS Code makes its own of thousands, which takes it as long again: others have a turn between
    await new Promise(setImmediate);
    return made;
  }
}

function symbolIn(
  rangeOf: (span: Span) => vscode.Range,
  symbol: DocumentSymbol,
): vscode.DocumentSymbol {
  const { name, detail, kind, span, nameSpan, children } = symbol;
  const made = new vscode.DocumentSymbol(
    name === '' ? '""' : name, // VS Code refuses one without a name
    detail,
    KINDS[kind],
    rangeOf(span),
    rangeOf(nameSpan),
  );
  made.children = children.map((child) => symbolIn(rangeOf, child));
  return made;
}

const KINDS: Readonly<Record<DocumentSymbol['kind'], vscode.SymbolKind>> = {
  step: vscode.SymbolKind.Function,
  section: vscode.SymbolKind.Namespace,
  key: vscode.SymbolKind.Property,
  output: vscode.SymbolKind.File,
  variable: vscode.SymbolKind.Variable,
};
