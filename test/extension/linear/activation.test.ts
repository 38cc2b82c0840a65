import assert from 'node:assert/strict';
import * as vscode from 'vscode';

import { manifest, reprise } from '../support/extension';

describe('in a workspace with a pipeline file', () => {
  it('the extension has activated by itself', () => assert.ok(reprise().isActive));

  it('every command of the manifest is there', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const promised = manifest().contributes.commands.map(({ command }) => command);
    assert.ok(promised.length > 0);
    assert.deepEqual(
      promised.filter((command) => !registered.has(command)),
      [],
    );
  });

  it('no command is there that the manifest does not name', async () => {
    const promised = new Set(manifest().contributes.commands.map(({ command }) => command));
    const ours = (await vscode.commands.getCommands(true)).filter(
      (command) => command.startsWith('reprise.') && !/^reprise\.pipelines\./.test(command),
    );
    assert.deepEqual(
      ours.filter((command) => !promised.has(command)),
      [],
    );
  });
});
