import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { digestOf } from '../../../src/base/digest';
import type { Digest } from '../../../src/base/digest';
import { fileEntry } from '../../../src/store/fileEntry';
import { openStore } from '../../../src/store/diskStore';
import type {
  FileToTake,
  Store,
  TakenFile,
  TreeToTake,
  UntouchedTree,
} from '../../../src/store/storeModel';
import { treeText } from '../../../src/store/tree';
import { value } from '../../support/results';
import { temporaryFolder } from '../../support/temporary';
import { damageObject, filesBelow, newStore } from './support';

const COUNT = 300;
const HOUR_AGO = new Date(Date.now() - 3_600_000);

describe('a tree of untouched files', () => {
  it('is known once it was made of what the stat cache knows, to the byte', async () => {
    const { root, open } = await taken();
    await inStore(open, async (store) => {
      assert.equal(store.untouchedTree(root, wanted(root)), null, 'nobody has made it');
      await take(store, root);
    });
    await inStore(open, (store) => {
      const known = store.untouchedTree(root, wanted(root));
      assert.ok(known);
      const files = known.taken();
      assert.equal(known.tree, digestOf(treeText(sorted(files))));
      assert.equal(
        known.bytes,
        files.reduce((sum, { size }) => sum + size, 0),
      );
      assert.deepEqual(files[7]?.digest, digestOf('content 7'));
      assert.equal(store.has(known.tree), true);
    });
  });

  it('is another one once a file was touched, came, went or may be executed', async () => {
    const changes: readonly ((root: string) => void)[] = [
      (root) => fs.writeFileSync(at(root, 7), 'CONTENT 7'),
      (root) => {
        fs.writeFileSync(at(root, 7), 'CONTENT 7');
        fs.utimesSync(at(root, 7), HOUR_AGO, HOUR_AGO);
      },
      (root) => {
        fs.writeFileSync(`${at(root, 7)}.new`, 'CONTENT 7');
        fs.utimesSync(`${at(root, 7)}.new`, HOUR_AGO, HOUR_AGO);
        fs.renameSync(`${at(root, 7)}.new`, at(root, 7));
      },
      (root) => fs.chmodSync(at(root, 7), 0o755),
      (root) => fs.rmSync(at(root, 7)),
      (root) => fs.writeFileSync(path.join(root, 'data', 'new.txt'), 'new'),
    ];
    for (const change of changes) {
      const { root, open } = await known();
      change(root);
      await inStore(open, async (store) => {
        assert.equal(store.untouchedTree(root, wanted(root)), null);
        const tree = await take(store, root);
        assert.equal(tree, digestOf(treeText(sorted(read(root)))));
      });
    }
  });

  it('depends on all that is in it: other folders, links and paths are other trees', async () => {
    const { root, open } = await known();
    const plain = wanted(root);
    await inStore(open, (store) => {
      for (const others of [
        [],
        [{ path: 'data/empty', kind: 'folder' as const }],
        [{ path: 'data', kind: 'link' as const, target: 'elsewhere' }],
      ]) {
        assert.equal(store.untouchedTree(root, { ...plain, others }), null);
      }
      assert.equal(store.untouchedTree(root, { ...plain, files: plain.files.slice(1) }), null);
      assert.notEqual(store.untouchedTree(root, plain), null);
    });
  });

  it('is not believed where what is remembered is damaged, cut, foreign or of another version', async () => {
    const { root, folder, open } = await known();
    const file = path.join(folder, 'cache', 'trees');
    const good = fs.readFileSync(file);
    const lie = digestOf('a lie');
    const text = good.toString();
    const [, , listed = ''] = text.split('\n');
    const other = JSON.stringify([{ content: 'x', tree: lie, packs: null }]);
    const bad = [
      Buffer.from(text.replace(/"tree":"sha256:[0-9a-f]{64}"/, `"tree":"${lie}"`)),
      Buffer.from(text.replace('REPRTRE1', 'REPRTRE2')),
      Buffer.from(`REPRTRE1\n${digestOf(other)}\n${other}`),
      Buffer.from(listed),
      Buffer.alloc(500),
      ...Array.from({ length: 12 }, (_, part) =>
        good.subarray(0, Math.floor((good.length * part) / 12)),
      ),
    ];
    for (const bytes of bad) {
      fs.writeFileSync(file, bytes);
      await inStore(open, (store) => {
        assert.equal(store.untouchedTree(root, wanted(root)), null);
      });
    }
    fs.writeFileSync(file, good);
    await inStore(open, (store) => {
      assert.notEqual(store.untouchedTree(root, wanted(root)), null);
    });
  });

  it('is not known where the tree or the bytes of a file are gone or damaged, and they are kept again', async () => {
    const { root, folder, open } = await known();
    const tree = digestOf(treeText(sorted(read(root))));
    damageObject(folder, tree);
    await inStore(open, async (store) => {
      assert.equal(store.untouchedTree(root, wanted(root)), null, 'the tree is damaged');
      assert.notEqual(store.untouchedTree(root, wanted(root, false)), null, 'nobody keeps it');
      await take(store, root);
      assert.notEqual(store.untouchedTree(root, wanted(root)), null, 'it is whole again');
    });
    for (const file of filesBelow(path.join(folder, 'objects'))) fs.rmSync(file);
    await inStore(open, async (store) => {
      assert.equal(store.untouchedTree(root, wanted(root)), null, 'everything is gone');
      await take(store, root);
      assert.equal(value(await store.getBytes(digestOf('content 7'))).toString(), 'content 7');
    });
  });

  it('is not known where one pack of several is gone', async () => {
    const { root, folder, open } = await taken();
    fs.writeFileSync(at(root, 7), 'in a pack of its own');
    fs.utimesSync(at(root, 7), HOUR_AGO, HOUR_AGO);
    await tick();
    for (let times = 0; times < 3; times++) {
      await inStore(open, async (store) => {
        if (store.untouchedTree(root, wanted(root)) === null) await take(store, root);
      });
    }
    const packs = filesBelow(path.join(folder, 'objects', 'packs'));
    const own = packs.filter((file) => fs.readFileSync(file).includes('in a pack of its own'));
    assert.equal(own.length, 1);
    fs.rmSync((own[0] as string).replace(/pack$/, 'index'));
    fs.rmSync(own[0] as string);
    await inStore(open, async (store) => {
      assert.equal(store.untouchedTree(root, wanted(root)), null);
      await take(store, root);
      const bytes = await store.getBytes(digestOf('in a pack of its own'));
      assert.equal(value(bytes).length, 20);
    });
  });

  it('is known in a project that was moved, where its files were looked at there', async () => {
    const { root, open } = await known();
    const tree = digestOf(treeText(sorted(read(root))));
    const moved = path.join(temporaryFolder(), 'moved');
    fs.cpSync(root, moved, { recursive: true });
    await tick();
    const there = (): Store => value(openStore(path.join(moved, '.reprise'), { workers: 1 }));
    fs.writeFileSync(at(root, 7), 'CONTENT 7');
    await inStore(there, async (store) => {
      assert.equal(store.untouchedTree(moved, wanted(moved)), null, 'other inodes');
      assert.equal(await take(store, moved), tree);
    });
    await inStore(there, (store) => {
      assert.equal(store.untouchedTree(moved, wanted(moved))?.tree, tree);
    });
    await inStore(open, (store) => {
      assert.equal(store.untouchedTree(root, wanted(root)), null);
    });
  });

  it('covers a part of it that is the same, and tells of a file that somebody wants besides', async () => {
    const { root, open } = await known();
    await inStore(open, async (store) => {
      const all = wanted(root);
      const half = { ...all, files: all.files.slice(0, 280) };
      await take(store, root, half);
    });
    await inStore(open, async (store) => {
      const all = wanted(root);
      const whole = store.untouchedTree(root, all) as UntouchedTree;
      const part = store.untouchedTree(root, { ...all, files: all.files.slice(0, 280) });
      assert.ok(part);
      const isLast = (file: string): boolean => file === all.files[299]?.path;
      assert.equal(
        whole.covers(part, () => false),
        true,
      );
      assert.equal(whole.covers(part, isLast), false, 'it is missing in the part');
      assert.equal(
        part.covers(whole, () => false),
        false,
        'the part has less',
      );
      await Promise.resolve();
    });
  });
});

