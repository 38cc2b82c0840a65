import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

import type { Digest } from '../../../src/base/digest';
import type { Plan } from '../../../src/pipeline/model';
import type { SnapshotFailure } from '../../../src/snapshot/failures';
import { putPlan } from '../../../src/snapshot/planDocument';
import { recipeJson, recipeOf } from '../../../src/snapshot/recipe';
import { scan } from '../../../src/snapshot/scan';
import { snapshotDigest } from '../../../src/snapshot/snapshot';
import { captureSource } from '../../../src/snapshot/sourceTree';
import type { CapturedSource } from '../../../src/snapshot/sourceTree';
import { takeInputs } from '../../../src/snapshot/takeInputs';
import { takeOutputs } from '../../../src/snapshot/takeOutputs';
import { digestOf, digestOfJson } from '../../../src/base/digest';
import type { Result } from '../../../src/base/result';
import type { StoreFailure } from '../../../src/store/failures';
import { memoryStore } from '../../../src/store/memoryStore';
import { cannotRun } from '../../support/cannotRun';
import { git } from '../../support/gitRepository';
import { input, plan, step } from '../../support/plan';
import { planStep } from '../../support/planStep';
import { failure, value } from '../../support/results';
import { temporaryFolder, writeFiles } from '../../support/temporary';

async function tryCapture(
  root: string,
  of: Plan,
  more: {
    products?: { path: string; digest: Digest }[];
    store?: ReturnType<typeof memoryStore>;
  } = {},
): Promise<Result<CapturedSource, SnapshotFailure | StoreFailure>> {
  const { products = [], store = memoryStore() } = more;
  return captureSource({ store, root, plan: of, scan: value(await scan(root)), products });
}

async function capture(...given: Parameters<typeof tryCapture>): Promise<CapturedSource> {
  return value(await tryCapture(...given));
}

/** Files as they are, `folder/`, `link -> target`. */
function shown({ entries }: CapturedSource): string[] {
  return entries.map((entry) => {
    if (entry.kind === 'folder') return `${entry.path}/`;
    return entry.kind === 'link' ? `${entry.path} -> ${entry.target}` : entry.path;
  });
}

/** A file with a hole: its size is not on the disk. */
function sparse(root: string, name: string, size: number): void {
  fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  fs.closeSync(fs.openSync(path.join(root, name), 'w'));
  fs.truncateSync(path.join(root, name), size);
}

