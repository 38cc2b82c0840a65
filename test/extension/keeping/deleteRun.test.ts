import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import * as vscode from 'vscode';

import { commandLine } from '../support/commandLine';
import { answering } from '../support/dialogs';
import { api, itemsBelow, until } from '../support/outline';
import { folder } from '../support/workspace';

const FILE = (): string => path.join(folder(), 'pipeline.yaml');
const KEPT = 'displaced/metrics.json';

describe('Delete Run… of a run that keeps files of the user', function () {
  this.timeout(120_000);
  let id: string;

  before(async () => {
    fs.writeFileSync(path.join(folder(), 'metrics.json'), 'three weeks of work');
    await until(() => api().pipelines.of(FILE())?.view.past ?? undefined);
    assert.equal((await commandLine(folder(), ['run'])).exit, 0);
    id = await until(() => {
      const run = api().pipelines.of(FILE())?.view.past?.runs[0];
      return run?.status === 'succeeded' ? run.id : undefined;
    });
    assert.equal(fs.readFileSync(kept(id), 'utf8'), 'three weeks of work');
  });

  it('names them, and deletes nothing where that is all', async () => {
    const asked = await answering(['Delete', undefined], () => remove());
    assert.equal(asked.length, 2);
    assert.match(asked[1]?.message ?? '', /keeps 1 file of yours/);
    assert.match(asked[1]?.detail ?? '', /^displaced\/metrics\.json\n/);
    assert.deepEqual(asked[1]?.buttons, ['Show the Files', 'Delete Run and Files']);
    assert.equal(fs.readFileSync(kept(id), 'utf8'), 'three weeks of work');
  });

  it('deletes run and files where that is chosen', async () => {
    await answering(['Delete', 'Delete Run and Files'], () => remove());
    assert.ok(!fs.existsSync(path.dirname(kept(id))));
    assert.deepEqual(api().pipelines.of(FILE())?.view.past?.runs, []);
  });

  async function remove(): Promise<void> {
    const row = (await itemsBelow('linear', 'Runs')).find(
      ({ node }) => node.kind === 'run' && node.id === id,
    );
    await vscode.commands.executeCommand('reprise.deleteRun', row);
  }
});

function kept(id: string): string {
  return path.join(folder(), '.reprise', 'runs', id, KEPT);
}
