import * as vscode from 'vscode';

import { absoluteIn } from '../../base/paths';
import type { Fix } from '../../language/editorModel';

import type { LanguageFacts } from './languageFacts';
import type { LanguageThreads } from './languageThreads';
import { SOURCE } from './diagnostics';
import { editIn } from './ranges';

/** Quick fixes for what is wrong in pipeline files. */
export class FixProvider implements vscode.CodeActionProvider {
  readonly #threads: LanguageThreads;
  readonly #facts: LanguageFacts;

  constructor(threads: LanguageThreads, facts: LanguageFacts) {
    this.#threads = threads;
    this.#facts = facts;
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    if (!diagnostics.some(({ source }) => source === SOURCE)) return []; // where nothing is wrong nothing is asked
    const { fsPath } = document.uri;
    const within = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    const ask = { within, saved: this.#facts.savedOf(fsPath) };
    const fixes = await this.#threads.ask('fixes', document, ask);
    const root = this.#threads.rootOf(fsPath);
    return (fixes ?? []).map((fix) => {
      const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
      action.edit = editOf(document, root, fix);
      action.isPreferred = fix.preferred;
      action.diagnostics = diagnostics.filter(({ code }) => code === fix.code);
      return action;
    });
  }
}

function editOf(document: vscode.TextDocument, root: string, fix: Fix): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  if (fix.edits.length > 0) {
    edit.set(
      document.uri,
      fix.edits.map((each) => editIn(document, each)),
    );
  }
  if (fix.creates !== null) {
    const uri = vscode.Uri.file(absoluteIn(root, fix.creates.file));
    // what is there by now is left as it is
    edit.createFile(uri, { ignoreIfExists: true, contents: Buffer.from(fix.creates.text) });
  }
  return edit;
}
