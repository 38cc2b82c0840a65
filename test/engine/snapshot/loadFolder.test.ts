import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { digestOf } from '../../../src/base/digest';
import type { Digest } from '../../../src/base/digest';
import type { Plan } from '../../../src/pipeline/model';
import { loadInto } from '../../../src/snapshot/loadFolder';
import type { LoadableVersion } from '../../../src/snapshot/loadModel';
import { putPlan } from '../../../src/snapshot/planDocument';
import { scan } from '../../../src/snapshot/scan';
import { captureSource } from '../../../src/snapshot/sourceTree';
import { takeInputs } from '../../../src/snapshot/takeInputs';
import { takeOutputs } from '../../../src/snapshot/takeOutputs';
import { memoryStore } from '../../../src/store/memoryStore';
import type { Store } from '../../../src/store/storeModel';
import type { TreeEntry } from '../../../src/store/treeModel';
import { git } from '../../support/gitRepository';
import { input, output, plan, step } from '../../support/plan';
import { planStep } from '../../support/planStep';
import { failure, value } from '../../support/results';
import { temporaryFolder, writeFiles } from '../../support/temporary';

/** A store whose objects a test can take away. */
interface Saved {
  readonly store: Store;
  readonly objects: Map<Digest, Buffer>;
  readonly root: string;
  readonly version: LoadableVersion;
}

async function save(root: string, of: Plan, more: Partial<LoadableVersion> = {}): Promise<Saved> {
  const objects = new Map<Digest, Buffer>();
  const store = memoryStore(objects);
  const seen = value(await scan(root));
  const source = value(await captureSource({ store, root, plan: of, scan: seen, products: [] }));
  const steps = [];
  for (const one of of.steps) {
    const inputs = value(await takeInputs({ store, root, step: one, cached: false }));
    const before = new Map();
    const made = value(await takeOutputs({ store, root, step: one, cached: false, before }));
    steps.push({ name: one.name, inputTree: inputs.tree, outcome: made.outcome });
  }
  const version: LoadableVersion = {
    plan: value(await putPlan(store, of)),
    sourceTree: source.tree,
    steps,
    run: { id: '20260101T000000000Z-abcdef', host: 'there' },
    commit: null,
    warnings: [],
    ...more,
  };
  return { store, objects, root, version };
}

function load(
  { store, root, version }: Saved,
  folder: string,
  more: { outputs?: boolean; uncached?: 'copy' | 'link'; cancel?: AbortSignal } = {},
) {
  const project = { root, store: path.join(root, '.reprise') };
  return loadInto({ store, project, version, folder, outputs: false, ...more });
}

function filesIn(folder: string): string[] {
  return fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
}

async function words(): Promise<Saved> {
  const root = temporaryFolder();
  writeFiles(root, { 'pipeline.yaml': 'p', 'a.py': 'code', 'in.csv': '1', 'out/m.json': '{}' });
  fs.mkdirSync(path.join(root, 'empty'));
  fs.symlinkSync('a.py', path.join(root, 'link.py'));
  fs.chmodSync(path.join(root, 'a.py'), 0o555);
  return save(root, plan([step('a', ['in.csv'], ['out'])]));
}

