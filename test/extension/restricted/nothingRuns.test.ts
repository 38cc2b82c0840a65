import assert from 'node:assert/strict';
import type * as ChildProcess from 'node:child_process';
import { createRequire } from 'node:module';
import * as path from 'node:path';

import * as vscode from 'vscode';

import { manifest, reprise } from '../support/extension';
import { api, rowsBelow, until } from '../support/outline';
import { folder } from '../support/workspace';

/** Every way in which Node starts a process. */
const WAYS = [
  'spawn',
  'spawnSync',
  'exec',
  'execSync',
  'execFile',
  'execFileSync',
  'fork',
] as const;

describe('in Restricted Mode no route starts a process', function () {
  this.timeout(60_000);
  const ours: string[] = [];
  let all = 0;
  // an import would be a copy of the module, and the extension would go on with the original
  const childProcess = createRequire(__filename)('node:child_process') as typeof ChildProcess;
  const module = childProcess as unknown as Record<string, unknown>;
  const originals = WAYS.map((way) => [way, module[way]] as const);

  before(() => {
    const dist = path.join(reprise().extensionPath, 'dist');
    for (const [way, original] of originals) {
      module[way] = (...args: unknown[]): unknown => {
        all += 1;
        if (new Error().stack?.includes(dist)) ours.push(`${way} ${String(args[0])}`);
        return (original as (...args: unknown[]) => unknown)(...args);
      };
    }
  });

  after(() => {
    for (const [way, original] of originals) module[way] = original;
  });

  it('reading works: the tree is there, and says what is not checked', async () => {
    await until(() => {
      const view = api().pipelines.of(`${folder()}/pipeline.yaml`)?.view;
      return view?.standing.state === 'untrusted' && view.head !== null ? true : undefined;
    });
    assert.deepEqual(await rowsBelow('linear', 'Workspace'), [
      'prepare: not checked',
      'train: not checked',
      'evaluate: not checked',
    ]);
  });

  for (const { command } of manifest().contributes.commands) {
    it(`${command} starts none`, async () => {
      void vscode.commands.executeCommand(command, { file: `${folder()}/pipeline.yaml` });
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      await vscode.commands.executeCommand('notifications.clearAll');
      assert.deepEqual(ours, []);
    });
  }

  it('the watch would have seen one', () => {
    const seen = all;
    childProcess.spawnSync(process.execPath, ['-e', '0'], { env: { ELECTRON_RUN_AS_NODE: '1' } });
    assert.ok(all > seen);
  });
});
