import assert from 'node:assert/strict';
import fs from 'node:fs';
import * as path from 'node:path';
import { mock } from 'node:test';

import { digestOf } from '../../../src/base/digest';
import type { Digest } from '../../../src/base/digest';
import type { StoreFailure } from '../../../src/store/failures';
import type { Store } from '../../../src/store/storeModel';
import { findings } from '../../contract/objectStore';
import { failure, value } from '../../support/results';
import { filesBelow, newStore, overwrite } from './support';

const SMALL = Buffer.from('small, in a pack');
const LARGE = Buffer.alloc(1_500_000, 'large, a file of its own ');

describe('a sync that the disk refuses', () => {
  let store: Store;
  let folder: string;
  let open: () => Store;

  beforeEach(() => {
    ({ store, folder, open } = newStore());
  });

  afterEach(async () => {
    mock.restoreAll();
    await store.close();
  });

  it('is told, and the next one publishes copies, never the files in doubt (a pack)', async () => {
    const digest = value(await store.putBytes(SMALL));
    const doubted = await refused(() => failingSync());
    assert.deepEqual(published(), []);
    value(await store.sync());
    await holdsAll([[digest, SMALL]], doubted);
  });

  it('is told, and the next one publishes copies, never the files in doubt (a large file)', async () => {
    const digest = value(await store.putBytes(LARGE));
    const doubted = await refused(() => failingHandleSync());
    assert.deepEqual(published(), []);
    value(await store.sync());
    await holdsAll([[digest, LARGE]], doubted);
  });

  it('does not keep what is put later from being published', async () => {
    const first = value(await store.putBytes(SMALL));
    const doubted = await refused(() => failingSync());
    const second = value(await store.putBytes(Buffer.from('put later')));
    value(await store.sync());
    await holdsAll(
      [
        [first, SMALL],
        [second, Buffer.from('put later')],
      ],
      doubted,
    );
  });

  for (const [what, bytes, inject] of [
    ['a pack', SMALL, failingSync],
    ['a large file', LARGE, failingHandleSync],
  ] as const) {
    it(`is never followed by one that succeeds where the system has let go of the bytes (${what})`, async () => {
      value(await store.putBytes(bytes));
      for (const descriptor of await refused(inject)) fs.closeSync(descriptor);
      for (const file of filesBelow(path.join(folder, 'tmp'))) {
        overwrite(file, Buffer.alloc(fs.statSync(file).size)); // as it would be read back from the disk
      }
      for (const again of [1, 2]) {
        const told = failure(await store.sync());
        assert.equal(told.code, 'store-not-writable', `${again}`);
      }
      assert.deepEqual(published(), []);
      await store.close();
      const other = open();
      assert.equal(other.has(digestOf(bytes)), false);
      assert.deepEqual(await findings(other), []);
      value(await other.putBytes(bytes));
      value(await other.sync());
      assert.ok(value(await other.getBytes(digestOf(bytes))).equals(bytes));
      await other.close();
    });
  }

  function published(): string[] {
    return filesBelow(path.join(folder, 'objects'));
  }

  /** Syncs while every sync of a file fails; descriptors of the files that were in doubt then. */
  async function refused(inject: () => void): Promise<number[]> {
    inject();
    const told: StoreFailure = failure(await store.sync());
    mock.restoreAll();
    assert.ok(told.code === 'store-not-writable' && told.error.includes('EIO'), told.code);
    const left = filesBelow(path.join(folder, 'tmp'));
    assert.ok(left.length > 0);
    return left.map((file) => fs.openSync(file, 'r')); // held, so that no new file gets their inodes
  }

  async function holdsAll(
    objects: readonly (readonly [Digest, Buffer])[],
    doubted: readonly number[],
  ): Promise<void> {
    const inodes = published().map((file) => fs.statSync(file).ino);
    for (const descriptor of doubted) {
      assert.equal(inodes.includes(fs.fstatSync(descriptor).ino), false);
      fs.closeSync(descriptor);
    }
    const other = open();
    for (const [digest, bytes] of objects) {
      assert.ok(value(await other.getBytes(digest)).equals(bytes));
    }
    assert.deepEqual(await findings(other), []);
    assert.deepEqual(filesBelow(path.join(folder, 'tmp')), []);
    await other.close();
  }
});

function failingSync(): void {
  mock.method(fs, 'fsyncSync', () => {
    throw ioError();
  });
}

function failingHandleSync(): void {
  const { open } = fs.promises;
  mock.method(fs.promises, 'open', async (...given: Parameters<typeof open>) => {
    const handle = await open(...given);
    handle.sync = () => Promise.reject(ioError());
    return handle;
  });
}

function ioError(): Error {
  return Object.assign(new Error('EIO: i/o error, fsync'), { code: 'EIO', errno: -5 });
}
