import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
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
    assert.equal((await commandLine(folder(), ['run'])).exit, 0);
    for (const text of ['one', 'two']) putUnneeded(text);
  });

  it('asks anew where something else would go by the time that somebody says yes', async () => {
    const meanwhile = ({ buttons }: Asked): Promise<string | undefined> => {
      putUnneeded('three');
      return Promise.resolve(buttons[0]);
    };
    const asked = await answering([meanwhile, undefined], free);
    assert.equal(asked.length, 2, JSON.stringify(asked));
    assert.match(asked[0]?.message ?? '', /^No version.* needs 2 stored objects of 6 B\.$/);
    assert.match(asked[1]?.message ?? '', /^Something has changed.* needs 3 stored objects/);
    assert.ok(['one', 'two', 'three'].every((text) => fs.existsSync(objectOf(text))));
  });

  it('frees what it said, and then there is nothing left to free', async () => {
    const asked = await answering([({ buttons }) => Promise.resolve(buttons[0])], free);
    assert.deepEqual(
      asked.map(({ message }) => message),
      ['No version, no pinned and no recent run needs 3 stored objects of 11 B.', '11 B freed.'],
    );
    const [nothing] = await answering([], free);
    assert.match(nothing?.message ?? '', /^Nothing to free/);
  });
});

function free(): Thenable<unknown> {
  return vscode.commands.executeCommand('reprise.freeSpace', { file: `${folder()}/pipeline.yaml` });
}

/** An object that nobody needs, as if it had been written long ago. */
function putUnneeded(text: string): void {
  const file = objectOf(text);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  const long = new Date(Date.now() - 30 * 24 * 3600 * 1000);
  fs.utimesSync(file, long, long);
}

function objectOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const objects = path.join(folder(), '.reprise', 'objects', 'sha256');
  return path.join(objects, hex.slice(0, 2), hex.slice(2));
}
