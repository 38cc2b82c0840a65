import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import { digestOf, digestOfJson } from '../../src/base/digest';
import type { Digest } from '../../src/base/digest';
import type { Json } from '../../src/base/json';
import type { Store, StoreFinding, TakenFile } from '../../src/store/storeModel';
import type { FileEntry, TreeEntry } from '../../src/store/treeModel';
import { failure, value } from '../support/results';
import { cannotRun } from '../support/cannotRun';
import { temporaryFolder, writeFiles } from '../support/temporary';

/** A store under test, and a way to flip a bit of an object behind its back. */
export interface StoreUnderTest {
  readonly store: Store;
  readonly damage: (digest: Digest) => void;
}

/** What every object store owes, whatever keeps its bytes. */
export function objectStoreContract(name: string, make: () => StoreUnderTest): void {
  describe(`object store: ${name}`, () => {
    let under: StoreUnderTest;
    let store: Store;
    beforeEach(() => {
      under = make();
      store = under.store;
    });
    afterEach(() => store.close());

    describe('bytes', () => {
      it('come back as they were, before and after sync', async () => {
        for (const size of [0, 1, 1000, (1 << 20) - 1, 1 << 20, 3_000_000]) {
          const bytes = Buffer.alloc(size, `of ${size} bytes;`);
          const digest = value(await store.putBytes(bytes));
          assert.equal(digest, digestOf(bytes));
          assert.ok(value(await store.getBytes(digest)).equals(bytes), `${size} bytes`);
          value(await store.sync());
          assert.ok(value(await store.getBytes(digest)).equals(bytes), `${size} bytes, synced`);
          assert.ok((await streamed(store, digest)).equals(bytes), `${size} bytes, streamed`);
        }
      });

      it('may be put as often as one likes', async () => {
        const first = value(await store.putBytes(Buffer.from('twice')));
        value(await store.sync());
        assert.equal(value(await store.putBytes(Buffer.from('twice'))), first);
        assert.equal(value(await store.putStream(Readable.from([Buffer.from('twice')]))), first);
        value(await store.sync());
        assert.equal(value(await store.getBytes(first)).toString(), 'twice');
        assert.deepEqual(await findings(store), []);
      });

      it('may come as a stream, in pieces of any size', async () => {
        const whole = Buffer.alloc(2_500_000, 'stream of pieces ');
        for (const piece of [whole.length, 65_536, 999_983]) {
          const pieces = Array.from({ length: Math.ceil(whole.length / piece) }, (_, index) =>
            whole.subarray(index * piece, (index + 1) * piece),
          );
          assert.equal(value(await store.putStream(Readable.from(pieces))), digestOf(whole));
        }
        assert.ok((await streamed(store, digestOf(whole))).equals(whole));
      });

      it('of a stream that breaks are not kept', async () => {
        const broken = Readable.from(
          (function* () {
            yield Buffer.alloc(2_000_000, 1);
            throw new Error('broken off');
          })(),
        );
        await assert.rejects(store.putStream(broken), /broken off/);
        value(await store.sync());
        assert.equal(store.has(digestOf(Buffer.alloc(2_000_000, 1))), false);
        assert.deepEqual(await findings(store), []);
      });

      it('that are not here are missing', async () => {
        const unknown = digestOf('unknown');
        assert.equal(store.has(unknown), false);
        assert.equal(store.keepsProven(unknown), false);
        const missing = { code: 'object-missing', digest: unknown };
        assert.deepEqual(failure(await store.getBytes(unknown)), missing);
        assert.deepEqual(failure(await store.getStream(unknown)), missing);
      });

      for (const size of [1000, 2_000_000]) {
        it(`that are damaged are never handed out, and heal when put again (${size} bytes)`, async () => {
          const bytes = Buffer.alloc(size, 'sound ');
          const digest = value(await store.putBytes(bytes));
          assert.equal(store.keepsProven(digest), true, 'before it is on the disk');
          value(await store.sync());
          assert.equal(store.keepsProven(digest), true);
          under.damage(digest);
          assert.equal(store.keepsProven(digest), false);
          assert.equal(failure(await store.getBytes(digest)).code, 'object-damaged');
          await assert.rejects(streamed(store, digest), /object-damaged/);
          const target = temporaryFolder();
          const entry = fileEntry('out/copy.bin', bytes);
          const restored = await store.restore(target, [entry], { overwrite: false });
          assert.equal(failure(restored).code, 'object-damaged');
          assert.equal(fs.existsSync(path.join(target, 'out', 'copy.bin')), false);
          const found = await findings(store);
          assert.deepEqual(
            found.map((finding) => finding.kind === 'damaged' && finding.digest),
            [digest],
          );

          assert.equal(value(await store.putBytes(bytes)), digest);
          value(await store.sync());
          assert.ok(value(await store.getBytes(digest)).equals(bytes));
          assert.ok((await streamed(store, digest)).equals(bytes));
        });
      }
    });

    describe('files', () => {
      it('are digested, measured and kept', async () => {
        const root = temporaryFolder();
        writeFiles(root, { 'a.txt': 'a', 'deep/er/b.sh': 'b', empty: '', same: 'a' });
        fs.chmodSync(path.join(root, 'deep/er/b.sh'), 0o755);
        const taken = await take(store, root, ['deep/er/b.sh', 'a.txt', 'empty', 'same']);
        assert.deepEqual(
          taken.map((file) => [file.path, file.executable, file.size, file.digest]),
          [
            ['deep/er/b.sh', true, 1, digestOf('b')],
            ['a.txt', false, 1, digestOf('a')],
            ['empty', false, 0, digestOf('')],
            ['same', false, 1, digestOf('a')],
          ],
        );
        assert.equal(taken[0]?.stat.mtimeMs, fs.statSync(path.join(root, 'deep/er/b.sh')).mtimeMs);
        for (const text of ['a', 'b', '']) {
          assert.equal(value(await store.getBytes(digestOf(text))).toString(), text);
        }
      });

      it('are many, and equal ones among them are one object', async () => {
        const root = temporaryFolder();
        const names = Array.from({ length: 700 }, (_, index) => `f${index}`);
        writeFiles(root, Object.fromEntries(names.map((n, i) => [n, `content ${i % 100}`])));
        const taken = await take(store, root, names);
        value(await store.sync());
        taken.forEach((file, i) => assert.equal(file.digest, digestOf(`content ${i % 100}`)));
        assert.equal(new Set(taken.map((file) => file.digest)).size, 100);
        for (const { digest } of taken) assert.ok(store.has(digest));
        assert.deepEqual(await findings(store), []);
      });

      it('that are large are kept too, in one batch with small ones', async () => {
        const root = temporaryFolder();
        const large = Buffer.alloc(5_000_000, 'large ');
        fs.writeFileSync(path.join(root, 'large'), large);
        fs.writeFileSync(path.join(root, 'again'), large);
        writeFiles(root, { small: 'small' });
        const taken = await take(store, root, ['large', 'small', 'again']);
        assert.deepEqual(
          taken.map((file) => file.digest),
          [digestOf(large), digestOf('small'), digestOf(large)],
        );
        value(await store.sync());
        assert.ok((await streamed(store, digestOf(large))).equals(large));
      });

      it('are only digested where their bytes are not to be kept', async () => {
        const root = temporaryFolder();
        writeFiles(root, { 'not-kept': 'not kept' });
        fs.writeFileSync(path.join(root, 'large'), Buffer.alloc(2_000_000, 7));
        const files = ['not-kept', 'large'].map((name) => ({
          path: name,
          stat: null,
          keep: false,
        }));
        const taken = value(await store.takeFiles(root, files, { cached: false }));
        assert.equal(taken[0]?.digest, digestOf('not kept'));
        assert.equal(taken[1]?.digest, digestOf(Buffer.alloc(2_000_000, 7)));
        value(await store.sync());
        for (const { digest } of taken) assert.equal(store.has(digest), false);
      });

      it('behind links are followed', async function () {
        if (process.platform === 'win32') cannotRun(this, 'Windows has no such links and modes');
        const root = temporaryFolder();
        writeFiles(root, { 'real/a.txt': 'linked' });
        fs.symlinkSync('real/a.txt', path.join(root, 'link.txt'));
        fs.symlinkSync('real', path.join(root, 'folder'));
        const taken = await take(store, root, ['link.txt', 'folder/a.txt']);
        for (const file of taken) assert.equal(file.digest, digestOf('linked'));
      });

      it('that vanished or are no files are named', async () => {
        const root = temporaryFolder();
        writeFiles(root, { 'there.txt': 'there', 'folder/x': '' });
        const vanished = await store.takeFiles(root, plain(['there.txt', 'gone.txt']), {
          cached: false,
        });
        assert.deepEqual(failure(vanished), { code: 'file-vanished', path: 'gone.txt' });
        const folder = failure(await store.takeFiles(root, plain(['folder']), { cached: false }));
        assert.equal(folder.code, 'file-unreadable');
        assert.equal((folder as { path: string }).path, 'folder');
        if (process.platform === 'win32') return;
        execFileSync('mkfifo', [path.join(root, 'pipe')]);
        const pipe = failure(await store.takeFiles(root, plain(['pipe']), { cached: false }));
        assert.equal(pipe.code, 'file-unreadable');
      });

      it('are none: nothing is taken', async () => {
        assert.deepEqual(value(await store.takeFiles(temporaryFolder(), [], { cached: true })), []);
      });
    });

    describe('trees', () => {
      const entries: readonly TreeEntry[] = [
        fileEntry('b/z.txt', Buffer.from('z')),
        { path: 'a', kind: 'link', target: 'b/z.txt' },
        { path: 'b', kind: 'folder' },
        fileEntry('b/é "quoted".txt', Buffer.from('q')),
      ];

      it('are one digest in whatever order their entries come', async () => {
        const digest = value(await store.putTree(entries));
        assert.equal(value(await store.putTree([...entries].reverse())), digest);
        const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
        assert.equal(digest, digestOfJson({ format: 1, entries: sorted as unknown as Json }));
        assert.deepEqual(value(await store.getTree(digest)), { format: 1, entries: sorted });
      });

      it('that are not here, or are no trees, are told apart', async () => {
        const unknown = digestOf('no tree');
        assert.deepEqual(failure(await store.getTree(unknown)), {
          code: 'tree-missing',
          digest: unknown,
        });
        const other = value(await store.putBytes(Buffer.from('{"format":1}')));
        assert.equal(failure(await store.getTree(other)).code, 'tree-damaged');
      });

      it('are published as documents', async () => {
        const digest = value(await store.putTree(entries));
        value(await store.publishDocument(digest));
        value(await store.publishDocument(digest));
        assert.equal(digestOf(value(await store.getDocument(digest))), digest);
        assert.equal(failure(await store.publishDocument(digestOf('?'))).code, 'tree-missing');
      });
    });

    describe('restoring', () => {
      it('brings back files, folders, links and the executable bit', async function () {
        if (process.platform === 'win32') cannotRun(this, 'Windows has no such links and modes');
        const root = path.join(temporaryFolder(), 'new');
        const entries = await putAll(store, {
          'a.txt': 'a',
          'deep/er/tool': 'run me',
          'deep/er/copy.txt': 'a',
          empty: '',
        });
        const tree: TreeEntry[] = [
          ...entries.map((entry) => ({ ...entry, executable: entry.path.endsWith('tool') })),
          { path: 'nothing/in/here', kind: 'folder' },
          { path: 'deep/latest', kind: 'link', target: 'er' },
        ];
        assert.deepEqual(value(await store.restore(root, tree, { overwrite: false })), {
          files: 4,
          bytes: 8,
        });
        assert.equal(fs.readFileSync(path.join(root, 'deep/latest/tool'), 'utf8'), 'run me');
        assert.equal(fs.statSync(path.join(root, 'deep/er/tool')).mode & 0o111, 0o111);
        assert.equal(fs.statSync(path.join(root, 'a.txt')).mode & 0o111, 0);
        assert.deepEqual(fs.readdirSync(path.join(root, 'nothing/in/here')), []);
        assert.equal(fs.readlinkSync(path.join(root, 'deep/latest')), 'er');
        assert.equal(fs.readFileSync(path.join(root, 'empty'), 'utf8'), '');
      });

      it('makes copies of their own, that may be written', async () => {
        const root = temporaryFolder();
        const large = 'l'.repeat(2_000_000);
        const entries = await putAll(store, { one: 'same', two: 'same', large });
        value(await store.restore(root, entries, { overwrite: false }));
        for (const name of ['one', 'large']) fs.appendFileSync(path.join(root, name), ' changed');
        assert.equal(fs.readFileSync(path.join(root, 'two'), 'utf8'), 'same');
        assert.equal(value(await store.getBytes(digestOf('same'))).toString(), 'same');
        assert.equal(value(await store.getBytes(digestOf(large))).length, 2_000_000);
        assert.equal(fs.statSync(path.join(root, 'one')).nlink, 1);
        assert.deepEqual(await findings(store), []);
      });

      it('writes many files', async () => {
        const root = temporaryFolder();
        const files = Object.fromEntries(
          Array.from({ length: 600 }, (_, i) => [`d${i % 7}/f${i}`, `number ${i}`]),
        );
        const entries = await putAll(store, files);
        value(await store.sync());
        const done = value(await store.restore(root, entries, { overwrite: false }));
        assert.equal(done.files, 600);
        for (const [name, content] of Object.entries(files)) {
          assert.equal(fs.readFileSync(path.join(root, name), 'utf8'), content);
        }
      });

      it('names what is missing, with its path', async () => {
        const entry = fileEntry('x/y.txt', Buffer.from('never put'));
        const root = temporaryFolder();
        assert.deepEqual(failure(await store.restore(root, [entry], { overwrite: false })), {
          code: 'object-missing',
          digest: entry.digest,
          path: 'x/y.txt',
        });
      });

      it('never writes outside its folder', async () => {
        const base = temporaryFolder();
        const [entry] = await putAll(store, { x: 'evil' });
        const file = (name: string): TreeEntry => ({ ...(entry as FileEntry), path: name });
        const link: TreeEntry = { path: 'a', kind: 'link', target: base };
        const trees: readonly (readonly TreeEntry[])[] = [
          [file('../out')],
          [file('a/../../out')],
          [file(path.join(base, 'out'))],
          [file('')],
          [file('a//b')],
          [file('./a')],
          [link, file('a/out')],
          [link, { path: 'a/out', kind: 'folder' }],
          [link, { path: 'a/out', kind: 'link', target: 'x' }],
          [file('a'), file('a/out')],
          [file('a'), file('a')],
          [{ path: '..', kind: 'folder' }],
        ];
        for (const [index, tree] of trees.entries()) {
          const root = path.join(base, `root${index}`, 'inner');
          const done = await store.restore(root, tree, { overwrite: true });
          assert.equal(failure(done).code, 'path-unsafe', JSON.stringify(tree));
        }
        assert.equal(fs.existsSync(path.join(base, 'out')), false);
      });

      it('does not go through a link that was there before', async function () {
        if (process.platform === 'win32') cannotRun(this, 'Windows has no such links and modes');
        const root = temporaryFolder();
        const elsewhere = temporaryFolder();
        fs.symlinkSync(elsewhere, path.join(root, 'a'));
        const entries = await putAll(store, { 'a/x': 'x' });
        const done = await store.restore(root, entries, { overwrite: true });
        assert.equal(failure(done).code, 'path-unsafe');
        assert.deepEqual(fs.readdirSync(elsewhere), []);
      });

      it('refuses what is there, or replaces it as a whole', async function () {
        if (process.platform === 'win32') cannotRun(this, 'Windows has no such links and modes');
        const root = temporaryFolder();
        const large = 'L'.repeat(2_000_000);
        writeFiles(root, { kept: 'old', 'folder/in': '', other: 'other', 'other-large': 'other' });
        fs.linkSync(path.join(root, 'kept'), path.join(root, 'second-name'));
        fs.symlinkSync('other', path.join(root, 'link'));
        fs.symlinkSync('other-large', path.join(root, 'large'));
        const entries = await putAll(store, { kept: 'new', link: 'now a file', large });
        for (const entry of entries) {
          const refused = await store.restore(root, [entry], { overwrite: false });
          assert.deepEqual(failure(refused), { code: 'file-exists', path: entry.path });
        }
        assert.equal(fs.readFileSync(path.join(root, 'kept'), 'utf8'), 'old');
        value(await store.restore(root, entries, { overwrite: true }));
        assert.equal(fs.readFileSync(path.join(root, 'kept'), 'utf8'), 'new');
        assert.equal(fs.readFileSync(path.join(root, 'second-name'), 'utf8'), 'old');
        assert.equal(fs.lstatSync(path.join(root, 'link')).isFile(), true);
        assert.equal(fs.readFileSync(path.join(root, 'large'), 'utf8'), large);
        for (const name of ['other', 'other-large']) {
          assert.equal(fs.readFileSync(path.join(root, name), 'utf8'), 'other');
        }
        const [overFolder] = await putAll(store, { folder: 'a file' });
        const done = await store.restore(root, [overFolder as TreeEntry], { overwrite: true });
        assert.deepEqual(failure(done), { code: 'file-exists', path: 'folder' });
      });
    });

    describe('sweeping', () => {
      it('removes what is neither kept nor young, and nothing in a dry run', async () => {
        const kept = value(await store.putBytes(Buffer.from('kept')));
        const large = value(await store.putBytes(Buffer.alloc(1_500_000, 1)));
        const keptLarge = value(await store.putBytes(Buffer.alloc(1_500_000, 2)));
        const small = value(await store.putBytes(Buffer.from('gone')));
        value(await store.sync());
        const keep = new Set([kept, keptLarge]);
        const young = value(await store.sweep({ keep, graceMs: 3_600_000, dryRun: false }));
        assert.deepEqual(young, { objects: 0, bytes: 0, digests: [] });
        const expected = { objects: 2, bytes: 1_500_004, digests: [large, small].sort() };
        assert.deepEqual(
          value(await store.sweep({ keep, graceMs: -60_000, dryRun: true })),
          expected,
        );
        const only = new Set([large]);
        assert.deepEqual(value(await store.sweep({ keep, only, graceMs: -60_000, dryRun: true })), {
          objects: 1,
          bytes: 1_500_000,
          digests: [large],
        });
        for (const digest of [kept, large, keptLarge, small]) assert.ok(store.has(digest));
        assert.deepEqual(
          value(await store.sweep({ keep, graceMs: -60_000, dryRun: false })),
          expected,
        );
        for (const digest of [large, small]) {
          assert.equal(failure(await store.getBytes(digest)).code, 'object-missing');
          assert.equal(store.has(digest), false);
        }
        assert.equal(value(await store.getBytes(kept)).toString(), 'kept');
        assert.equal(value(await store.getBytes(keptLarge)).length, 1_500_000);
        assert.deepEqual(await findings(store), []);
        const [one, other] = [
          value(await store.putBytes(Buffer.from('one'))),
          value(await store.putBytes(Buffer.from('other'))),
        ];
        value(await store.sync());
        const single = { keep, only: new Set([one]), graceMs: -60_000, dryRun: false };
        assert.deepEqual(value(await store.sweep(single)).digests, [one]);
        assert.deepEqual([store.has(one), store.has(other)], [false, true]);
        assert.equal(value(await store.getBytes(other)).toString(), 'other');
        assert.deepEqual(await findings(store), []);
        assert.equal(value(await store.putBytes(Buffer.from('gone'))), small);
        assert.equal(value(await store.getBytes(small)).toString(), 'gone');
      });
    });
  });
}

/** Everything that a check finds. */
export async function findings(store: Store): Promise<StoreFinding[]> {
  const found: StoreFinding[] = [];
  for await (const finding of store.check()) found.push(finding);
  return found;
}

async function streamed(store: Store, digest: Digest): Promise<Buffer> {
  return buffer(value(await store.getStream(digest)));
}

async function take(
  store: Store,
  root: string,
  names: readonly string[],
): Promise<readonly TakenFile[]> {
  return value(await store.takeFiles(root, plain(names), { cached: false }));
}

function plain(names: readonly string[]): { path: string; stat: null; keep: true }[] {
  return names.map((name) => ({ path: name, stat: null, keep: true }));
}

async function putAll(store: Store, files: Readonly<Record<string, string>>): Promise<FileEntry[]> {
  const entries: FileEntry[] = [];
  for (const [name, content] of Object.entries(files)) {
    value(await store.putBytes(Buffer.from(content)));
    entries.push(fileEntry(name, Buffer.from(content)));
  }
  return entries;
}

function fileEntry(name: string, bytes: Buffer): FileEntry {
  return {
    path: name,
    kind: 'file',
    executable: false,
    size: bytes.length,
    digest: digestOf(bytes),
  };
}
