import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { copyHashed } from '../../../src/store/copyHashed';
import type { TreeEntry } from '../../../src/store/treeModel';
import { cannotRun } from '../../support/cannotRun';
import { failure, value } from '../../support/results';
import { temporaryFolder } from '../../support/temporary';
import { filesBelow, newStore } from './support';

const SIZES = { small: 500, large: 1_500_000 };

describe('a restore beside what is read-only', () => {
  beforeEach(function () {
    if (process.getuid?.() !== 0) cannotRun(this, 'only root can become somebody else here');
  });

  afterEach(() => {
    process.seteuid?.(0);
  });

  for (const [what, size] of Object.entries(SIZES)) {
    it(`replaces a read-only file as a whole (${what})`, async () => {
      const { store, target, entry } = await prepared(size);
      const file = path.join(target, 'closed', 'file');
      fs.writeFileSync(file, 'read-only before');
      fs.chmodSync(file, 0o444);
      process.seteuid?.(NOBODY);
      value(await store.restore(target, [entry], { overwrite: true }));
      process.seteuid?.(0);
      assert.equal(fs.statSync(file).size, size);
      assert.equal(fs.statSync(file).mode & 0o200, 0o200, 'its owner may write it');
      await store.close();
    });

    it(`says which folder it may not write to, and leaves what is there (${what})`, async () => {
      const { store, target, entry } = await prepared(size);
      const file = path.join(target, 'closed', 'file');
      fs.writeFileSync(file, 'before');
      fs.chmodSync(path.dirname(file), 0o555);
      process.seteuid?.(NOBODY);
      for (const overwrite of [true, false]) {
        const told = failure(await store.restore(target, [entry], { overwrite }));
        if (!overwrite) assert.deepEqual(told, { code: 'file-exists', path: 'closed/file' });
        else assert.ok(told.code === 'store-not-writable' && told.error.includes(file), told.code);
      }
      process.seteuid?.(0);
      assert.deepEqual(filesBelow(target), [file]);
      assert.equal(fs.readFileSync(file, 'utf8'), 'before');
      await store.close();
    });

    it(`makes no folder where it may not (${what})`, async () => {
      const { store, target, entry } = await prepared(size);
      fs.rmdirSync(path.join(target, 'closed'));
      fs.chmodSync(target, 0o555);
      process.seteuid?.(NOBODY);
      const told = failure(await store.restore(target, [entry], { overwrite: false }));
      process.seteuid?.(0);
      assert.equal(told.code, 'store-not-writable');
      assert.deepEqual(fs.readdirSync(target), []);
      await store.close();
    });
  }

  it('takes files that are read-only, and folders too, as any other', async () => {
    const { store, target, entry } = await prepared(SIZES.small);
    fs.writeFileSync(path.join(target, 'closed', 'file'), 'x');
    fs.chmodSync(path.join(target, 'closed', 'file'), 0o444);
    fs.chmodSync(path.join(target, 'closed'), 0o555);
    process.seteuid?.(NOBODY);
    const files = [{ path: entry.path, stat: null, keep: false }];
    const [taken] = value(await store.takeFiles(target, files, { cached: false }));
    assert.deepEqual([taken?.size, taken?.executable], [1, false]);
    process.seteuid?.(0);
    await store.close();
  });
});

const NOBODY = 65534;

/** A store that holds an object of so many bytes, and a folder of somebody else's to write it to. */
async function prepared(size: number): Promise<{
  store: ReturnType<typeof newStore>['store'];
  target: string;
  entry: TreeEntry;
}> {
  const { store, root } = newStore();
  fs.chmodSync(root, 0o755);
  const digest = value(await store.putBytes(Buffer.alloc(size, 'bytes ')));
  value(await store.sync());
  const target = temporaryFolder();
  fs.mkdirSync(path.join(target, 'closed'));
  for (const folder of [target, path.join(target, 'closed')]) fs.chownSync(folder, NOBODY, NOBODY);
  return {
    store,
    target,
    entry: { path: 'closed/file', kind: 'file', executable: false, size, digest },
  };
}

describe('a restore that is cancelled', () => {
  it('writes nothing more, and copies no large file to its end', async () => {
    const { store, root } = newStore();
    const large = path.join(root, 'large');
    fs.writeFileSync(large, Buffer.alloc(20_000_000, 'x'));
    for (let at = 0; at < 300; at++) fs.writeFileSync(path.join(root, `f${at}`), String(at));
    const names = fs.readdirSync(root).filter((name) => name !== '.reprise');
    const files = names.map((path) => ({ path, stat: null, keep: true }));
    const taken = value(await store.takeFiles(root, files, { cached: false }));
    value(await store.sync());
    const entries = taken.map(({ path, executable, size, digest }): TreeEntry => {
      return { path, kind: 'file', executable, size, digest };
    });
    const target = temporaryFolder();
    const cancel = new AbortController();
    cancel.abort();
    value(await store.restore(target, entries, { overwrite: false, cancel: cancel.signal }));
    assert.deepEqual(filesBelow(target), []);

    const [from, to] = [fs.openSync(large, 'r'), fs.openSync(path.join(target, 'to'), 'w')];
    let asked = 0;
    const { size } = await copyHashed(from, to, { stopped: () => ++asked > 3 });
    for (const descriptor of [from, to]) fs.closeSync(descriptor);
    assert.equal(size, 3 * 2 ** 20);
    value(
      await store.restore(temporaryFolder(), entries, {
        overwrite: false,
        cancel: new AbortController().signal,
      }),
    );
    await store.close();
  });
});
