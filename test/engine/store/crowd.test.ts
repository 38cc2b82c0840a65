import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { text } from 'node:stream/consumers';

import type { Digest } from '../../../src/base/digest';
import { findings } from '../../contract/objectStore';
import { value } from '../../support/results';
import { newStore } from './support';
import type { Told } from './storeCrowd';

const PARTS = ['take', 'take', 'read', 'sweep', 'sweep', 'check'];
const LASTS_MS = 9000;

describe('processes that take, read, sweep and check one store at once', () => {
  it('lose nothing that a published tree names', async function () {
    this.timeout(120_000);
    const { store, folder, open } = newStore();
    await store.close();
    const began = Date.now();
    const told = await Promise.all(
      PARTS.map((role, at) => play(role, folder, { name: `${role}-${at}`, began })),
    );
    const sum = (role: string, of: (told: Told) => number): number =>
      told.reduce((all, one, at) => all + (PARTS[at] === role ? of(one) : 0), 0);
    assert.deepEqual(
      told.flatMap(({ wrong }) => wrong),
      [],
    );
    for (const role of PARTS) assert.ok(sum(role, ({ done }) => done) > 0, role);
    assert.ok(sum('sweep', ({ removed }) => removed) > 0, JSON.stringify(told));

    const other = open();
    let proven = 0;
    for (const digest of fs.readdirSync(path.join(folder, '..', 'promised'))) {
      for (const entry of value(await other.getTree(digest as Digest)).entries) {
        assert.ok(entry.kind === 'file');
        assert.equal(value(await other.getBytes(entry.digest)).length, entry.size);
        proven++;
      }
    }
    assert.ok(proven > 0);
    assert.deepEqual(await findings(other), []);
    await other.close();
  });
});

async function play(
  role: string,
  folder: string,
  { name, began }: { readonly name: string; readonly began: number },
): Promise<Told> {
  const script = path.join(__dirname, 'storeCrowd.js');
  const args = [script, role, folder, name, `${began}`, `${began + LASTS_MS}`];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit') as Promise<[number | null]>;
  const said = await text(child.stdout);
  assert.equal((await exit)[0], 0, name);
  return JSON.parse(said) as Told;
}
