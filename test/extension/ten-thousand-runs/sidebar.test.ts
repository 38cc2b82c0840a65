import assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { itemsBelow, rowsBelow, until } from '../support/outline';
import { api } from '../support/outline';
import { folder } from '../support/workspace';

describe('the sidebar beside ten thousand runs', function () {
  this.timeout(120_000);

  it('shows the newest, and how many more there are', async () => {
    await until(() => api().pipelines.of(`${folder()}/pipeline.yaml`)?.view.past ?? undefined);
    assert.equal((await rowsBelow('linear')).at(-1), 'Runs: 10000');
    const rows = await itemsBelow('linear', 'Runs');
    assert.equal(rows.length, 21);
    assert.equal(rows.at(-1)?.label, 'Show more');
    assert.equal(rows.at(-1)?.description, '9980 older');
  });

  it('shows a page more when asked', async () => {
    const more = (await itemsBelow('linear', 'Runs')).at(-1);
    await vscode.commands.executeCommand('reprise.showMoreRuns', more);
    assert.equal((await itemsBelow('linear', 'Runs')).length, 41);
  });
});
