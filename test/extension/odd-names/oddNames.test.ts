import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import * as vscode from 'vscode';

import { OutputDecorations } from '../../../src/extension/editor/outputDecorations';
import type { Pipelines } from '../../../src/extension/pipelines/pipelines';
import type { OutlineItem } from '../../../src/present/outline/outlineModel';
import { commandLine } from '../support/commandLine';
import { answering } from '../support/dialogs';
import { api, itemsBelow, until } from '../support/outline';
import { whenFired } from '../support/waitFor';
import { folder } from '../support/workspace';

const OUTPUTS = ['50% #1 “x” 🎉.txt', "it's a+b%20c&d=e.txt", 'ünï (x)~!.txt'];
const LABEL = 'v1.0+odd_x-Y.2';

/** A file of odd outputs, with a byte order mark and the line ends of Windows. */
const PIPELINE = [
  '\ufeffname: "odd: #1? %20 🎉"',
  `version: ${LABEL}`,
  'steps:',
  '  make:',
  `    run: node make.js`,
  '    inputs: [make.js]',
  '    outputs:',
  ...OUTPUTS.map((name) => `      - ${JSON.stringify(name)}`),
  '',
].join('\r\n');

describe('names of every kind', function () {
  this.timeout(120_000);
  const file = (): string => path.join(folder(), 'a #1? %20 🎉.pipeline.yaml');

  before(async () => {
    fs.writeFileSync(
      path.join(folder(), 'make.js'),
      `for (const one of ${JSON.stringify(OUTPUTS)}) require('fs').writeFileSync(one, one);`,
    );
    fs.writeFileSync(file(), PIPELINE);
    await until(() =>
      api().pipelines.of(file())?.view.head?.steps.length === 1 ? true : undefined,
    );
  });

  it('run, save and verify', async () => {
    assert.equal(api().pipelines.of(file())?.view.head?.errors, 0);
    assert.equal((await commandLine(folder(), ['run', '-f', file()])).exit, 0);
    assert.equal((await commandLine(folder(), ['save', '-f', file()])).exit, 0);
    const asked = await answering([], () =>
      vscode.commands.executeCommand('reprise.verify', { file: file(), label: LABEL }),
    );
    assert.match(asked.at(-1)?.message ?? '', /: reproducible/);
    await until(() => (version()?.last?.verdict === 'identical' ? true : undefined));
  });

  it('are opened as they were saved', async () => {
    const rows = await outputs();
    assert.deepEqual(
      rows.map(({ node }) => ('path' in node ? node.path : '')).length,
      OUTPUTS.length,
    );
    for (const [at, row] of rows.entries()) {
      await vscode.commands.executeCommand('reprise.openOutput', row);
      const document = await active(OUTPUTS[at] ?? '');
      assert.equal(document.uri.scheme, 'reprise');
      assert.equal(document.getText(), OUTPUTS[at]);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }
  });

  it('bear their signs in the explorer', async () => {
    await until(() => {
      const signs = new OutputDecorations(api().pipelines as Pipelines);
      const badges = OUTPUTS.map(
        (name) => signs.provideFileDecoration(vscode.Uri.file(path.join(folder(), name)))?.badge,
      );
      return badges.every((badge) => badge === '✓') ? true : undefined;
    });
  });

  it('are tasks', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: 'reprise' });
    const named = tasks.filter(({ definition }) => definition['file'] === path.basename(file()));
    assert.deepEqual(
      named.map(({ definition }) => definition['version'] as string | undefined),
      [undefined, LABEL],
    );
  });

  async function outputs(): Promise<OutlineItem[]> {
    const name = api().pipelines.of(file())?.view.head?.name ?? '';
    return itemsBelow(name, 'Versions', LABEL, 'make');
  }

  function version() {
    return api()
      .pipelines.of(file())
      ?.view.past?.versions.find(({ label }) => label === LABEL);
  }
});

/** The document of this name, once its editor is the active one. */
function active(name: string): Promise<vscode.TextDocument> {
  return whenFired(vscode.window.onDidChangeActiveTextEditor, () => {
    const document = vscode.window.activeTextEditor?.document;
    return document !== undefined && path.posix.basename(document.uri.path) === name
      ? document
      : undefined;
  });
}
