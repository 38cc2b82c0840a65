import assert from 'node:assert/strict';
import type * as ChildProcess from 'node:child_process';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { Worker } from 'node:worker_threads';

import * as vscode from 'vscode';

import type { Numbered } from '../../../src/base/askedThread';
import type { CommandQuestion } from '../../../src/extension/engine/commandCalls';
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
  // the thread that starts processes is told to by a message
  const messages = Worker.prototype as { postMessage: (value: unknown) => void };
  const { postMessage } = messages;

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

  before(() => {
    messages.postMessage = function (this: Worker, value: unknown): void {
      all += 1;
      if (isToBegin(value)) ours.push(`a thread: ${JSON.stringify(value)}`);
      postMessage.call(this, value);
    };
  });

  after(() => {
    messages.postMessage = postMessage;
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

  it('the watch would have seen a thread that is told to start one', () => {
    const seen = all;
    const call: CommandQuestion = {
      kind: 'begin',
      call: { node: '', program: '', args: [], cwd: '', variables: {}, run: null },
    };
    const worker = new Worker('', { eval: true });
    worker.postMessage({ id: 1, message: call } satisfies Numbered<CommandQuestion>);
    void worker.terminate();
    assert.ok(all > seen);
    assert.equal(ours.splice(0).length, 1);
  });
});

function isToBegin(value: unknown): boolean {
  return (value as { message?: { kind?: unknown } } | null)?.message?.kind === 'begin';
}
