import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

import * as vscode from 'vscode';

import { SAVED_SCHEME, savedAddress } from '../../../src/extension/savedFiles/savedAddress';
import { commandLine } from '../support/commandLine';
import { until } from '../support/outline';
import { folder } from '../support/workspace';

const VERSION = 'pipeline.yaml@v1.0';

describe('reports and saved files', function () {
  this.timeout(120_000);
  let run = '';

  before(async () => {
    await commandLine(folder(), ['run']);
    await commandLine(folder(), ['save']);
    const { stdout } = await commandLine(folder(), ['verify', 'v1.0', '--json']);
    ({ run } = JSON.parse(stdout) as { run: string });
  });

  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('a report opens in a tab, whose page asks for it and names it', async () => {
    const file = path.join(folder(), 'pipeline.yaml');
    await until(() => true);
    const named = tabNamed('flaky v1.0');
    await vscode.commands.executeCommand('reprise.openReport', { file, run });
    await named;
    // Once more is the same tab again.
    await vscode.commands.executeCommand('reprise.openReport', { file, run });
    assert.equal(tabs().filter(({ label }) => label === 'flaky v1.0').length, 1);
  });

  it('what a version saved can be listed and read', async () => {
    const outputs = await vscode.workspace.fs.readDirectory(saved(VERSION, 'outputs'));
    assert.ok(outputs.length > 0);
    const top = await vscode.workspace.fs.readDirectory(saved(VERSION, ''));
    assert.deepEqual(top, [
      ['outputs', vscode.FileType.Directory],
      ['source', vscode.FileType.Directory],
    ]);
    const document = await vscode.workspace.openTextDocument(
      saved(VERSION, 'source/pipeline.yaml'),
    );
    assert.match(document.getText(), /^name: flaky$/m);
  });

  it('what a version saved cannot be changed', async () => {
    const uri = saved(VERSION, 'source/pipeline.yaml');
    const stat = await vscode.workspace.fs.stat(uri);
    assert.equal(stat.permissions, vscode.FilePermission.Readonly);
    await assert.rejects(async () => vscode.workspace.fs.writeFile(uri, Buffer.from('x')));
    await assert.rejects(async () => vscode.workspace.fs.delete(uri));
    assert.equal(vscode.workspace.fs.isWritableFileSystem(SAVED_SCHEME), false);
  });

  it('no project but those of the window is read', async () => {
    const elsewhere = fs.mkdtempSync(path.join(os.tmpdir(), 'reprise-elsewhere-'));
    try {
      fs.cpSync(folder(), elsewhere, { recursive: true });
      for (const root of [elsewhere, path.dirname(folder()), `${folder()}/../flaky`]) {
        const uri = saved(VERSION, 'source/pipeline.yaml', root);
        await assert.rejects(
          async () => vscode.workspace.fs.readFile(uri),
          (error: unknown) =>
            error instanceof vscode.FileSystemError && error.code === 'NoPermissions',
          root,
        );
      }
    } finally {
      fs.rmSync(elsewhere, { recursive: true, force: true });
    }
    await vscode.workspace.fs.readFile(saved(VERSION, 'source/pipeline.yaml'));
  });

  it('what was never saved is not found', async () => {
    for (const uri of [
      saved(VERSION, 'outputs/nowhere'),
      saved('pipeline.yaml@v9', 'source'),
      vscode.Uri.from({ scheme: SAVED_SCHEME, path: '/x' }),
    ]) {
      await assert.rejects(async () => vscode.workspace.fs.readFile(uri));
    }
  });
});

function saved(name: string, at: string, root = folder()): vscode.Uri {
  const place = { root, name, path: at };
  return vscode.Uri.from({ scheme: SAVED_SCHEME, ...savedAddress(place) });
}

function tabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs);
}

/** Waits for a tab of this name. */
function tabNamed(label: string): Promise<void> {
  return new Promise((resolve) => {
    const watching = vscode.window.tabGroups.onDidChangeTabs(() => {
      if (!tabs().some((tab) => tab.label === label)) return;
      watching.dispose();
      resolve();
    });
  });
}
