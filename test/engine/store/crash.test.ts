import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { createInterface } from 'node:readline';

import type { Digest } from '../../../src/base/digest';
import { findings } from '../../contract/objectStore';
import { failure, value } from '../../support/results';
import { newStore } from './support';

const KILLS = 200;

describe('a writer that is killed', () => {
  it(`${KILLS} times at random moments leaves a store that checks clean`, async function () {
    this.timeout(300_000);
    const { root, folder, open } = newStore();
    const promised = new Set<Digest>();
    // Two at a time, so that there is always another one whose work must not suffer either.
    for (let kill = 0; kill < KILLS; kill += 2) {
      const pair = [killedWriter(folder, 0), killedWriter(folder, kill % 3)];
      for (const told of await Promise.all(pair)) for (const digest of told) promised.add(digest);
    }
    const store = open();
    const found = await findings(store);
    assert.deepEqual(
      found.filter((finding) => finding.kind !== 'stray'),
      [],
    );
    assert.ok(promised.size > KILLS / 4, `${promised.size} syncs were told`);
    for (const digest of promised) {
      for (const entry of value(await store.getTree(digest)).entries) {
        assert.ok(entry.kind === 'file');
        assert.equal(value(await store.getBytes(entry.digest)).length, entry.size);
      }
    }
    await documentsAreWhole(store, folder);
    await store.close();
    fs.rmSync(root, { recursive: true });
  });
});

/** A published tree promises every object that it names, told or not. */
async function documentsAreWhole(
  store: ReturnType<ReturnType<typeof newStore>['open']>,
  folder: string,
): Promise<void> {
  for (const prefix of fs.readdirSync(path.join(folder, 'trees'))) {
    for (const name of fs.readdirSync(path.join(folder, 'trees', prefix))) {
      if (!name.endsWith('.json')) continue;
      const digest = `sha256:${prefix}${name.slice(0, -5)}` as Digest;
      for (const entry of value(await store.getTree(digest)).entries) {
        assert.ok(entry.kind === 'file' && store.has(entry.digest), `${digest} ${entry.path}`);
      }
    }
  }
}

/** Starts a writer and kills it a random moment after it has told of so many trees; those that it told of. */
async function killedWriter(folder: string, rounds: number): Promise<Digest[]> {
  const script = path.join(__dirname, 'storeWriter.js');
  const child = spawn(process.execPath, [script, 'rounds', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit') as Promise<[number | null, string | null]>;
  const told: Digest[] = [];
  const lines = createInterface({ input: child.stdout });
  const closed = once(lines, 'close');
  lines.on('line', (line) => {
    if (line !== 'ready' && line.length !== 71) return; // cut by the kill
    if (line !== 'ready') told.push(line as Digest);
    if (told.length === rounds) setTimeout(() => child.kill('SIGKILL'), Math.random() * 60);
  });
  assert.deepEqual(await exit, [null, 'SIGKILL']);
  await closed;
  return told;
}

describe('an unsynced store', () => {
  it('leaves nothing behind that others see when it is closed', async () => {
    const { store, folder, open } = newStore();
    const digest = value(await store.putBytes(Buffer.from('never synced')));
    value(await store.putBytes(Buffer.alloc(2_000_000)));
    await store.close();
    const other = open();
    assert.equal(failure(await other.getBytes(digest)).code, 'object-missing');
    assert.deepEqual(await findings(other), []);
    assert.deepEqual(fs.readdirSync(path.join(folder, 'tmp')), []);
    await other.close();
  });
});