/** A project of many small files that were touched long ago, taken once. */
async function taken(): Promise<{ root: string; folder: string; open: () => Store }> {
  const { store, root, folder, open } = newStore();
  fs.mkdirSync(path.join(root, 'data'));
  for (let index = 0; index < COUNT; index++) {
    fs.writeFileSync(at(root, index), `content ${index}`);
    fs.utimesSync(at(root, index), HOUR_AGO, HOUR_AGO);
  }
  await tick();
  await take(store, root);
  value(await store.sync());
  await store.close();
  return { root, folder, open };
}

/** The same, so often that all of it is remembered. */
async function known(): Promise<{ root: string; folder: string; open: () => Store }> {
  const made = await taken();
  await inStore(made.open, (store) => take(store, made.root));
  await inStore(made.open, (store) => {
    assert.notEqual(store.untouchedTree(made.root, wanted(made.root)), null);
  });
  return made;
}

async function inStore(open: () => Store, use: (store: Store) => unknown): Promise<void> {
  const store = open();
  await use(store);
  value(await store.sync());
  await store.close();
}

/** As who takes files and makes a tree of them does. */
async function take(store: Store, root: string, made = wanted(root)): Promise<Digest> {
  const files = value(await store.takeFiles(root, made.files, { cached: true }));
  const tree = value(await store.putTree(sorted(files)));
  store.rememberTree(root, { ...made, taken: files, tree });
  return tree;
}

function wanted(root: string, keep = true): TreeToTake {
  const names = fs.readdirSync(path.join(root, 'data')).sort();
  const files = names.map((name): FileToTake => {
    const file = fs.lstatSync(path.join(root, 'data', name));
    const { size, mtimeMs, ctimeMs, ino: inode, mode } = file;
    return { path: `data/${name}`, stat: { size, mtimeMs, ctimeMs, inode, mode }, keep };
  });
  return { files, others: [{ path: 'data', kind: 'folder' }] };
}

function read(root: string): TakenFile[] {
  return wanted(root).files.map(({ path: name, stat }) => {
    const bytes = fs.readFileSync(path.join(root, name));
    const executable = ((stat?.mode ?? 0) & 0o100) !== 0;
    const digest = digestOf(bytes);
    return { path: name, executable, size: bytes.length, digest, stat: stat as never };
  });
}

function sorted(files: readonly TakenFile[]) {
  return [{ path: 'data', kind: 'folder' as const }, ...files.map(fileEntry)];
}

function at(root: string, index: number): string {
  return path.join(root, 'data', `${String(index).padStart(3, '0')}.txt`);
}

/** Lets the tick of the clock pass in which files were touched. */
async function tick(): Promise<void> {
  const from = Date.now();
  while (Date.now() - from < 30) await new Promise((resolve) => setImmediate(resolve));
}
