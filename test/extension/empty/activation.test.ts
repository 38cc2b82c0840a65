import assert from 'node:assert/strict';
import * as vscode from 'vscode';

import { manifest, reprise } from '../support/extension';

describe('in a folder without a pipeline file', () => {
  it('the extension sleeps until something of it is asked for', async () => {
    assert.equal(reprise().isActive, false);
    const events = manifest().activationEvents;
    assert.deepEqual(
      events.filter((event) => event === '*' || event === 'onStartupFinished'),
      [],
    );
    await vscode.commands.executeCommand('reprise.showOutput');
    assert.ok(reprise().isActive);
  });
});
