import assert from 'node:assert/strict';
import * as vscode from 'vscode';

import { reprise } from '../support/extension';

describe('in Restricted Mode', () => {
  it('the extension is active, because reading needs no trust', () => {
    assert.equal(vscode.workspace.isTrusted, false);
    assert.ok(reprise().isActive);
  });
});
