import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';

import { digestOf } from '../../../src/base/digest';
import type { RunEvent } from '../../../src/records/events';
import { openRig, statuses, stepOf, warnings } from '../../support/rig';
import { openSteering } from '../../support/steered';

describe('what changes while a run goes on', () => {
  it('makes a step that changes its own input prove nothing to later runs', async () => {
    const rig = openRig({ 'in.txt': '1\n' });
    const plan = rig.plan(
      `  s: { run: "cp in.txt o; echo 2 >> in.txt", inputs: [in.txt], outputs: [o] }`,
    );
    const run = await rig.ran(plan);
    assert.equal(run.status, 'succeeded');
    assert.deepEqual(warnings(run, 'input-changed-during-step'), [
      { code: 'input-changed-during-step', step: 's', paths: ['in.txt'] },
    ]);
    assert.equal(stepOf(run, 's').reusable, false);
    rig.write({ 'in.txt': '1\n' });
    const again = await rig.ran(plan);
    assert.deepEqual(statuses(again), { s: 'succeeded' });
    const started = rig.events.findLast((event) => event.type === 'step-started');
    assert.deepEqual(started?.reason, { kind: 'not-reusable' });
  });

  it('does not count an input that was made executable once more, or linked', async () => {
    const rig = openRig({ 'in.sh': 'echo 1 > o' });
    fs.chmodSync(rig.path('in.sh'), 0o755);
    const plan = rig.plan(
      `  s: { run: "chmod +x in.sh; sh in.sh; ln in.sh p", inputs: [in.sh], outputs: [o, p] }`,
    );
    const before = fs.statSync(rig.path('in.sh'));
    const run = await rig.ran(plan);
    assert.notEqual(fs.statSync(rig.path('in.sh')).ctimeMs, before.ctimeMs);
    assert.deepEqual(warnings(run, 'input-changed-during-step'), []);
    assert.equal(stepOf(run, 's').reusable, true);
  });

  it('counts an input that was edited and put back while its step ran', async () => {
    const [rig, steering] = [openRig({ 'in.txt': 'one' }), await openSteering()];
    const plan = rig.plan(
      `  s: { run: '${steering.command('a')}; cat in.txt > o; ${steering.command('b')}', inputs: [in.txt], outputs: [o] }`,
    );
    const running = rig.ran(plan);
    const a = await steering.started('a');
    rig.write({ 'in.txt': 'two' });
    await a.exit(0);
    const b = await steering.started('b');
    rig.write({ 'in.txt': 'one' });
    await b.exit(0);
    const run = await running;
    assert.equal(rig.read('o'), 'two');
    assert.deepEqual(warnings(run, 'input-changed-during-step'), [
      { code: 'input-changed-during-step', step: 's', paths: ['in.txt'] },
    ]);
    assert.equal(stepOf(run, 's').reusable, false);
  });

  it('counts an input that the step itself replaces and puts back with its times', async () => {
    const rig = openRig({ 'in.txt': 'one' });
    const plan = rig.plan(
      `  s: { run: "cp -p in.txt t; echo two > in.txt; cat in.txt > o; mv t in.txt", inputs: [in.txt], outputs: [o] }`,
    );
    const run = await rig.ran(plan);
    assert.deepEqual(warnings(run, 'input-changed-during-step')[0]?.paths, ['in.txt']);
    assert.equal(stepOf(run, 's').reusable, false);
  });

  it("is not the step's own output in a folder or a pattern that it reads", async () => {
    const rig = openRig({ 'data/raw': '1', 'data/keep/me': 'k', 'more/raw': '1' });
    const plan = rig.plan(`
  s: { run: "cat data/raw > data/new/o.txt; touch data/t.csv", inputs: [{ data: { cache: false } }], outputs: [data/new/o.txt, "data/*.csv"] }
  t: { run: "ls more/raw* > more/raw.list", inputs: ["more/raw*"], outputs: [more/raw.list] }`);
    const run = await rig.ran(plan);
    assert.deepEqual(warnings(run, 'input-changed-during-step'), []);
    assert.deepEqual(statuses(await rig.ran(plan)), { s: 'reused', t: 'reused' });
    rig.write({ 'data/raw': '2', 'more/raw2': '' });
    assert.deepEqual(statuses(await rig.ran(plan)), { s: 'succeeded', t: 'succeeded' });
    fs.rmSync(rig.path('more/raw'));
    fs.rmSync(rig.path('more/raw2'));
    const bare = await rig.ran(plan);
    assert.deepEqual(stepOf(bare, 't').failure, {
      code: 'input-gone',
      step: 't',
      path: 'more/raw*',
    });
  });

  it('is told of an input that somebody changed before its step began', async () => {
    const [rig, steering] = [openRig({ 'in.txt': '1', 'a.in': 'a' }), await openSteering()];
    const plan = rig.plan(`
  a: { run: '${steering.command('a')}', inputs: [a.in], outputs: [a.txt] }
  b: { run: cat in.txt a.txt > b.txt, inputs: [in.txt, a.txt], outputs: [b.txt] }`);
    const running = rig.ran(plan);
    const a = await steering.started('a');
    rig.write({ 'in.txt': '2' });
    await a.write('a.txt', 'a');
    await a.exit(0);
    const run = await running;
    assert.deepEqual(warnings(run, 'input-changed-before-step'), [
      { code: 'input-changed-before-step', step: 'b', paths: ['in.txt'] },
    ]);
    const [changed] = warnings(run, 'changed-during-run');
    assert.deepEqual(changed?.paths, ['in.txt']);
    assert.deepEqual(changed.steps, ['a'], 'the step that ran meanwhile');
    assert.equal(stepOf(run, 'a').reusable, false);
    assert.equal(stepOf(run, 'b').reusable, true, 'its recipe is of what it read');
  });

  it('takes the inputs of a step that is executed as they are then, not as the first walk saw them', async () => {
    const rig = openRig({ 'in/a.txt': '1', 'in/b.txt': 'b' });
    const plan = rig.plan(`  s: { run: cat in/*.txt > out, inputs: [in/*.txt], outputs: [out] }`);
    const edit = (files: Readonly<Record<string, string>>) => ({
      onEvent: (event: RunEvent) => {
        if (event.type === 'captured') rig.write(files);
      },
    });
    const run = await rig.ran(plan, edit({ 'in/a.txt': '2', 'in/c.txt': 'c' }));
    assert.equal(rig.read('out'), '2bc');
    assert.deepEqual(warnings(run, 'input-changed-before-step'), [
      { code: 'input-changed-before-step', step: 's', paths: ['in/a.txt', 'in/c.txt'] },
    ]);
    assert.deepEqual(warnings(run, 'input-changed-during-step'), []);
    assert.deepEqual(
      statuses(await rig.ran(plan)),
      { s: 'reused' },
      'its recipe is of what it read',
    );
    rig.write({ 'in/a.txt': '3' });
    const thinner = await rig.ran(plan, {
      onEvent: ({ type }) => {
        if (type === 'captured') fs.rmSync(rig.path('in/b.txt'));
      },
    });
    assert.deepEqual(statuses(thinner), { s: 'succeeded' }, 'what went since is not looked for');
    assert.deepEqual(warnings(thinner, 'input-changed-before-step')[0]?.paths, ['in/b.txt']);
    assert.equal(rig.read('out'), '3c');
    assert.deepEqual(statuses(await rig.ran(plan)), { s: 'reused' });
  });

  it('asks what a step puts back for itself, not the first walk', async () => {
    const rig = openRig({ 'in.txt': '1' });
    const plan = rig.plan(`
  a: { run: cp in.txt a.txt, inputs: [in.txt], outputs: [a.txt] }
  b: { run: cat a.* > b.txt, inputs: [a.*], outputs: [b.txt] }`);
    const { steps } = await rig.ran(plan);
    fs.rmSync(rig.path('a.txt'));
    const again = await rig.ran(plan, { stepByStep: true });
    assert.deepEqual(statuses(again), { a: 'reused', b: 'reused' });
    assert.equal(stepOf(again, 'b').recipe, steps[1]?.recipe);
  });

  it('names code that was edited, and the steps that may have seen it', async () => {
    const [rig, steering] = [openRig({ 'helper.py': '1', 'x.in': 'x' }), await openSteering()];
    const plan = rig.plan(`
  a: { run: '${steering.command('a')}', inputs: [x.in], outputs: [a.txt] }
  b: { run: cp a.txt b.txt, inputs: [a.txt], outputs: [b.txt] }`);
    const running = rig.ran(plan);
    const a = await steering.started('a');
    rig.write({ 'helper.py': '2' });
    await a.write('a.txt', 'a');
    await a.exit(0);
    const run = await running;
    assert.deepEqual(warnings(run, 'changed-during-run'), [
      { code: 'changed-during-run', paths: ['helper.py'], steps: ['a', 'b'] },
    ]);
    assert.deepEqual(warnings(run, 'products'), []);
  });

  it('names an output that a later step changed behind the back of its maker', async () => {
    const rig = openRig({ 'in.txt': '1' });
    const plan = rig.plan(`
  a: { run: "cp in.txt a.txt; touch same.txt", inputs: [in.txt], outputs: [a.txt, same.txt] }
  b: { run: "echo >> a.txt; touch same.txt b.txt", inputs: [same.txt], outputs: [b.txt] }`);
    const run = await rig.ran(plan);
    assert.deepEqual(warnings(run, 'changed-during-run'), [
      {
        code: 'changed-during-run',
        paths: ['a.txt'],
        steps: ['b'],
        outcomes: [{ path: 'a.txt', is: digestOf('1\n') }],
      },
    ]);
    const again = await rig.ran(plan);
    assert.deepEqual(statuses(again), { a: 'reused', b: 'succeeded' });
  });

  it('names products, and leaves them out of later source trees while they are the same', async () => {
    const rig = openRig({ 'in.txt': '1' });
    const plan = rig.plan(
      `  s: { run: "cp in.txt o; echo report > report.html; mkdir -p logs; date > logs/x.log", inputs: [in.txt], outputs: [o] }`,
    );
    const first = await rig.ran(plan);
    assert.deepEqual(warnings(first, 'products')[0]?.paths, ['logs/x.log', 'report.html']);
    assert.deepEqual(
      first.products.map((product) => product.path),
      ['logs', 'logs/x.log', 'report.html'],
    );
    assert.equal(stepOf(first, 's').reusable, true);
    const second = await rig.ran(plan);
    assert.equal(second.sourceTree, first.sourceTree);
    assert.deepEqual(statuses(second), { s: 'reused' });
    assert.deepEqual(
      warnings(second, 'products')[0]?.paths,
      ['logs/x.log', 'report.html'],
      'said so',
    );
    assert.deepEqual(second.products, first.products);
    rig.write({ 'report.html': 'mine now' });
    const third = await rig.ran(plan);
    assert.notEqual(third.sourceTree, first.sourceTree);
    assert.deepEqual(
      third.products.map((product) => product.path),
      ['logs', 'logs/x.log'],
    );
  });

  it('does not take ignored files, or what git tracks, for products', async () => {
    const rig = openRig({ '.gitignore': 'cache/\n', 'notes.txt': 'n' });
    const git = (...args: string[]) => execFileSync('git', args, { cwd: rig.root, stdio: 'pipe' });
    git('init', '-q');
    git('add', '.');
    const plan = rig.plan(
      `  s: { run: "mkdir cache; touch cache/x; echo more >> notes.txt; touch o", outputs: [o] }`,
    );
    const run = await rig.ran(plan);
    assert.deepEqual(warnings(run, 'products'), []);
    assert.deepEqual(warnings(run, 'changed-during-run'), [
      { code: 'changed-during-run', paths: ['notes.txt'], steps: ['s'] },
    ]);
    assert.equal(stepOf(run, 's').reusable, false);
  });

  it('takes a label that is written meanwhile for no change', async () => {
    const rig = openRig();
    const write = 'sed "s/^version: .*/version: v2/" pipeline.yaml > o';
    const steps = `  s: { run: '${write} && cat o > pipeline.yaml', outputs: [o] }`;
    const run = await rig.ran(rig.plan(steps, 'version: v1'));
    assert.match(rig.read('pipeline.yaml'), /^version: v2$/m);
    assert.deepEqual(warnings(run, 'changed-during-run'), []);
    assert.equal(stepOf(run, 's').reusable, true);
    const more = steps.replace('cat o', 'cat o o');
    const other = await rig.ran(rig.plan(more, 'version: v1'));
    assert.deepEqual(warnings(other, 'changed-during-run')[0]?.paths, ['pipeline.yaml']);
  });

  it('says that a label is saved already with other content', async () => {
    const rig = openRig({ 'in.txt': '1' });
    const plan = rig.plan(`  s: { run: cp in.txt o, inputs: [in.txt], outputs: [o] }`);
    const first = await rig.ran(plan, { label: 'v1.0' });
    assert.deepEqual(warnings(first, 'label-saved-otherwise'), []);
    const { saveRun } = await import('../../../src/run/saveRun');
    const saved = await saveRun({
      project: rig.project,
      store: rig.store,
      records: rig.records,
      host: { now: Date.now, dice: () => 0, variables: {}, shuffle: false },
      pipeline: 'pipeline.yaml',
      label: 'v1.0',
      fileLabel: null,
      run: null,
      message: null,
    });
    assert.ok(saved.ok);
    assert.deepEqual(warnings(await rig.ran(plan, { label: 'v1.0' }), 'label-saved-otherwise'), []);
    rig.write({ 'in.txt': '2' });
    const other = await rig.ran(plan, { label: 'v1.0' });
    assert.deepEqual(warnings(other, 'label-saved-otherwise'), [
      { code: 'label-saved-otherwise', label: 'v1.0', steps: ['s'] },
    ]);
  });
});
