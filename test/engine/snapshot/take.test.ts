import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

import type { PlanStep } from '../../../src/pipeline/model';
import { fileStatOf } from '../../../src/snapshot/folderListing';
import { scan } from '../../../src/snapshot/scan';
import { takeInputs } from '../../../src/snapshot/takeInputs';
import { takeOutputs } from '../../../src/snapshot/takeOutputs';
import { memoryStore } from '../../../src/store/memoryStore';
import type { FileStat } from '../../../src/store/storeModel';
import type { TreeEntry } from '../../../src/store/treeModel';
import { input, output, step } from '../../support/plan';
import { planStep } from '../../support/planStep';
import { failure, value } from '../../support/results';
import { temporaryFolder, writeFiles } from '../../support/temporary';

const store = memoryStore();

/** `path`, `path/` for a folder, `path -> target` for a link. */
function shown(entries: readonly TreeEntry[]): string[] {
  return entries.map((entry) => {
    if (entry.kind === 'folder') return `${entry.path}/`;
    return entry.kind === 'link' ? `${entry.path} -> ${entry.target}` : entry.path;
  });
}

/** Whether asked of the disk or of a scan from a moment ago, the same. */
async function inputsOf(root: string, ...declared: string[]): Promise<string[]> {
  const options = { store, root, step: step('s', declared, []), cached: false };
  const taken = value(await takeInputs(options));
  const { seen } = value(await scan(root));
  assert.deepEqual(value(await takeInputs({ ...options, seen })).entries, taken.entries);
  return shown(taken.entries);
}

/** Tracked files inside outputs, as they are before a step. */
function statsOf(root: string, tracked: readonly string[]): ReadonlyMap<string, FileStat> {
  return new Map(
    tracked.map((name) => [name, fileStatOf(fs.lstatSync(path.join(root, name)))] as const),
  );
}

async function outputs(root: string, one: PlanStep, tracked: string[] = []) {
  const before = statsOf(root, tracked);
  return takeOutputs({ store, root, step: one, cached: false, before });
}

describe('takeInputs', () => {
  it('takes a declared folder whole: ignored files too, what is never taken not', async () => {
    const root = temporaryFolder();
    writeFiles(root, {
      '.gitignore': '*.csv\n',
      'data/a.csv': '1',
      'data/.hidden': '',
      'data/__pycache__/x.pyc': '',
      'data/.venv/pyvenv.cfg': '',
    });
    fs.mkdirSync(path.join(root, 'data/empty'));
    assert.deepEqual(await inputsOf(root, 'data'), [
      'data/',
      'data/.hidden',
      'data/a.csv',
      'data/empty/',
    ]);
  });

  it('takes what a pattern matches: no dot files unless written, nothing behind links it meets', async () => {
    const root = temporaryFolder();
    const outside = temporaryFolder();
    writeFiles(outside, { 'far.csv': '3' });
    writeFiles(root, {
      'd/a.csv': '1',
      'd/.b.csv': '',
      'd/e/c.csv': '2',
      'd/x.txt': '',
      'd/.dot/y.csv': '',
    });
    fs.symlinkSync(outside, path.join(root, 'd/link'));
    fs.symlinkSync(path.join(outside, 'far.csv'), path.join(root, 'd/far.csv'));
    assert.deepEqual(await inputsOf(root, 'd/*.csv'), ['d/a.csv', 'd/far.csv']);
    assert.deepEqual(await inputsOf(root, 'd/**/*.csv'), ['d/a.csv', 'd/e/c.csv', 'd/far.csv']);
    assert.deepEqual(await inputsOf(root, 'd/**/.*.csv'), ['d/.b.csv']);
    assert.deepEqual(await inputsOf(root, 'd/link/*.csv'), ['d/link/far.csv']);
    assert.deepEqual(await inputsOf(root, '*/{a,e/c}.csv'), ['d/a.csv', 'd/e/c.csv']);
  });

  it('follows a declared link: its bytes appear at that path', async () => {
    const outside = temporaryFolder();
    writeFiles(outside, { 'data/a.csv': '1', 'data/deep/b.csv': '2', 'one.csv': '3' });
    const [linked, plain] = [temporaryFolder(), temporaryFolder()];
    fs.symlinkSync(path.join(outside, 'data'), path.join(linked, 'data'));
    fs.symlinkSync(path.join(outside, 'one.csv'), path.join(linked, 'one.csv'));
    writeFiles(plain, { 'data/a.csv': '1', 'data/deep/b.csv': '2', 'one.csv': '3' });
    for (const declared of [['data', 'one.csv'], ['data/deep/b.csv'], ['data/*.csv']]) {
      const one = step('s', declared, []);
      const a = value(await takeInputs({ store, root: linked, step: one, cached: false }));
      const b = value(await takeInputs({ store, root: plain, step: one, cached: false }));
      assert.equal(a.tree, b.tree);
    }
  });

  it('keeps links that stay in a declared folder, and follows the others', async () => {
    const outside = temporaryFolder();
    writeFiles(outside, { 'far/x': '1' });
    const root = temporaryFolder();
    writeFiles(root, { 'data/run_1/m.json': '{}', 'near.txt': '' });
    fs.symlinkSync('run_1', path.join(root, 'data/latest'));
    fs.symlinkSync(path.join(outside, 'far'), path.join(root, 'data/far'));
    fs.symlinkSync('../near.txt', path.join(root, 'data/near.txt'));
    assert.deepEqual(await inputsOf(root, 'data'), [
      'data/',
      'data/far/',
      'data/far/x',
      'data/latest -> run_1',
      'data/near.txt',
      'data/run_1/',
      'data/run_1/m.json',
    ]);
  });

  it('fails with the path for what is gone, broken, a circle or no file', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'data/a': '' });
    fs.symlinkSync('/nowhere/at/all', path.join(root, 'broken'));
    fs.mkdirSync(path.join(root, 'circle'));
    fs.symlinkSync('..', path.join(root, 'circle/up'));
    fs.symlinkSync('loop', path.join(root, 'loop'));
    execFileSync('mkfifo', [path.join(root, 'pipe')]);
    const failures = await Promise.all(
      ['nope', 'data/*.csv', 'broken', 'loop', 'circle', 'pipe'].map(async (declared) =>
        failure(await takeInputs({ store, root, step: step('s', [declared], []), cached: false })),
      ),
    );
    assert.deepEqual(failures, [
      { code: 'input-gone', step: 's', path: 'nope' },
      { code: 'input-gone', step: 's', path: 'data/*.csv' },
      { code: 'input-gone', step: 's', path: 'broken' },
      { code: 'input-gone', step: 's', path: 'loop' },
      { code: 'link-leads-out', path: 'circle/up', target: '..' },
      { code: 'file-unreadable', path: 'pipe', error: 'neither file nor folder' },
    ]);
  });

  it('keeps bytes unless told not to; of two declarations the longer decides', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'd/big': 'big bytes', 'd/small': 'small bytes', 'made/x': 'made bytes' });
    const own = memoryStore();
    const one = planStep({
      name: 's',
      inputs: [input('d', false), input('d/small'), input('made')],
    });
    const taken = await takeInputs({
      store: own,
      root,
      step: one,
      cached: false,
      uncached: ['made'],
    });
    const kept = value(taken)
      .entries.filter((entry) => entry.kind === 'file')
      .filter(({ digest }) => own.has(digest));
    assert.deepEqual(shown(kept), ['d/small']);
  });
});

