import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { digestOf, hexOf } from '../../../src/base/digest';
import { openStore } from '../../../src/store/diskStore';
import type { FileToTake, Store, TakenFile } from '../../../src/store/storeModel';
import { findings } from '../../contract/objectStore';
import { cannotRun } from '../../support/cannotRun';
import { failure, value } from '../../support/results';
import { temporaryFolder, writeFiles } from '../../support/temporary';
import { filesBelow, newStore } from './support';

describe('taking files to disk', () => {
  it('keeps a thousand small steps in a handful of packs', async () => {
    const { store, root, folder } = newStore();
    const digests = [];
    for (let step = 0; step < 1000; step++) {
      writeFiles(root, { [`out${step}`]: `output ${step}`, shared: `every time ${step % 3}` });
      const taken = await take(store, root, [`out${step}`, 'shared'], { cached: true });
      digests.push(...taken.map((file) => file.digest));
      assert.equal(
        value(await store.getBytes(digests.at(-1)!)).toString(),
        `every time ${step % 3}`,
      );
      if (step % 250 === 249) value(await store.sync());
    }
    value(await store.sync());
    value(await store.sync()); // with nothing new it does nothing
    assert.equal(packsIn(folder).length, 4);
    for (const digest of digests) assert.ok(store.has(digest));
    assert.deepEqual(await findings(store), []);
    await store.close();
  });

  it('keeps equal files once, whichever thread meets them', async () => {
    const { store, root, folder } = newStore();
    const names = Array.from({ length: 4000 }, (_, index) => `f${index}`);
    writeFiles(root, Object.fromEntries(names.map((n, i) => [n, `${'x'.repeat(500)}${i % 40}`])));
    await take(store, root, names, { cached: false });
    await take(store, root, names.slice(0, 900), { cached: false });
    value(await store.sync());
    const packed = packsIn(folder).reduce((sum, file) => sum + fs.statSync(file).size, 0);
    const once = 40 * (40 + 501) + 30; // two digits in 30 of 40
    assert.equal(packed, once + 8 * packsIn(folder).length);
    await take(store, root, names, { cached: false });
    value(await store.sync());
    assert.equal(
      packsIn(folder).reduce((sum, file) => sum + fs.statSync(file).size, 0),
      packed,
    );
    await store.close();
  });

  it('does not write a large file again that it has', async () => {
    const { store, root, folder } = newStore();
    fs.writeFileSync(path.join(root, 'large'), Buffer.alloc(3_000_000, 'large '));
    fs.writeFileSync(path.join(root, 'other'), Buffer.alloc(3_000_000, 'other '));
    await take(store, root, ['other', 'large'], { cached: false });
    value(await store.sync());
    const before = filesBelow(path.join(folder, 'objects')).map((file) => fs.statSync(file).ino);
    const [again] = await take(store, root, ['large'], { cached: false });
    assert.equal(again?.digest, digestOf(fs.readFileSync(path.join(root, 'large'))));
    assert.deepEqual(fs.readdirSync(path.join(folder, 'tmp')), []);
    value(await store.sync());
    assert.deepEqual(
      filesBelow(path.join(folder, 'objects')).map((file) => fs.statSync(file).ino),
      before,
    );
    await store.close();
  });

  it('keeps objects read-only and never under a second name of a user’s file', async () => {
    const { store, root, folder } = newStore();
    fs.writeFileSync(path.join(root, 'large'), Buffer.alloc(2_000_000, 1));
    writeFiles(root, { small: 'small' });
    await take(store, root, ['large', 'small'], { cached: false });
    value(await store.sync());
    const objects = filesBelow(path.join(folder, 'objects'));
    assert.equal(objects.length, 3);
    for (const file of objects) {
      if (!file.endsWith('.index')) assert.equal(fs.statSync(file).mode & 0o222, 0, file);
    }
    for (const name of ['large', 'small']) {
      assert.equal(fs.statSync(path.join(root, name)).nlink, 1);
    }
    await store.close();
  });

  it('looks anew where what was seen before is stale', async () => {
    const { store, root } = newStore();
    const file = path.join(root, 'stale');
    fs.writeFileSync(file, 'x');
    const asked = value(
      await store.takeFiles(root, [{ path: 'stale', stat: null, keep: true }], { cached: false }),
    );
    assert.equal(asked[0]?.digest, digestOf('x'));
    const stale = { ...asked[0].stat, size: 5, mtimeMs: 1 };
    const taken = value(
      await store.takeFiles(root, [{ path: 'stale', stat: stale, keep: true }], { cached: true }),
    );
    assert.equal(taken[0]?.size, 1);
    await store.close();
  });

  it('reads a file again that changed under it, then gives up', async () => {
    const { store, root } = newStore();
    const file = path.join(root, 'log');
    fs.writeFileSync(file, Buffer.alloc(40_000_000, 'a'));
    const taking = store.takeFiles(root, [{ path: 'log', stat: null, keep: true }], {
      cached: false,
    });
    const growing = setInterval(() => fs.appendFileSync(file, 'more'), 1);
    const result = await taking.finally(() => clearInterval(growing));
    assert.deepEqual(failure(result), { code: 'file-changed-while-read', path: 'log' });
    const [calm] = await take(store, root, ['log'], { cached: false });
    assert.equal(calm?.digest, digestOf(fs.readFileSync(file)));
    await store.close();
  });

  it('names a file that may not be read', async function () {
    const { store, root, folder } = newStore();
    await store.close();
    if (process.getuid?.() !== 0) cannotRun(this, 'only root can become somebody else here');
    writeFiles(root, { 'a.txt': 'a', 'secret.txt': 'secret' });
    fs.chmodSync(path.join(root, 'secret.txt'), 0);
    for (const place of [root, ...filesAndFolders(folder)]) fs.chownSync(place, 65534, 65534);
    const script = `
      process.setgid(65534); process.setuid(65534);
      const { openStore } = require(${JSON.stringify(require.resolve('../../../src/store/diskStore'))});
      const store = openStore(${JSON.stringify(folder)}).value;
      const files = ['a.txt', 'secret.txt'].map((path) => ({ path, stat: null, keep: true }));
      store.takeFiles(${JSON.stringify(root)}, files, { cached: false })
        .then((result) => console.log(JSON.stringify(result.failure)));`;
    const told = JSON.parse(
      execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }),
    ) as {
      code: string;
      path: string;
    };
    assert.equal(told.code, 'file-unreadable');
    assert.equal(told.path, 'secret.txt');
  });

  it('makes nothing before something is kept', async () => {
    const root = temporaryFolder();
    const store = value(openStore(path.join(root, '.reprise')));
    writeFiles(root, { 'a.txt': 'a' });
    const files: FileToTake[] = [{ path: 'a.txt', stat: null, keep: false }];
    assert.equal(
      value(await store.takeFiles(root, files, { cached: true }))[0]?.digest,
      digestOf('a'),
    );
    assert.equal(store.has(digestOf('a')), false);
    value(await store.sync());
    await store.close();
    assert.deepEqual(fs.readdirSync(root), ['a.txt']);
  });

  it('takes no damaged object for the one that has its bytes', async () => {
    const { store, root, folder } = newStore();
    const bytes = Buffer.alloc(2_000_000, 'bytes ');
    const hex = hexOf(digestOf('something else'));
    const wrong = path.join(folder, 'objects', 'sha256', hex.slice(0, 2), hex.slice(2));
    fs.mkdirSync(path.dirname(wrong), { recursive: true });
    fs.writeFileSync(wrong, bytes);
    fs.writeFileSync(path.join(root, 'file'), bytes);
    const [taken] = await take(store, root, ['file'], { cached: false });
    assert.equal(taken?.digest, digestOf(bytes));
    value(await store.sync());
    assert.ok(value(await store.getBytes(digestOf(bytes))).equals(bytes));
    await store.close();
  });
});

async function take(
  store: Store,
  root: string,
  names: readonly string[],
  options: { readonly cached: boolean },
): Promise<readonly TakenFile[]> {
  const files = names.map((name) => ({ path: name, stat: null, keep: true }));
  return value(await store.takeFiles(root, files, options));
}

function packsIn(folder: string): string[] {
  return filesBelow(path.join(folder, 'objects', 'packs')).filter((file) => file.endsWith('.pack'));
}

function filesAndFolders(folder: string): string[] {
  const below = fs.readdirSync(folder, { recursive: true }).map(String);
  return [folder, ...below.map((name) => path.join(folder, name))].concat(
    path.join(folder, '..', 'a.txt'),
    path.join(folder, '..', 'secret.txt'),
  );
}