describe('captureSource', () => {
  it('takes what is not ignored and what is declared, and no outputs', async () => {
    const root = temporaryFolder();
    writeFiles(root, {
      'pipeline.yaml': '',
      '.gitignore': 'data/\nout/\n*.secret\n',
      'a.py': '',
      'lib/helper.py': '',
      'data/raw.csv': '1',
      'data/undeclared.csv': '2',
      'x.secret': '',
      'out/m.json': '{}',
      'model.bin': 'made',
    });
    const of = plan([step('a', ['a.py', 'data/raw.csv'], ['out', 'model.bin'])]);
    const captured = await capture(root, of);
    assert.deepEqual(shown(captured), [
      '.gitignore',
      'a.py',
      'data/raw.csv',
      'lib/',
      'lib/helper.py',
      'pipeline.yaml',
    ]);
    assert.deepEqual([captured.files, captured.warnings], [5, []]);
  });

  it('keeps tracked files inside a folder output, not a tracked file that is an output itself', async () => {
    const root = temporaryFolder();
    git(root, 'init', '-q');
    writeFiles(root, {
      'pipeline.yaml': '',
      'out/README.md': '',
      'out/made.txt': '',
      'metrics.json': '{}',
      'notes/kept.json': '{}',
      'notes/made.json': '{}',
    });
    git(root, 'add', 'pipeline.yaml', 'out/README.md', 'metrics.json', 'notes/kept.json');
    const of = plan([step('a', [], ['out', 'metrics.json', 'notes/*.json'])]);
    assert.deepEqual(shown(await capture(root, of)), [
      'notes/',
      'notes/kept.json',
      'out/',
      'out/README.md',
      'pipeline.yaml',
    ]);
  });

  it('takes the files of submodules and nested repositories, never their .git', async () => {
    const library = temporaryFolder();
    git(library, 'init', '-q');
    writeFiles(library, { 'lib.py': '' });
    git(library, 'add', '.');
    git(library, 'commit', '-qm', 'all');
    const root = temporaryFolder();
    git(root, 'init', '-q');
    writeFiles(root, { 'pipeline.yaml': '', '.gitignore': 'ignored.py\n' });
    git(root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'sub');
    git(root, 'init', '-q', 'nested');
    writeFiles(root, { 'nested/x.py': '' });
    assert.deepEqual(shown(await capture(root, plan([]))), [
      '.gitignore',
      '.gitmodules',
      'nested/',
      'nested/x.py',
      'pipeline.yaml',
      'sub/',
      'sub/lib.py',
    ]);
  });

  it('takes the names of folders, but not where only runs have been', async () => {
    const root = temporaryFolder();
    writeFiles(root, {
      'pipeline.yaml': '',
      '.gitignore': 'cache/\n*.log\n',
      'cache/deep/x': '',
      'logs/run.log': '',
      'out/deep/made.txt': '',
      'made/by/hand/and/product.txt': 'p',
      'mixed/made.txt': '',
      'mixed/kept.txt': '',
    });
    for (const folder of ['empty/inside', 'parent/of/output', 'models/forest', 'whole']) {
      fs.mkdirSync(path.join(root, folder), { recursive: true });
    }
    const of = plan([
      step(
        'a',
        [],
        [
          'out/deep/made.txt',
          'mixed/made.txt',
          'parent/of/output/x.txt',
          'models/*/m.json',
          'whole',
        ],
      ),
    ]);
    const products = [{ path: 'made/by/hand/and/product.txt', digest: digestOf('p') }];
    const captured = await capture(root, of, { products });
    assert.deepEqual(shown(captured), [
      '.gitignore',
      'empty/',
      'empty/inside/',
      'logs/',
      'mixed/',
      'mixed/kept.txt',
      'pipeline.yaml',
    ]);
    assert.deepEqual(captured.productsLeftOut, ['made/by/hand/and/product.txt']);
  });

  it('takes a product back in as soon as its bytes are others', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'pipeline.yaml': '', 'x.tmp': 'edited', 'y.tmp': 'as it was' });
    const products = [
      { path: 'x.tmp', digest: digestOf('as it was') },
      { path: 'y.tmp', digest: digestOf('as it was') },
      { path: 'gone', digest: digestOf('') },
    ];
    const captured = await capture(root, plan([]), { products });
    assert.deepEqual(shown(captured), ['pipeline.yaml', 'x.tmp']);
    assert.deepEqual(captured.productsLeftOut, ['y.tmp']);
  });

  it('lists undeclared files that are too large, each and together, and takes tracked and declared ones', async () => {
    const root = temporaryFolder();
    git(root, 'init', '-q');
    const mega = 2 ** 20;
    writeFiles(root, { 'pipeline.yaml': '' });
    sparse(root, 'over.bin', 10 * mega + 1);
    sparse(root, 'declared.bin', 10 * mega + 2);
    sparse(root, 'tracked.bin', 10 * mega + 3);
    sparse(root, 'just.bin', 10 * mega);
    git(root, 'add', 'tracked.bin');
    const captured = await capture(root, plan([step('a', ['declared.bin'], [])]));
    assert.deepEqual(shown(captured), ['declared.bin', 'just.bin', 'pipeline.yaml', 'tracked.bin']);
    assert.deepEqual(captured.warnings, [
      { code: 'files-too-large', paths: ['over.bin'], bytes: 10 * mega + 1 },
    ]);
  });

  it('keeps links that stay in the project, and names those that lead out', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'pipeline.yaml': '', 'data/v3.csv': '' });
    const links = {
      'current.csv': 'data/v3.csv',
      dangling: 'not/there',
      home: '/home',
      own: path.join(root, 'data'),
      up: '../elsewhere',
      'data/folder': '../data',
    };
    for (const [name, target] of Object.entries(links))
      fs.symlinkSync(target, path.join(root, name));
    const captured = await capture(root, plan([]));
    assert.deepEqual(shown(captured), [
      'current.csv -> data/v3.csv',
      'dangling -> not/there',
      'data/',
      'data/folder -> ../data',
      'data/v3.csv',
      'pipeline.yaml',
    ]);
    assert.deepEqual(captured.warnings, [{ code: 'links-lead-out', paths: ['home', 'own', 'up'] }]);
  });

  it('puts the bytes of a declared link where it stands', async () => {
    const outside = temporaryFolder();
    writeFiles(outside, { 'data/a.csv': '1', 'one.csv': '2' });
    const root = temporaryFolder();
    writeFiles(root, { 'pipeline.yaml': '', 'store/v1/x.csv': '3', 'store/v1/y.csv': '4' });
    fs.symlinkSync(path.join(outside, 'data'), path.join(root, 'data'));
    fs.symlinkSync(path.join(outside, 'one.csv'), path.join(root, 'one.csv'));
    fs.symlinkSync('store/v1', path.join(root, 'now'));
    const captured = await capture(root, plan([step('a', ['data', 'one.csv', 'now/x.csv'], [])]));
    assert.deepEqual(shown(captured), [
      'data/',
      'data/a.csv',
      'now -> store/v1',
      'one.csv',
      'pipeline.yaml',
      'store/',
      'store/v1/',
      'store/v1/x.csv',
      'store/v1/y.csv',
    ]);
    assert.deepEqual(captured.warnings, []);
    const part = await capture(root, plan([step('a', ['data/a.csv'], [])]));
    assert.ok(shown(part).includes('data/a.csv'));
    assert.deepEqual(part.warnings, [{ code: 'links-lead-out', paths: ['one.csv'] }]);
  });

  it('is narrowed by a source list, save for what is declared and what a run needs', async () => {
    const root = temporaryFolder();
    writeFiles(root, {
      'pipeline.yaml': '',
      'params.yaml': '',
      'requirements.lock': '',
      'src/a.py': '',
      'conf/deep/a.yaml': '',
      'conf/a.txt': '',
      'other/b.py': '',
      'data/raw.csv': '',
    });
    const one = step('a', ['data/raw.csv'], [], { params: { 'params.yaml': { lr: 1 } } });
    const narrow = { source: ['src', 'conf/**/*.yaml'], lock: 'requirements.lock' };
    assert.deepEqual(shown(await capture(root, plan([one], narrow))), [
      'conf/deep/a.yaml',
      'data/raw.csv',
      'params.yaml',
      'pipeline.yaml',
      'requirements.lock',
      'src/',
      'src/a.py',
    ]);
  });

  it('keeps no bytes of an input that is too big to keep', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'pipeline.yaml': 'p', 'big.bin': 'big', 'made.bin': 'made' });
    const store = memoryStore();
    const one = planStep({ name: 'a', inputs: [input('big.bin', false)] });
    const captured = await capture(root, plan([one]), { store });
    const kept = captured.entries.filter(
      (entry) => entry.kind === 'file' && store.has(entry.digest),
    );
    assert.deepEqual(kept.map(({ path }) => path).sort(), ['made.bin', 'pipeline.yaml']);
  });

  it('fails on an input that is not there, a name that is not UTF-8', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'pipeline.yaml': '' });
    const missing = plan([step('a', ['in.csv', 'made.csv'], []), step('b', [], ['made.csv'])]);
    assert.deepEqual(failure(await tryCapture(root, missing)), {
      code: 'input-missing',
      step: 'a',
      path: 'in.csv',
    });
    fs.writeFileSync(Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9])]), '');
    assert.deepEqual(failure(await tryCapture(root, plan([]))), {
      code: 'name-not-utf8',
      path: 'caf\ufffd',
    });
  });

  it('leaves out what is undeclared and may not be read, by name, but nothing that is declared', async function () {
    if (process.getuid?.() !== 0) cannotRun(this, 'only root can become somebody else here');
    const root = temporaryFolder();
    writeFiles(root, {
      'pipeline.yaml': '',
      'a.py': '',
      'key.pem': '',
      'z.tmp': '',
      'database/x': '',
      'out/secret': '',
      'made.tmp': '',
    });
    fs.chmodSync(root, 0o755);
    for (const name of ['key.pem', 'z.tmp', 'database', 'out', 'made.tmp']) {
      fs.chmodSync(path.join(root, name), 0);
    }
    process.seteuid?.(65534);
    try {
      const products = [{ path: 'made.tmp', digest: digestOf('') }];
      const captured = await capture(root, plan([step('a', ['a.py'], ['out'])]), { products });
      assert.deepEqual(shown(captured), ['a.py', 'pipeline.yaml']);
      const paths = ['database', 'key.pem', 'made.tmp', 'z.tmp'];
      assert.deepEqual(captured.warnings, [{ code: 'files-unreadable', paths }]);
      for (const declared of ['key.pem', 'database']) {
        const told = failure(await tryCapture(root, plan([step('a', [declared], [])])));
        assert.ok(told.code === 'file-unreadable' && told.path === declared, told.code);
      }
    } finally {
      process.seteuid?.(0);
    }
  });

  it('lets an undeclared file go that vanishes while it is read, but no declared one', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'pipeline.yaml': '', 'editor.swp': '' });
    const seen = value(await scan(root));
    fs.rmSync(path.join(root, 'editor.swp'));
    const base = { store: memoryStore(), root, products: [] };
    const captured = value(await captureSource({ ...base, plan: plan([]), scan: seen }));
    assert.deepEqual(shown(captured), ['pipeline.yaml']);
  });
});

