import * as vscode from 'vscode';

import { absoluteIn } from '../../base/paths';
import type { Fix } from '../../language/editorModel';

import type { EditorDocuments, Opened } from './editorDocuments';
import type { LanguageFacts } from './languageFacts';
import { editIn, rangeIn } from './ranges';

/** Quick fixes for what is wrong in pipeline files. */
export class FixProvider implements vscode.CodeActionProvider {
  readonly #documents: EditorDocuments;
  readonly #facts: LanguageFacts;

  constructor(documents: EditorDocuments, facts: LanguageFacts) {
    this.#documents = documents;
    this.#facts = facts;
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    const opened = await this.#documents.open(document);
    const { language, parsed } = opened;
    const problems = language
      .diagnosticsOf(parsed)
      .filter((problem) => range.intersection(rangeIn(document, problem)) !== undefined);
    const raise = language.raiseVersion(parsed, this.#facts.savedOf(document.uri.fsPath));
    const fixes = [
      ...problems.flatMap((problem) => language.fixesFor(parsed, problem)),
      ...(raise !== null && range.intersection(rangeIn(document, raise)) ? [raise.fix] : []),
    ];
    return fixes.map((fix) => {
      const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
      action.edit = editOf(document, opened, fix);
      action.isPreferred = fix.preferred;
      action.diagnostics = diagnostics.filter(({ code }) => code === fix.code);
      return action;
    });
  }
}

function editOf(document: vscode.TextDocument, { root }: Opened, fix: Fix): vscode.WorkspaceEdit {
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
