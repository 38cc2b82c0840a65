import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { digestOf } from '../../../src/base/digest';
import type { Digest } from '../../../src/base/digest';
import { digestAt, rawDigests, rawOf } from '../../../src/store/rawDigest';
import { StatCache } from '../../../src/store/take/statCache';
import type { FileStat, Store } from '../../../src/store/storeModel';
import { value } from '../../support/results';
import { temporaryFolder } from '../../support/temporary';
import { filesBelow, newStore, overwrite } from './support';

const HOUR_AGO = new Date(Date.now() - 3_600_000);

describe('the stat cache', () => {
  it('answers for untouched files, in a later process too', async () => {
    const { store, root, open } = newStore();
    const seen = await untouched(root, 'a');
    assert.equal(await digest(store, root), digestOf('a'));
    value(await store.sync());
    await store.close();
    const later = open();
    fs.writeFileSync(path.join(root, 'a.txt'), 'b');
    assert.equal(await digest(later, root, { seen }), digestOf('a'), 'it was not read');
    assert.equal(await digest(later, root, { seen, cached: false }), digestOf('b'), 'it was read');
    await later.close();
  });

  it('does not answer once size, time, inode or mode differ', async () => {
    for (const touch of [
      (file: string) => fs.appendFileSync(file, 'more'),
      (file: string) => fs.utimesSync(file, new Date(), new Date()),
      (file: string) => fs.chmodSync(file, 0o755),
      (file: string) => {
        fs.writeFileSync(`${file}.new`, 'b');
        fs.renameSync(`${file}.new`, file);
      },
    ]) {
      const { store, root } = newStore();
      await untouched(root, 'a');
      await digest(store, root);
      touch(path.join(root, 'a.txt'));
      const now = fs.readFileSync(path.join(root, 'a.txt'));
      assert.equal(await digest(store, root), digestOf(now));
      await store.close();
    }
  });

  it('does not believe a file that was touched in the tick in which it was read', () => {
    const folder = temporaryFolder();
    const cache = new StatCache(folder, '/root');
    const stat = { size: 1, mtimeMs: 1000.5, ctimeMs: 1000.5, inode: 1, mode: 0o644 };
    const raw = { bytes: Buffer.alloc(32), words: new Int32Array(8) };
    const held = { digests: raw, index: 0, digest: digestAt(raw, 0) };
    cache.remember('racy', stat, held, 1010);
    assert.equal(cache.find('racy', stat), null);
    cache.remember('calm', stat, held, 1100);
    assert.notEqual(cache.find('calm', stat), null);
    const future = { ...stat, mtimeMs: 9000.5 };
    cache.remember('future', future, held, 1100);
    assert.equal(cache.find('future', future), null);
    const coarse = { ...stat, mtimeMs: 1000, ctimeMs: 1000 };
    cache.remember('coarse', coarse, held, 2500);
    assert.equal(cache.find('coarse', coarse), null, 'whole seconds tick slowly');
  });

  it('reads again what the store has lost', async () => {
    const { store, root, folder, open } = newStore();
    await untouched(root, 'a');
    await digest(store, root);
    value(await store.sync());
    await store.close();
    for (const file of filesBelow(path.join(folder, 'objects'))) fs.rmSync(file);
    const later = open();
    assert.equal(await digest(later, root), digestOf('a'));
    assert.equal(value(await later.getBytes(digestOf('a'))).toString(), 'a');
    await later.close();
  });

  it('is ignored where it is damaged, cut, empty or foreign', async () => {
    const { store, root, folder, open } = newStore();
    const seen = await untouched(root, 'a');
    await digest(store, root);
    value(await store.sync());
    await store.close();
    const [file] = filesBelow(path.join(folder, 'cache'));
    assert.ok(file);
    const good = fs.readFileSync(file);
    fs.writeFileSync(path.join(root, 'a.txt'), 'b');
    const flipped = Buffer.from(good);
    flipped[90] = (flipped[90] as number) ^ 1;
    const cuts = Array.from({ length: 20 }, (_, index) =>
      good.subarray(0, Math.floor((good.length * index) / 20)),
    );
    for (const bytes of [flipped, ...cuts, Buffer.from('{"json":true}'), Buffer.alloc(500)]) {
      overwrite(file, bytes);
      const later = open();
      assert.equal(await digest(later, root, { seen }), digestOf('b'));
      await later.close();
    }
  });

  it('saves one entry anew among others that stay as they are', () => {
    const folder = temporaryFolder();
    const stat: FileStat = { size: 1, mtimeMs: 1000.5, ctimeMs: 1000.5, inode: 1, mode: 0o644 };
    const texts = ['a', 'b', 'c', 'b anew', 'd'];
    const raw = rawDigests(texts.length);
    texts.forEach((text, at) => rawOf(digestOf(text)).bytes.copy(raw.bytes, at * 32));
    const placeOf = (index: number) => ({ digests: raw, index, digest: digestAt(raw, index) });
    const save = (entries: readonly (readonly [string, FileStat, number])[]): void => {
      const cache = new StatCache(folder, '/root');
      for (const [name, seen, index] of entries) cache.remember(name, seen, placeOf(index), 5000);
      cache.save();
    };
    const found = (name: string, seen: FileStat): Digest | undefined =>
      new StatCache(folder, '/root').find(name, seen)?.digest;
    const [b, d] = [
      { ...stat, size: 7 },
      { ...stat, size: 9 },
    ];
    save([
      ['a', stat, 0],
      ['b', stat, 1],
      ['c', stat, 2],
    ]);
    for (const change of [[['b', b, 3] as const], [['d', d, 4] as const]]) {
      save(change);
      assert.equal(found('a', stat), digestOf('a'));
      assert.equal(found('c', stat), digestOf('c'));
      assert.equal(found('b', b), digestOf('b anew'));
      assert.equal(found('b', stat), undefined);
    }
    assert.equal(found('d', d), digestOf('d'));
  });

  it('keeps what was not met for a while, and then lets go of it', () => {
    const folder = temporaryFolder();
    const stat: FileStat = { size: 1, mtimeMs: 1000.5, ctimeMs: 1000.5, inode: 1, mode: 0o644 };
    const raw = { bytes: Buffer.alloc(32, 7), words: new Int32Array(8) };
    const held = { digests: raw, index: 0, digest: digestAt(raw, 0) };
    const save = (name: string): void => {
      const cache = new StatCache(folder, '/root');
      cache.remember(name, stat, held, 5000);
      cache.save();
    };
    save('old');
    for (let round = 0; round < 32; round++) save('new');
    assert.notEqual(new StatCache(folder, '/root').find('old', stat), null);
    save('new');
    assert.equal(new StatCache(folder, '/root').find('old', stat), null);
    assert.notEqual(new StatCache(folder, '/root').find('new', stat), null);
    assert.equal(new StatCache(folder, '/other').find('new', stat), null);
  });
});

/** Writes the file and lets the tick pass in which its inode was changed; what lstat says of it. */
async function untouched(root: string, content: string): Promise<FileStat> {
  const file = path.join(root, 'a.txt');
  fs.writeFileSync(file, content);
  fs.utimesSync(file, HOUR_AGO, HOUR_AGO);
  const { size, mtimeMs, ctimeMs, ino: inode, mode } = fs.statSync(file);
  while (Date.now() - ctimeMs < 30) await new Promise((resolve) => setImmediate(resolve));
  return { size, mtimeMs, ctimeMs, inode, mode };
}

/** The digest of the file; with `seen`, as if lstat still said what it said then. */
async function digest(
  store: Store,
  root: string,
  options: { readonly seen?: FileStat; readonly cached?: boolean } = {},
): Promise<Digest | undefined> {
  const files = [{ path: 'a.txt', stat: options.seen ?? null, keep: true }];
  const { cached = true } = options;
  return value(await store.takeFiles(root, files, { cached }))[0]?.digest;
}
