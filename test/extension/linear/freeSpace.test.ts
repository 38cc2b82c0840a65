import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import * as vscode from 'vscode';

import { commandLine } from '../support/commandLine';
import { answering } from '../support/dialogs';
import type { Asked } from '../support/dialogs';
import { api, until } from '../support/outline';
import { folder } from '../support/workspace';

describe('Free Space…', function () {
  this.timeout(120_000);

  before(async () => {
    const file = path.join(folder(), 'pipeline.yaml');
    await until(() => api().pipelines.of(file)?.view.past ?? undefined);
    await done('run', '--run-id', 'first');
    const params = path.join(folder(), 'params.yaml');
    fs.writeFileSync(params, fs.readFileSync(params, 'utf8').replace(/rate: .*/, 'rate: 0.77'));
    await done('run', '--run-id', 'second');
    await done('rm', 'first');
    age(path.join(folder(), '.reprise', 'objects'));
  });

  it('asks anew where something else would go by the time that somebody says yes', async () => {
    const before = await toFree();
    assert.ok(before > 0);
    const elsewhere = async ({ buttons }: Asked): Promise<string | undefined> => {
      await done('rm', 'second');
      return buttons[0];
    };
    const asked = await answering([elsewhere, undefined], free);
    assert.equal(asked.length, 2, JSON.stringify(asked));
    assert.match(
      asked[0]?.message ?? '',
      new RegExp(`^No version.* needs ${before} stored object`),
    );
    const now = await toFree();
    assert.ok(now > before, 'nothing was removed');
    assert.match(
      asked[1]?.message ?? '',
      new RegExp(`^Something has changed.* needs ${now} stored`),
    );
  });

  it('frees what it said, and then there is nothing left to free', async () => {
    const asked = await answering([({ buttons }) => Promise.resolve(buttons[0])], free);
    assert.match(asked[1]?.message ?? '', / freed\.$/);
    assert.equal(await toFree(), 0);
    const [nothing] = await answering([], free);
    assert.match(nothing?.message ?? '', /^Nothing to free/);
  });
});

function free(): Thenable<unknown> {
  return vscode.commands.executeCommand('reprise.freeSpace', { file: `${folder()}/pipeline.yaml` });
}

async function toFree(): Promise<number> {
  const { stdout } = await commandLine(folder(), ['gc', '--dry-run', '--json']);
  return (JSON.parse(stdout) as { objects: number }).objects;
}

async function done(...args: string[]): Promise<void> {
  assert.equal((await commandLine(folder(), args)).exit, 0, args.join(' '));
}

/** As if all of it had been written long ago, so that the grace period spares none of it. */
function age(top: string): void {
  const long = new Date(Date.now() - 30 * 24 * 3600 * 1000);
  for (const entry of fs.readdirSync(top, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) fs.utimesSync(path.join(entry.parentPath, entry.name), long, long);
  }
}
