import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Readable } from 'node:stream';

import { digestOf } from '../../../src/base/digest';
import { openStore } from '../../../src/store/diskStore';
import { prepareProject } from '../../../src/store/layout';
import type { Store } from '../../../src/store/storeModel';
import { findings } from '../../contract/objectStore';
import { cannotRun } from '../../support/cannotRun';
import { failure, value } from '../../support/results';
import { temporaryFolder } from '../../support/temporary';
import { filesBelow } from './support';

describe('a disk that is full', () => {
  let folder: string;
  let project: string;
  let store: Store;

  beforeEach(function () {
    project = temporaryFolder();
    folder = path.join(project, '.reprise');
    fs.mkdirSync(folder);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder]);
    if (mounted.status !== 0) cannotRun(this, 'a small file system cannot be mounted');
    value(prepareProject({ root: project, store: folder }));
    store = value(openStore(folder, { workers: 2 }));
  });

  afterEach(async () => {
    await store.close();
    spawnSync('umount', ['--lazy', folder]);
  });

  for (const [what, sizes] of [
    ['one large file', [6_000_000]],
    ['small files, one thread', [900_000, 900_000, 900_000, 900_000, 900_000]],
    ['small files, many threads', Array.from({ length: 40 }, () => 500_000)],
  ] as const) {
    it(`is told, and nothing is published (${what})`, async () => {
      const kept = value(await store.putBytes(Buffer.from('kept before')));
      value(await store.sync());
      const published = filesBelow(path.join(folder, 'objects'));
      const names = writeRandom(project, sizes);
      const result = await store.takeFiles(project, all(names), { cached: false });
      assert.deepEqual(failure(result), { code: 'disk-full', folder });
      assert.deepEqual(filesBelow(path.join(folder, 'objects')), published);
      assert.equal(value(await store.getBytes(kept)).toString(), 'kept before');
      assert.deepEqual(await findings(store), []);

      const [small] = writeRandom(project, [1000]);
      fs.rmSync(path.join(folder, 'tmp'), { recursive: true, force: true }); // somebody makes room
      await store.close();
      store = value(openStore(folder, { workers: 2 }));
      const [taken] = value(
        await store.takeFiles(project, all([small as string]), { cached: false }),
      );
      value(await store.sync());
      assert.ok(taken && value(await store.getBytes(taken.digest)).length === 1000);
      assert.deepEqual(await findings(store), []);
    });
  }

  it('is told by what is put, as bytes and as a stream', async () => {
    const bytes = randomBytes(6_000_000);
    assert.equal(failure(await store.putBytes(bytes)).code, 'disk-full');
    assert.equal(failure(await store.putStream(Readable.from([bytes]))).code, 'disk-full');
    assert.deepEqual(fs.readdirSync(path.join(folder, 'tmp')), []);
    assert.equal(store.has(digestOf(bytes)), false);
  });

  it('keeps what was taken before it was full, for a sync when there is room again', async () => {
    const early = value(await store.putBytes(Buffer.from('taken early')));
    const ballast = path.join(folder, 'ballast');
    assert.throws(() => fs.writeFileSync(ballast, Buffer.alloc(8_000_000)), /ENOSPC/);
    assert.deepEqual(failure(await store.sync()), { code: 'disk-full', folder });
    assert.equal(value(await store.getBytes(early)).toString(), 'taken early');
    fs.rmSync(ballast);
    value(await store.sync());
    const other = value(openStore(folder));
    assert.equal(value(await other.getBytes(early)).toString(), 'taken early');
    await other.close();
  });

  it('is told by a restore, which leaves no half file', async () => {
    const bytes = randomBytes(1_500_000);
    const digest = value(await store.putBytes(bytes));
    value(await store.sync());
    const target = path.join(folder, 'target');
    const entries = ['a', 'b', 'c'].map((name) => ({
      path: name,
      kind: 'file' as const,
      executable: false,
      size: bytes.length,
      digest,
    }));
    const result = await store.restore(target, entries, { overwrite: false });
    assert.deepEqual(failure(result), { code: 'disk-full', folder: target });
    for (const file of filesBelow(target)) assert.ok(fs.readFileSync(file).equals(bytes), file);
  });
});

function writeRandom(root: string, sizes: readonly number[]): string[] {
  return sizes.map((size, index) => {
    const name = `random-${sizes.length}-${index}`;
    fs.writeFileSync(path.join(root, name), randomBytes(size));
    return name;
  });
}

function all(names: readonly string[]): { path: string; stat: null; keep: true }[] {
  return names.map((name) => ({ path: name, stat: null, keep: true }));
}