describe('one workspace in two folders', () => {
  const files = {
    'pipeline.yaml': 'steps: {}\n',
    'ä/Über.py': 'print(1)\n',
    'Zebra.py': '',
    'a-b/x.py': '',
    'a/b.py': '',
    'data/résumé 🎈.csv': '1,2\n',
    'data/I.csv': 'i',
    'data/ı.csv': 'dotless',
  };

  async function snapshotOf(root: string, store: ReturnType<typeof memoryStore>) {
    const one = step('a', ['data', 'a/*.py'], ['out'], { commands: ['echo "${HOME}"'] });
    const of = plan([one], { name: 'both' });
    const source = await capture(root, of, { store });
    const inputs = value(await takeInputs({ store, root, step: one, cached: false }));
    writeFiles(root, { 'out/b': '2', 'out/a/c': '1' });
    const made = value(
      await takeOutputs({ store, root, step: one, cached: false, before: new Map() }),
    );
    const recipe = digestOfJson(recipeJson(recipeOf(one, { inputTree: inputs.tree, lock: null })));
    const steps = [{ name: 'a', recipe, outcome: made.outcome }];
    return snapshotDigest({
      plan: value(await putPlan(store, of)),
      sourceTree: source.tree,
      steps,
    });
  }

  it('has one snapshot id, whatever the order in which its files came', async () => {
    const [here, there] = [temporaryFolder(), temporaryFolder('somewhere-else-')];
    writeFiles(here, files);
    writeFiles(there, Object.fromEntries(Object.entries(files).reverse()));
    const ids = [await snapshotOf(here, memoryStore()), await snapshotOf(there, memoryStore())];
    assert.equal(ids[0], ids[1]);
  });

  it('has one source tree under two locales and time zones', () => {
    const root = temporaryFolder();
    writeFiles(root, files);
    const script = `
      const { scan } = require('${require.resolve('../../../src/snapshot/scan')}');
      const { captureSource } = require('${require.resolve('../../../src/snapshot/sourceTree')}');
      const { memoryStore } = require('${require.resolve('../../../src/store/memoryStore')}');
      const plan = ${JSON.stringify(plan([step('a', ['data'], ['out'])]))};
      scan('${root}').then((seen) =>
        captureSource({ store: memoryStore(), root: '${root}', plan, scan: seen.value, products: [] })
      ).then((captured) => process.stdout.write(captured.value.tree));`;
    const trees = [
      { LANG: 'C', LC_ALL: 'C', TZ: 'UTC' },
      { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Asia/Tokyo' },
    ].map((locale) =>
      execFileSync(process.execPath, ['-e', script], {
        env: { ...process.env, ...locale },
      }).toString(),
    );
    assert.match(trees[0] ?? '', /^sha256:/);
    assert.equal(trees[0], trees[1]);
  });
});
