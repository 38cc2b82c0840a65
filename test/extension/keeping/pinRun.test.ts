import assert from 'node:assert/strict';
import * as path from 'node:path';

import * as vscode from 'vscode';

import { commandLine } from '../support/commandLine';
import { answering, picking } from '../support/dialogs';
import { manifest } from '../support/extension';
import { api, itemsBelow, until } from '../support/outline';
import { folder } from '../support/workspace';

describe('Pin Run and Unpin Run', function () {
  this.timeout(120_000);

  before(async () => {
    assert.equal((await commandLine(folder(), ['run'])).exit, 0);
    await until(() => (runs()[0]?.status === 'succeeded' ? true : undefined));
  });

  it('are two commands, and a row offers the one that fits', async () => {
    assert.deepEqual(await offered(), ['reprise.pinRun']);
    await vscode.commands.executeCommand('reprise.pinRun', (await itemsBelow('linear', 'Runs'))[0]);
    assert.equal(runs()[0]?.pinned, true);
    assert.deepEqual(await offered(), ['reprise.unpinRun']);
    await vscode.commands.executeCommand(
      'reprise.unpinRun',
      (await itemsBelow('linear', 'Runs'))[0],
    );
    assert.equal(runs()[0]?.pinned, false);
  });

  it('ask, without a row, for such runs only', async () => {
    const [row] = await itemsBelow('linear', 'Runs');
    const file = path.join(folder(), 'pipeline.yaml');
    const pin = () => vscode.commands.executeCommand('reprise.pinRun', { file });
    const unpin = () => vscode.commands.executeCommand('reprise.unpinRun', { file });
    const [nothing] = await answering([], unpin);
    assert.match(nothing?.message ?? '', /there is no such run/);
    assert.equal((await picking([row?.label], pin))[0]?.placeHolder, 'Pin which run?');
    assert.equal(runs()[0]?.pinned, true);
    assert.equal((await picking([row?.label], unpin))[0]?.labels.length, 1);
    assert.equal(runs()[0]?.pinned, false);
  });
});

/** Which of the two the menu of the newest run holds. */
async function offered(): Promise<string[]> {
  const [row] = await itemsBelow('linear', 'Runs');
  const entries = manifest().contributes.menus['view/item/context'] ?? [];
  return entries
    .filter(({ command }) => /pinRun$/i.test(command))
    .filter(({ when }) => {
      const pattern = /viewItem =~ \/(.*)\//.exec(when)?.[1];
      return pattern !== undefined && new RegExp(pattern).test(row?.context ?? '');
    })
    .map(({ command }) => command);
}

function runs() {
  return api().pipelines.of(path.join(folder(), 'pipeline.yaml'))?.view.past?.runs ?? [];
}
