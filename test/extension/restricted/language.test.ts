import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { whenFired } from '../support/waitFor';

describe('in Restricted Mode the language', () => {
  it('helps all the same: what is wrong is told, and a key can be completed', async () => {
    const [uri] = await vscode.workspace.findFiles('pipeline.yaml');
    assert.ok(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    const edit = new vscode.WorkspaceEdit();
    const end = document.positionAt(document.getText().length);
    edit.insert(uri, end, '  more:\n    rnu: x\n    ');
    assert.ok(await vscode.workspace.applyEdit(edit));
    const found = await whenFired(vscode.languages.onDidChangeDiagnostics, () =>
      vscode.languages.getDiagnostics(uri).find(({ code }) => code === 'key-unknown'),
    );
    assert.equal(document.getText(found.range), 'rnu');
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      uri,
      document.positionAt(document.getText().length),
    );
    assert.ok(items.some(({ label }) => label === 'outputs'));
  });
});