describe('takeOutputs', () => {
  it('takes files, folders and patterns into one tree, the executable bit included', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'm.json': '{}', 'out/a': '1', 'parts/p-1': '', 'parts/other': '' });
    fs.mkdirSync(path.join(root, 'empty'));
    fs.chmodSync(path.join(root, 'out/a'), 0o755);
    const one = step('s', [], ['m.json', 'out', 'parts/p-*', 'empty']);
    const { entries, outcome } = value(await outputs(root, one));
    assert.deepEqual(shown(entries), ['empty/', 'm.json', 'out/', 'out/a', 'parts/p-1']);
    const modes = entries.flatMap((entry) => (entry.kind === 'file' ? [entry.executable] : []));
    assert.deepEqual(modes, [false, true, false]);
    assert.deepEqual(value(await store.getTree(outcome)).entries, entries);
    fs.chmodSync(path.join(root, 'out/a'), 0o644);
    assert.notEqual(value(await outputs(root, one)).outcome, outcome);
  });

  it('names all missing outputs at once', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'a.txt': '' });
    fs.mkdirSync(path.join(root, 'parts'));
    const one = step('s', [], ['a.txt', 'b.txt', 'folder', 'parts/*.csv']);
    assert.deepEqual(failure(await outputs(root, one)), {
      code: 'output-missing',
      step: 's',
      paths: ['b.txt', 'folder', 'parts/*.csv'],
    });
  });

  it('keeps relative links that stay inside a folder, and refuses every other', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'out/run_12/m': '1', elsewhere: '' });
    fs.symlinkSync('run_12', path.join(root, 'out/latest'));
    fs.symlinkSync('../run_12/m', path.join(root, 'out/run_12/self'));
    const kept = value(await outputs(root, step('s', [], ['out'])));
    assert.deepEqual(shown(kept.entries), [
      'out/',
      'out/latest -> run_12',
      'out/run_12/',
      'out/run_12/m',
      'out/run_12/self -> ../run_12/m',
    ]);
    const refused: readonly (readonly [string, string, string])[] = [
      ['f1/x', '../elsewhere', 'f1'],
      ['f2/x', path.join(root, 'f2/y'), 'f2'],
      ['f3.txt', 'elsewhere', 'f3.txt'],
      ['f4/x.csv', 'y.csv', 'f4/*.csv'],
      ['f5', 'out', 'f5'],
      ['f6', 'out', 'f6/run_12'],
    ];
    for (const [link, target, declared] of refused) {
      fs.mkdirSync(path.dirname(path.join(root, link)), { recursive: true });
      fs.symlinkSync(target, path.join(root, link));
      const got = failure(await outputs(root, step('s', [], [declared])));
      assert.deepEqual(got, { code: 'output-link-leads-out', step: 's', path: link, target });
    }
  });

  it('is not fooled by a link that leaves through another link', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'out/a/b/c': '', secret: '' });
    fs.symlinkSync('.', path.join(root, 'out/here'));
    fs.symlinkSync('here/../secret', path.join(root, 'out/sly'));
    const got = failure(await outputs(root, step('s', [], ['out'])));
    assert.equal(got.code, 'output-link-leads-out');
  });

  it('names what is never taken inside a folder, and refuses an output that is nothing else', async () => {
    const root = temporaryFolder();
    writeFiles(root, {
      'out/m': '1',
      'out/deep/node_modules/q/x': '',
      'out/.git/HEAD': '',
      'out/a.pyc': '',
      'cached/__pycache__/w': '',
      'environment/pyvenv.cfg': '',
      'parts/p-1': '',
      'parts/__pycache__/w': '',
    });
    const taken = value(await outputs(root, step('s', [], ['out', 'parts/*'])));
    assert.deepEqual(shown(taken.entries), ['out/', 'out/deep/', 'out/m', 'parts/p-1']);
    assert.deepEqual(taken.neverTaken, ['out/.git', 'out/a.pyc', 'out/deep/node_modules']);
    for (const path of ['cached', 'environment']) {
      const got = failure(await outputs(root, step('s', [], [path])));
      assert.deepEqual(got, { code: 'output-never-taken', step: 's', path });
    }
  });

  it('refuses a link to what is never taken, also by way of another link', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'out/m': '1', 'out/__pycache__/w': '' });
    fs.symlinkSync('.', path.join(root, 'out/here'));
    fs.symlinkSync('here/__pycache__/w', path.join(root, 'out/model'));
    const got = failure(await outputs(root, step('s', [], ['out'])));
    assert.deepEqual(got, { code: 'output-never-taken', step: 's', path: 'out/model' });
  });

  it('refuses a pipe, and a name that is not UTF-8', async () => {
    const root = temporaryFolder();
    fs.mkdirSync(path.join(root, 'out'));
    execFileSync('mkfifo', [path.join(root, 'out/pipe')]);
    assert.deepEqual(failure(await outputs(root, step('s', [], ['out']))), {
      code: 'output-not-readable',
      step: 's',
      path: 'out/pipe',
      error: 'neither file, folder nor link',
    });
    fs.mkdirSync(path.join(root, 'names'));
    fs.writeFileSync(Buffer.concat([Buffer.from(`${root}/names/`), Buffer.from([0xff])]), '');
    assert.deepEqual(failure(await outputs(root, step('s', [], ['names']))), {
      code: 'name-not-utf8',
      path: 'names/\ufffd',
    });
  });

  it('judges tracked files inside a folder output only where the step wrote them', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'out/README.md': 'kept', 'out/old.json': '1' });
    const one = step('s', [], ['out']);
    const before = statsOf(root, ['out/README.md', 'out/old.json']);
    const take = () => takeOutputs({ store, root, step: one, cached: false, before });
    assert.deepEqual(failure(await take()), { code: 'output-missing', step: 's', paths: ['out'] });
    writeFiles(root, { 'out/new.json': '2' });
    fs.rmSync(path.join(root, 'out/old.json'));
    writeFiles(root, { 'out/old.json': '1' });
    const taken = value(await take());
    assert.deepEqual(shown(taken.entries), ['out/', 'out/new.json', 'out/old.json']);
    assert.deepEqual(taken.notJudged, ['out/README.md']);
  });

  it('takes a tracked file that is an output itself, written or not', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'metrics.json': '{}' });
    const one = step('s', [], ['metrics.json']);
    const taken = value(await outputs(root, one));
    assert.deepEqual(shown(taken.entries), ['metrics.json']);
  });

  it('keeps no bytes of an output that is too big to keep', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'big.bin': 'too big', 'small.txt': 'small' });
    const own = memoryStore();
    const one = planStep({ name: 's', outputs: [output('big.bin', false), output('small.txt')] });
    const before = new Map();
    const taken = value(await takeOutputs({ store: own, root, step: one, cached: false, before }));
    const kept = taken.entries.filter((entry) => entry.kind === 'file' && own.has(entry.digest));
    assert.deepEqual(shown(kept), ['small.txt']);
  });
});
