import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { processHost } from '../../../src/base/host';
import { hexOf } from '../../../src/base/digest';
import type { Digest } from '../../../src/base/digest';
import type { Failure } from '../../../src/records/failures';
import { expandNamed, namedByRun } from '../../../src/records/reach';
import { saveRun } from '../../../src/run/saveRun';
import type { Saved, SaveOptions } from '../../../src/run/saveRun';
import type { Result } from '../../../src/base/result';
import { git } from '../../support/gitRepository';
import { must, openRig, stepOf, warnings } from '../../support/rig';
import type { Rig } from '../../support/rig';

function save(rig: Rig, options: Partial<SaveOptions> = {}): Promise<Result<Saved, Failure>> {
  const { project, store, records } = rig;
  return saveRun({
    project,
    store,
    records,
    host: processHost(),
    pipeline: 'pipeline.yaml',
    label: null,
    fileLabel: 'v1.0',
    run: null,
    message: null,
    ...options,
  });
}

async function refusal(rig: Rig, options: Partial<SaveOptions> = {}): Promise<Failure> {
  const saved = await save(rig, options);
  assert.ok(!saved.ok, 'it was saved');
  return saved.failure;
}

const STEPS = `
  train: { run: cp rates.txt model.txt, inputs: [rates.txt], outputs: [model.txt] }
  say: { run: cat model.txt, inputs: [model.txt] }`;

function fresh(): Rig {
  return openRig({ 'rates.txt': '1\n', 'helper.py': 'x = 1\n' });
}

