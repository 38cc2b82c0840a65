import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { whenFired } from '../support/waitFor';

describe('of a pipeline file that nobody has opened', () => {
  it('the problems are told, each at its place', async () => {
    const [uri] = await vscode.workspace.findFiles('pipeline.yaml');
    assert.ok(uri);
    assert.ok(!vscode.workspace.textDocuments.some((each) => each.uri.fsPath === uri.fsPath));
    const found = await whenFired(vscode.languages.onDidChangeDiagnostics, () => {
      const diagnostics = vscode.languages.getDiagnostics(uri);
      return diagnostics.length > 0 ? diagnostics : undefined;
    });
    assert.deepEqual(
      found.map(({ code, range }) => [range.start.line + 1, code]),
      [
        [6, 'key-unknown'],
        [16, 'yaml-invalid'],
      ],
    );
    assert.ok(found.every(({ source }) => source === 'reprise'));
  });

  it('a good one has none', async () => {
    const [uri] = await vscode.workspace.findFiles('good.pipeline.yaml');
    assert.ok(uri);
    assert.deepEqual(vscode.languages.getDiagnostics(uri), []);
  });
});
