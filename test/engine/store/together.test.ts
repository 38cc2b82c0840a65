import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { text } from 'node:stream/consumers';
import type { Readable, Writable } from 'node:stream';

import { digestOf, hexOf } from '../../../src/base/digest';
import { findings } from '../../contract/objectStore';
import { value } from '../../support/results';
import { damageObject, newStore, overwrite } from './support';

const WRITERS = 8;

describe('eight processes that write one object at once', () => {
  for (const [what, size] of [
    ['small', 5000],
    ['large', 3_000_000],
  ] as const) {
    it(`all succeed, and it is whole (${what})`, async function () {
      this.timeout(60_000);
      const { root, folder, open } = newStore();
      const bytes = Buffer.alloc(size, 'written by all ');
      fs.writeFileSync(path.join(root, 'file'), bytes);
      await writeTogether(folder, path.join(root, 'file'), digestOf(bytes));
      const store = open();
      assert.ok(value(await store.getBytes(digestOf(bytes))).equals(bytes));
      assert.deepEqual(await findings(store), []);
      await store.close();
    });

    it(`replace a damaged one (${what})`, async function () {
      this.timeout(60_000);
      const { store: first, root, folder, open } = newStore();
      const bytes = Buffer.alloc(size, 'damaged, then healed ');
      const digest = value(await first.putBytes(bytes));
      value(await first.sync());
      await first.close();
      damageObject(folder, digest);
      fs.writeFileSync(path.join(root, 'file'), bytes);
      await writeTogether(folder, path.join(root, 'file'), digest);
      const store = open();
      assert.ok(value(await store.getBytes(digest)).equals(bytes));
      await store.close();
    });
  }

  it('replace one that was planted under its name', async function () {
    this.timeout(60_000);
    const { root, folder, open } = newStore();
    const bytes = Buffer.alloc(2_000_000, 'genuine ');
    const hex = hexOf(digestOf(bytes));
    const planted = path.join(folder, 'objects', 'sha256', hex.slice(0, 2), hex.slice(2));
    fs.mkdirSync(path.dirname(planted), { recursive: true });
    fs.writeFileSync(planted, '');
    overwrite(planted, Buffer.alloc(2_000_000, 'planted '));
    fs.writeFileSync(path.join(root, 'file'), bytes);
    await writeTogether(folder, path.join(root, 'file'), digestOf(bytes));
    const store = open();
    assert.ok(value(await store.getBytes(digestOf(bytes))).equals(bytes));
    assert.deepEqual(await findings(store), []);
    await store.close();
  });
});

type Writer = ChildProcessByStdio<Writable, Readable, null>;

async function writeTogether(folder: string, file: string, digest: string): Promise<void> {
  const script = path.join(__dirname, 'storeWriter.js');
  const writers = Array.from({ length: WRITERS }, () =>
    spawn(process.execPath, [script, 'put-same', folder, file], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  );
  await Promise.all(writers.map((writer) => once(writer.stdout, 'readable')));
  for (const writer of writers) writer.stdin.end('go\n');
  const told = await Promise.all(writers.map(finish));
  for (const line of told) assert.equal(line, `ready\n${digest}\n`);
}

async function finish(writer: Writer): Promise<string> {
  const exit = once(writer, 'exit') as Promise<[number | null]>;
  const said = await text(writer.stdout);
  assert.equal((await exit)[0], 0);
  return said;
}
