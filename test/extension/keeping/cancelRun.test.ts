import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import * as vscode from 'vscode';

import { commandLine } from '../support/commandLine';
import { answering, picking } from '../support/dialogs';
import { api, until } from '../support/outline';
import { folder } from '../support/workspace';

const NAMES = ['one', 'two'];

describe('Cancel Run where several go on', function () {
  this.timeout(120_000);
  let ends: Promise<number | null>[] = [];

  before(() => {
    for (const name of NAMES) {
      fs.writeFileSync(
        fileOf(name),
        `name: ${name}\nsteps:\n  wait:\n    run: while [ ! -e never ]; do sleep 0.05; done\n    outputs: [${name}.txt]\n`,
      );
    }
  });

  beforeEach(async () => {
    const runs = NAMES.map((name) => commandLine(folder(), ['run', '-f', fileOf(name)]));
    ends = runs.map((run) => run.then(({ exit }) => exit));
    await until(() => (NAMES.every((name) => isLive(name)) ? true : undefined));
  });

  it('asks which, and cancels that one alone', async () => {
    assert.deepEqual(await picking([undefined], cancel), [
      { placeHolder: 'Cancel which run?', labels: ['one', 'two', 'All of them'] },
    ]);
    await picking(['two'], cancel);
    assert.equal(await ends[1], 130);
    await until(() => (isLive('two') ? undefined : true));
    assert.ok(isLive('one'));
    assert.deepEqual(await picking([], cancel), [], 'of one alone nobody is asked');
    assert.equal(await ends[0], 130);
    await until(() => (isLive('one') ? undefined : true));
    const [told] = await answering([], cancel);
    assert.match(told?.message ?? '', /^Nothing is running/);
  });

  it('cancels all of them where that is chosen', async () => {
    await picking(['All of them'], cancel);
    assert.deepEqual(await Promise.all(ends), [130, 130]);
    await until(() => (NAMES.some((name) => isLive(name)) ? undefined : true));
  });
});

function cancel(): Thenable<unknown> {
  return vscode.commands.executeCommand('reprise.cancel');
}

function fileOf(name: string): string {
  return path.join(folder(), `${name}.pipeline.yaml`);
}

function isLive(name: string): boolean {
  const runs = api().pipelines.of(fileOf(name))?.view.past?.runs ?? [];
  return runs.some(({ status }) => status === 'running');
}