describe('loadInto', () => {
  it('fills a new folder with private, writable files, and with Output A where it is wanted', async () => {
    const saved = await words();
    fs.writeFileSync(path.join(saved.root, 'a.py'), 'changed since');
    const folder = path.join(temporaryFolder(), 'new/deep');
    const loaded = value(await load(saved, folder));
    assert.deepEqual(filesIn(folder), ['a.py', 'empty', 'in.csv', 'link.py', 'pipeline.yaml']);
    assert.equal(fs.readFileSync(path.join(folder, 'link.py'), 'utf8'), 'code');
    assert.equal(fs.statSync(path.join(folder, 'a.py')).mode & 0o700, 0o700);
    assert.deepEqual([loaded.files, loaded.bytes, loaded.notes], [3, 6, []]);
    const withOutputs = temporaryFolder();
    value(await load(saved, withOutputs, { outputs: true }));
    assert.equal(fs.readFileSync(path.join(withOutputs, 'out/m.json'), 'utf8'), '{}');
  });

  it('never fills a folder that holds anything, is a file, or lies in the project', async () => {
    const saved = await words();
    const full = temporaryFolder();
    writeFiles(full, { x: '' });
    const linked = path.join(temporaryFolder(), 'link');
    fs.symlinkSync(saved.root, linked);
    const answers = [];
    for (const folder of [
      full,
      path.join(full, 'x'),
      path.join(saved.root, 'in'),
      path.join(linked, 'in'),
    ]) {
      answers.push(failure(await load(saved, folder)).code);
    }
    assert.deepEqual(answers, [
      'folder-not-empty',
      'folder-not-empty',
      'folder-in-project',
      'folder-in-project',
    ]);
    assert.deepEqual(filesIn(full), ['x']);
  });

  it('finds missing bytes in the workspace, there or where a file was moved to, and says so', async () => {
    const saved = await words();
    saved.objects.delete(digestOf('1'));
    saved.objects.delete(digestOf('code'));
    fs.rmSync(path.join(saved.root, 'a.py'));
    fs.rmSync(path.join(saved.root, 'pipeline.yaml'));
    fs.writeFileSync(path.join(saved.root, 'pipeline.yaml'), 'code');
    const folder = temporaryFolder();
    const loaded = value(await load(saved, folder));
    assert.equal(fs.readFileSync(path.join(folder, 'in.csv'), 'utf8'), '1');
    assert.deepEqual(loaded.notes, [
      'a.py: bytes taken from the workspace',
      'in.csv: bytes taken from the workspace',
    ]);
  });

  it('finds missing bytes in the recorded commit', async () => {
    const root = temporaryFolder();
    git(root, 'init', '-q');
    writeFiles(root, { 'pipeline.yaml': 'p', 'sub/a b.py': 'committed' });
    git(root, 'add', '.');
    git(root, 'commit', '-qm', 'all');
    const saved = await save(root, plan([]), { commit: git(root, 'rev-parse', 'HEAD') });
    saved.objects.delete(digestOf('committed'));
    fs.rmSync(path.join(root, 'sub'), { recursive: true });
    const folder = temporaryFolder();
    const loaded = value(await load(saved, folder));
    assert.equal(fs.readFileSync(path.join(folder, 'sub/a b.py'), 'utf8'), 'committed');
    assert.deepEqual(loaded.notes, ['sub/a b.py: bytes taken from git']);
  });

  it('names all that cannot be found, with where it was last seen, and writes nothing', async () => {
    const saved = await words();
    for (const text of ['1', 'code']) saved.objects.delete(digestOf(text));
    for (const name of ['in.csv', 'a.py']) fs.rmSync(path.join(saved.root, name));
    const folder = path.join(temporaryFolder(), 'new');
    assert.deepEqual(failure(await load(saved, folder)), {
      code: 'input-bytes-missing',
      path: 'a.py',
      digest: digestOf('code'),
      lastSeen: 'run 20260101T000000000Z-abcdef on there',
      also: [{ path: 'in.csv', digest: digestOf('1') }],
    });
    assert.ok(!fs.existsSync(folder));
  });

  it('takes an input that is not kept from the workspace while it is the same, as copy or as link', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'pipeline.yaml': 'p', 'big/one.bin': 'big', 'o.bin': 'made' });
    const one = planStep({
      name: 'a',
      inputs: [input('big', false)],
      outputs: [output('o.bin', false)],
    });
    const saved = await save(root, plan([one]));
    const copied = temporaryFolder();
    value(await load(saved, copied));
    fs.appendFileSync(path.join(copied, 'big/one.bin'), '!');
    assert.equal(fs.readFileSync(path.join(root, 'big/one.bin'), 'utf8'), 'big');
    const linked = temporaryFolder();
    value(await load(saved, linked, { uncached: 'link' }));
    assert.equal(fs.readlinkSync(path.join(linked, 'big/one.bin')), path.join(root, 'big/one.bin'));
    const again = value(
      await takeInputs({ store: memoryStore(), root: linked, step: one, cached: false }),
    );
    assert.equal(again.tree, saved.version.steps[0]?.inputTree);

    fs.rmSync(path.join(root, 'o.bin'));
    const without = value(await load(saved, temporaryFolder(), { outputs: true }));
    assert.deepEqual(without.notes, ['o.bin: not kept, and no longer in the workspace']);
    writeFiles(root, { 'big/one.bin': 'BIG' });
    const gone = failure(await load(saved, temporaryFolder()));
    assert.equal(gone.code === 'input-bytes-missing' && gone.path, 'big/one.bin');
  });

  it('lays out an input as its step read it, where it changed after the run began', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'pipeline.yaml': 'p', 'in.csv': 'as the step read it', o: '' });
    const of = plan([step('a', ['in.csv'], ['o'])]);
    const later = await save(root, of);
    writeFiles(root, { 'in.csv': 'as the run found it' });
    const first = await save(root, of);
    for (const [digest, bytes] of later.objects) first.objects.set(digest, bytes);
    const steps = later.version.steps;
    for (const [warnings, text] of [
      [[{ code: 'input-changed-before-step' }], 'as the step read it'],
      [[], 'as the run found it'],
    ] as const) {
      const folder = temporaryFolder();
      value(await load({ ...first, version: { ...first.version, steps, warnings } }, folder));
      assert.equal(fs.readFileSync(path.join(folder, 'in.csv'), 'utf8'), text);
    }
  });

  it('refuses a tree that a stranger made to write or point outside', async () => {
    const saved = await words();
    const digest = digestOf('code');
    const file = (at: string): TreeEntry => ({
      path: at,
      kind: 'file',
      executable: false,
      size: 4,
      digest,
    });
    const link = (at: string, target: string): TreeEntry => ({ path: at, kind: 'link', target });
    const trees: (readonly [string, TreeEntry[]])[] = [
      ['path-unsafe', [file('../up')]],
      ['path-unsafe', [file('/etc/x')]],
      ['path-unsafe', [link('d', 'e'), file('d/x')]],
      ['path-unsafe', [file('.git/hooks/post-checkout')]],
      ['path-unsafe', [file('sub/.reprise/x')]],
      ['path-unsafe', [file('.GIT/hooks/post-checkout')]],
      ['path-unsafe', [file('git~1/hooks/post-checkout')]],
      ['path-unsafe', [link('sub/.Git. ', 'x')]],
      ['link-leads-out', [link('l', '/etc')]],
      ['link-leads-out', [link('l', '../up')]],
      ['link-leads-out', [link('here', '.'), link('l', 'here/../up')]],
      ['link-leads-out', [link('a', 'b'), link('b', 'a')]],
    ];
    for (const [code, entries] of trees) {
      const sourceTree = value(await saved.store.putTree(entries));
      const folder = temporaryFolder();
      const got = failure(
        await load({ ...saved, version: { ...saved.version, sourceTree } }, folder),
      );
      assert.equal(got.code, code, JSON.stringify(entries));
      assert.deepEqual(filesIn(folder), []);
    }
  });

  it('leaves nothing behind where it is cancelled, whoever made the folder', async () => {
    const saved = await words();
    const made = temporaryFolder();
    for (const folder of [made, path.join(made, 'new')]) {
      const cancel = new AbortController();
      const store: Store = {
        ...saved.store,
        restore: async (...given) => {
          const restored = await saved.store.restore(...given);
          assert.ok(filesIn(folder).length > 0);
          cancel.abort();
          return restored;
        },
      };
      const got = failure(await load({ ...saved, store }, folder, { cancel: cancel.signal }));
      assert.deepEqual(got, { code: 'cancelled' });
      assert.deepEqual(filesIn(made), []);
    }
  });

  it('leaves what somebody puts into the folder meanwhile, and folders that were there', async () => {
    const saved = await words();
    const top = temporaryFolder();
    const answers = [];
    for (const [name, cancels] of [
      ['a.py', false],
      ['mine.txt', true],
      ['mine.txt', false],
    ] as const) {
      const folder = path.join(top, `${name}-${String(cancels)}`, 'deep');
      const cancel = new AbortController();
      const store: Store = {
        ...saved.store,
        restore: async (...given) => {
          const restored = await saved.store.restore(...given);
          writeFiles(folder, { [name]: 'mine' });
          if (cancels) cancel.abort();
          return restored;
        },
      };
      const loaded = await load({ ...saved, store }, folder, { cancel: cancel.signal });
      answers.push(loaded.ok ? 'loaded' : loaded.failure.code);
      assert.equal(fs.readFileSync(path.join(folder, name), 'utf8'), 'mine');
      if (!loaded.ok) assert.deepEqual(filesIn(folder), [name]);
    }
    assert.deepEqual(answers, ['folder-not-empty', 'cancelled', 'loaded']);
  });

  it('says so where nothing can be made in a folder', async () => {
    const saved = await words();
    const top = temporaryFolder();
    writeFiles(top, { file: '' });
    const folder = path.join(top, 'file', 'new');
    const got = failure(await load(saved, folder));
    assert.ok(got.code === 'store-not-writable' && got.folder === folder, got.code);
  });

  it('looks at the space first, and says what it needs', async () => {
    const saved = await words();
    const huge: TreeEntry = {
      path: 'huge',
      kind: 'file',
      executable: false,
      size: 2 ** 52,
      digest: digestOf('code'),
    };
    const sourceTree = value(await saved.store.putTree([huge]));
    const folder = path.join(temporaryFolder(), 'new');
    const got = failure(
      await load({ ...saved, version: { ...saved.version, sourceTree } }, folder),
    );
    assert.ok(got.code === 'not-enough-space' && got.needed === 2 ** 52 && got.free < got.needed);
    assert.ok(!fs.existsSync(folder));
  });

  it('says which document is missing or damaged', async () => {
    const saved = await words();
    saved.objects.delete(saved.version.sourceTree);
    const missing = failure(await load(saved, temporaryFolder()));
    assert.deepEqual(missing, { code: 'tree-missing', digest: saved.version.sourceTree });
    const foreign = value(await saved.store.putBytes(Buffer.from('{"format":1,"steps":7}')));
    const damaged = failure(
      await load({ ...saved, version: { ...saved.version, plan: foreign } }, temporaryFolder()),
    );
    assert.equal(damaged.code, 'tree-damaged');
  });
});
