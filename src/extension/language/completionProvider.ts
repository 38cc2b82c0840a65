import * as vscode from 'vscode';

import type { Completion, CompletionKind } from '../../language/editorModel';

import type { LanguageThreads } from './languageThreads';
import { rangeIn } from './ranges';

/** Characters behind which VS Code asks by itself. */
export const TRIGGERS = ['{', '.', '/', '[', ' ', ':', '-', '"', "'"];

/** Completions in pipeline files. */
export class CompletionProvider implements vscode.CompletionItemProvider {
  readonly #threads: LanguageThreads;

  constructor(threads: LanguageThreads) {
    this.#threads = threads;
  }

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
    { triggerCharacter }: vscode.CompletionContext,
  ): Promise<vscode.CompletionItem[]> {
    const offset = document.offsetAt(position);
    const ask = { offset, trigger: triggerCharacter ?? null };
    const completions = await this.#threads.ask('complete', document, ask);
    if (token.isCancellationRequested || completions === null) return [];
    return completions.map((completion) => itemOf(document, completion));
  }
}

function itemOf(document: vscode.TextDocument, completion: Completion): vscode.CompletionItem {
  const { label, detail, documentation, edit, filter, isSnippet, rank, again } = completion;
  const item = new vscode.CompletionItem(
    detail === null ? label : { label, description: detail },
    KINDS[completion.kind],
  );
  item.insertText = isSnippet ? new vscode.SnippetString(edit.text) : edit.text;
  item.range = rangeIn(document, edit);
  item.sortText = String(rank).padStart(6, '0');
  if (documentation !== null) item.documentation = new vscode.MarkdownString(documentation);
  if (filter !== null) item.filterText = filter;
  if (again) item.command = { command: 'editor.action.triggerSuggest', title: 'More' };
  return item;
}

const KINDS: Readonly<Record<CompletionKind, vscode.CompletionItemKind>> = {
  key: vscode.CompletionItemKind.Property,
  word: vscode.CompletionItemKind.EnumMember,
  step: vscode.CompletionItemKind.Function,
  param: vscode.CompletionItemKind.Value,
  matrix: vscode.CompletionItemKind.Enum,
  variable: vscode.CompletionItemKind.Variable,
  output: vscode.CompletionItemKind.Reference,
  file: vscode.CompletionItemKind.File,
  folder: vscode.CompletionItemKind.Folder,
  snippet: vscode.CompletionItemKind.Snippet,
};