describe('save', () => {
  it('names the latest run, and publishes every list that the version names', async () => {
    const rig = fresh();
    const run = await rig.ran(rig.plan(STEPS));
    const { outcome, version } = must(await save(rig, { message: 'first' }));
    assert.equal(outcome, 'saved');
    assert.equal(version.label, 'v1.0');
    assert.equal(version.snapshot, run.snapshot);
    assert.equal(version.run.id, run.id);
    assert.equal(version.message, 'first');
    assert.deepEqual(
      version.warnings.map((warning) => warning.code),
      ['steps-without-outputs'],
    );
    const named = version.steps.flatMap((step) => [step.recipe, step.inputTree, step.outcome]);
    for (const digest of [version.plan, version.sourceTree, ...named]) {
      const hex = hexOf(digest);
      const file = path.join(rig.project.store, 'trees', hex.slice(0, 2), `${hex.slice(2)}.json`);
      assert.ok(fs.existsSync(file), file);
    }
    const read = must(rig.records.readVersion('v1.0'));
    assert.deepEqual(JSON.parse(JSON.stringify(read)), JSON.parse(JSON.stringify(version)));
  });

  it('does nothing for the same snapshot, and keeps the first run', async () => {
    const rig = fresh();
    const plan = rig.plan(STEPS);
    const first = await rig.ran(plan);
    must(await save(rig));
    await rig.ran(plan);
    const again = must(await save(rig));
    assert.equal(again.outcome, 'same');
    assert.equal(again.version.run.id, first.id);
  });

  it('takes the label line for no part of the content, and every other byte for one', async () => {
    const rig = fresh();
    const first = await rig.ran(rig.plan(STEPS, 'version: v1.0'));
    rig.plan(STEPS, 'version: v1.2 # new');
    assert.deepEqual(
      warnings(must(await save(rig, { label: 'x', fileLabel: 'x' })).version, 'changed-since-run'),
      [{ code: 'changed-since-run', paths: ['pipeline.yaml'] }],
      'a comment that came with it',
    );
    const relabelled = rig.plan(STEPS, 'version: v1.2');
    const { version } = must(await save(rig, { fileLabel: 'v1.2' }));
    assert.deepEqual(warnings(version, 'changed-since-run'), []);
    const again = await rig.ran(relabelled, { label: 'v1.2' });
    assert.notEqual(again.snapshot, first.snapshot, 'the bytes are kept as they are');
    assert.deepEqual(warnings(again, 'label-saved-otherwise'), []);
    const same = must(await save(rig, { fileLabel: 'v1.2' }));
    assert.deepEqual([same.outcome, same.version.run.id], ['same', first.id]);
    const commented = rig.plan(STEPS, 'version: v1.2 # why');
    assert.equal(
      warnings(await rig.ran(commented, { label: 'v1.2' }), 'label-saved-otherwise').length,
      1,
    );
    const failure = await refusal(rig, { fileLabel: 'v1.2' });
    assert.ok(failure.code === 'version-taken');
    assert.deepEqual(failure.differences, ['source file pipeline.yaml changed']);
  });

  it('sees the label line alone also where the bytes of the saved file lie in the workspace only', async () => {
    const rig = fresh();
    await rig.ran(rig.plan(STEPS, 'version: v1.2'));
    const { version } = must(await save(rig, { fileLabel: 'v1.2' }));
    const tree = must(await rig.store.getTree(version.sourceTree));
    const own = tree.entries.find(({ path: name }) => name === 'pipeline.yaml');
    assert.ok(own?.kind === 'file');
    const other = await rig.ran(rig.plan(STEPS, 'version: v1.3'));
    const keep = new Set<Digest>();
    must(await expandNamed(rig.store, namedByRun(other), { keep, strict: true }));
    must(await rig.store.sweep({ keep, graceMs: 0, dryRun: false }));
    assert.ok(!rig.store.has(own.digest));
    const unknown = await refusal(rig, { label: 'v1.2', run: other.id });
    assert.equal(unknown.code, 'version-taken', 'nobody can tell');
    rig.plan(STEPS, 'version: v1.2');
    const same = must(await save(rig, { label: 'v1.2', run: other.id }));
    assert.equal(same.outcome, 'same');
  });

  it('refuses other content under a saved label, with the difference', async () => {
    const rig = fresh();
    const plan = rig.plan(STEPS);
    await rig.ran(plan);
    const saved = must(await save(rig));
    rig.write({ 'rates.txt': '2\n' });
    await rig.ran(plan);
    const failure = await refusal(rig);
    assert.ok(failure.code === 'version-taken');
    assert.match(failure.differences.join('\n'), /train/);
    assert.match(failure.differences.join('\n'), /rates\.txt/);
    assert.equal(must(rig.records.readVersion('v1.0')).snapshot, saved.version.snapshot);
    assert.equal(must(await save(rig, { label: 'v2', fileLabel: null })).outcome, 'saved');
  });

  it('wants a label, a good one, and that of the file', async () => {
    const rig = fresh();
    await rig.ran(rig.plan(STEPS));
    assert.equal((await refusal(rig, { fileLabel: null })).code, 'label-missing');
    assert.equal((await refusal(rig, { label: 'a b', fileLabel: null })).code, 'label-invalid');
    assert.equal((await refusal(rig, { label: 'v2' })).code, 'label-mismatch');
    const byRun = await save(rig, { label: 'v2', run: rig.records.runIds()[0] ?? null });
    assert.equal(must(byRun).version.label, 'v2', 'a named run may bear any label');
  });

  it('names the run that came last, whatever the starter called an earlier one', async () => {
    const rig = fresh();
    await rig.ran(rig.plan(STEPS), { runId: 'zz-nightly' });
    const latest = await rig.ran(rig.plan(STEPS.replace('train', 'trained')));
    assert.equal(must(await save(rig)).version.run.id, latest.id);
  });

  it('names no run of some steps, and none that failed or has not ended', async () => {
    const rig = fresh();
    assert.equal((await refusal(rig)).code, 'nothing-to-save');
    const plan = rig.plan(STEPS);
    const some = await rig.ran(plan, { targets: ['train'] });
    assert.equal((await refusal(rig)).code, 'nothing-to-save');
    const named = await refusal(rig, { run: some.id });
    assert.ok(named.code === 'run-not-saveable' && named.why === 'targets');
    const good = await rig.ran(plan);
    await rig.ran(rig.plan(`  train: { run: exit 1, outputs: [model.txt] }`));
    const bad = await refusal(rig);
    assert.ok(bad.code === 'run-not-saveable');
    assert.deepEqual([bad.why, bad.steps], ['steps', ['train']]);
    assert.equal(must(await save(rig, { run: good.id.slice(0, -2) })).outcome, 'saved');
    assert.equal((await refusal(rig, { run: 'nosuch' })).code, 'run-unknown');
  });

  it('says what changed since the run, came and went', async () => {
    const rig = fresh();
    await rig.ran(rig.plan(STEPS));
    rig.write({ 'helper.py': 'x = 2\n', 'new.txt': 'n', 'model.txt': 'by hand' });
    fs.rmSync(rig.path('rates.txt'));
    const { version } = must(await save(rig));
    assert.deepEqual(warnings(version, 'changed-since-run'), [
      { code: 'changed-since-run', paths: ['helper.py', 'model.txt', 'new.txt', 'rates.txt'] },
    ]);
  });

  it('does not warn of a workspace that is as the run left it, products and all', async () => {
    const rig = fresh();
    await rig.ran(rig.plan(`  s: { run: "touch o; echo log > run.log", outputs: [o] }`));
    const { version } = must(await save(rig));
    assert.deepEqual(warnings(version, 'changed-since-run'), []);
    assert.equal(warnings(version, 'products').length, 1);
  });

  it('keeps where a reused outcome came from, how long it took, and in which environment', async () => {
    const rig = fresh();
    const plan = rig.plan(STEPS);
    const first = await rig.ran(plan);
    rig.write({ 'helper.py': 'x = 2\n' });
    await rig.ran(plan);
    const { version } = must(await save(rig));
    const [train] = version.steps;
    assert.equal(train?.reusedFrom, first.id);
    assert.equal(train.durationMs, stepOf(first, 'train').durationMs);
    assert.ok(version.producers?.[first.id]);
    assert.deepEqual(warnings(version, 'reused-other-code')[0]?.paths, ['helper.py']);
  });

  it('names what no commit has, and nothing outside git', async () => {
    const rig = fresh();
    const plan = rig.plan(STEPS, 'version: v1');
    await rig.ran(plan);
    assert.equal(must(await save(rig)).notInGit, null, 'no git');
    git(rig.root, 'init', '-q');
    await rig.ran(plan);
    const all = ['helper.py', 'pipeline.yaml', 'rates.txt'];
    assert.deepEqual(must(await save(rig, { label: 'a', fileLabel: 'a' })).notInGit, all);
    rig.write({ '.gitignore': 'rates.txt\n' });
    git(rig.root, 'add', '.gitignore', 'helper.py', 'pipeline.yaml');
    git(rig.root, 'commit', '-qm', 'all');
    const now = async (label: string): Promise<readonly string[] | null> =>
      must(await save(rig, { label, fileLabel: label })).notInGit;
    rig.write({ 'new.py': 'n' });
    await rig.ran(plan);
    assert.deepEqual(await now('b'), ['new.py', 'rates.txt'], 'untracked, and an ignored input');
    rig.write({ 'helper.py': 'x = 2\n' });
    await rig.ran(plan);
    assert.deepEqual(
      await now('c'),
      ['helper.py', 'new.py', 'rates.txt'],
      'changed and not committed',
    );
    git(rig.root, 'add', '-f', '.');
    git(rig.root, 'commit', '-qm', 'more');
    assert.deepEqual(await now('d'), [], 'committed since the run');
    rig.write({ 'helper.py': 'x = 3\n' });
    assert.deepEqual(await now('e'), [], 'changed since the run, and HEAD has what was run');
    git(rig.root, 'commit', '-qam', 'even more');
    assert.deepEqual(await now('f'), ['helper.py'], 'HEAD has moved on');
    await rig.ran(plan);
    rig.write({ 'helper.py': 'x = 4\n' });
    git(rig.root, 'commit', '-qam', 'most');
    assert.deepEqual(await now('g'), [], 'the recorded commit has it');
    assert.equal(await now('g'), null, 'it was there');
  });

  it('refuses a run whose bytes are gone', async () => {
    const rig = fresh();
    const run = await rig.ran(rig.plan(STEPS));
    const swept = await rig.store.sweep({ keep: new Set(), graceMs: 0, dryRun: false });
    assert.ok(swept.ok);
    const failure = await refusal(rig, { run: run.id });
    assert.ok(['run-not-saveable', 'object-missing', 'tree-missing'].includes(failure.code));
    assert.deepEqual(rig.records.versions(), []);
  });
});
