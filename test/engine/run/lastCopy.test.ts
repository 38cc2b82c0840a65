import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import type { RunRecord } from '../../../src/records/runModel';
import { leavesBelow } from '../../../src/run/moveAside';
import { must, openRig, stepOf, warnings } from '../../support/rig';
import type { Rig } from '../../support/rig';
import { openSteering } from '../../support/steered';

function displaced(rig: Rig, run: RunRecord): Record<string, string> {
  const folder = path.join(rig.records.runFolder(run.id), 'displaced');
  const names = leavesBelow(folder);
  return Object.fromEntries(
    names.map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')]),
  );
}

/** Overwrites some bytes wherever the store has them, and nothing else. */
function damage(rig: Rig, text: string): void {
  const objects = path.join(rig.project.store, 'objects');
  let damaged = 0;
  for (const entry of fs.readdirSync(objects, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const bytes = fs.readFileSync(file);
    const at = bytes.indexOf(text);
    if (at < 0) continue;
    fs.chmodSync(file, 0o644);
    fs.writeFileSync(file, bytes.fill('#', at, at + 4));
    damaged++;
  }
  assert.equal(damaged, 1);
}

const MEGABYTES = 'only copy '.repeat(300_000);

describe('the last copy of what lies where an output goes', function () {
  this.timeout(20_000);

  for (const [what, text] of [
    ['small', 'only copy'],
    ['large', MEGABYTES],
  ] as const) {
    it(`is kept where the store has the name of its bytes and not the bytes: ${what}`, async () => {
      const rig = openRig({ 'in.txt': text });
      const plan = rig.plan(`  s: { run: cp in.txt o.txt, inputs: [in.txt], outputs: [o.txt] }`);
      await rig.ran(plan);
      rig.write({ 'in.txt': 'another' });
      must(await rig.store.sync());
      damage(rig, text);
      const run = await rig.ran(plan);
      assert.equal(run.status, 'succeeded', JSON.stringify(run.steps));
      assert.deepEqual(displaced(rig, run), { 'o.txt': text });
      assert.deepEqual(warnings(run, 'displaced')[0]?.paths, ['o.txt']);
    });
  }

  it('is not needed where the step makes the same bytes again', async () => {
    const rig = openRig({ 'in.txt': 'the same' });
    const plan = rig.plan(`  s: { run: cp in.txt o.txt, inputs: [in.txt], outputs: [o.txt] }`);
    await rig.ran(plan);
    must(await rig.store.sync());
    damage(rig, 'the same');
    const run = await rig.ran(plan, { reuse: 'none' });
    assert.equal(run.status, 'succeeded');
    assert.deepEqual(displaced(rig, run), {});
  });

  it('is kept where the store has lost its bytes', async () => {
    const rig = openRig({ 'in.txt': '1' });
    const plan = rig.plan(`  s: { run: cp in.txt o.txt, inputs: [in.txt], outputs: [o.txt] }`);
    await rig.ran(plan);
    rig.write({ 'in.txt': '2' });
    must(await rig.store.sync());
    must(await rig.store.sweep({ keep: new Set(), graceMs: -1000, dryRun: false }));
    const run = await rig.ran(plan);
    assert.deepEqual(displaced(rig, run), { 'o.txt': '1' });
  });

  it('is kept where the store has it as a source file, which a gc takes', async () => {
    const rig = openRig({ 'o.txt': 'written by hand' });
    await rig.ran(rig.plan(`  a: { run: touch a.txt, outputs: [a.txt] }`));
    const run = await rig.ran(rig.plan(`  s: { run: "echo made > o.txt", outputs: [o.txt] }`));
    assert.deepEqual(displaced(rig, run), { 'o.txt': 'written by hand' });
  });

  it('is known after failed runs and under another name of its step', async () => {
    const rig = openRig();
    const made = (name: string, run: string): string =>
      `  ${name}: { run: "${run}", outputs: [o.txt, { big.bin: { cache: false } }] }`;
    await rig.ran(rig.plan(made('s', 'echo 1 > o.txt; echo 1 > big.bin')));
    await rig.ran(rig.plan(made('s', 'exit 1')));
    await rig.ran(rig.plan(made('s', 'exit 2')));
    const run = await rig.ran(rig.plan(made('t', 'echo 2 > o.txt; echo 2 > big.bin')));
    assert.equal(run.status, 'succeeded');
    assert.deepEqual(displaced(rig, run), {});
  });

  it('is not known by an outcome that a later run had where it failed half-way', async () => {
    const rig = openRig();
    await rig.ran(rig.plan(`  s: { run: "echo 1 > o.txt", outputs: [o.txt] }`));
    const failed = await rig.ran(
      rig.plan(`  s: { run: "echo half > o.txt; exit 1", outputs: [o.txt] }`),
    );
    assert.deepEqual(displaced(rig, failed), { 'o.txt': '1\n' });
    assert.deepEqual(warnings(failed, 'displaced')[0]?.paths, ['o.txt']);
    const run = await rig.ran(rig.plan(`  s: { run: "echo 3 > o.txt", outputs: [o.txt] }`));
    assert.deepEqual(displaced(rig, run), { 'o.txt': 'half\n' });
  });

  it('is kept where it is never taken into anything, bytecode apart', async () => {
    const mine = {
      'out/.ipynb_checkpoints/mine.ipynb': 'notebook',
      'out/__pycache__/keep.txt': 'keep',
      'out/Thumbs.db': 'pictures',
    };
    const rig = openRig({ ...mine, 'out/__pycache__/m.pyc': 'bytecode' });
    const run = await rig.ran(rig.plan(`  s: { run: "mkdir out; touch out/x", outputs: [out] }`));
    assert.equal(run.status, 'succeeded', JSON.stringify(run.steps));
    assert.deepEqual(displaced(rig, run), mine);
    assert.deepEqual(warnings(run, 'displaced')[0]?.paths, Object.keys(mine).sort());
    assert.deepEqual(fs.readdirSync(rig.path('out')), ['x']);
  });
});

describe('what somebody saves in an output while a step tries', function () {
  this.timeout(20_000);

  const steps = (command: string): string =>
    `  s: { run: "mkdir -p out; echo half > out/x; ${command.replaceAll('"', '\\"')}; test -e second", outputs: [out], retries: 1 }`;

  it('is displaced before the next attempt, and told', async () => {
    const steering = await openSteering();
    const rig = openRig();
    const running = rig.ran(rig.plan(steps(steering.command('s'))));
    const first = await steering.started('s');
    rig.write({ 'out/notes.txt': 'three weeks of work' });
    await first.exit(1);
    const second = await steering.started('s');
    assert.equal(rig.exists('out/notes.txt'), false);
    rig.write({ second: '' });
    await second.exit(0);
    const run = await running;
    assert.equal(stepOf(run, 's').attempts, 2);
    assert.equal(run.status, 'succeeded');
    assert.deepEqual(displaced(rig, run), {
      'out/notes.txt': 'three weeks of work',
      'out/x': 'half\n',
    });
    assert.deepEqual(warnings(run, 'displaced')[0]?.paths, ['out/notes.txt', 'out/x']);
  });

  it('comes back where no attempt succeeds, behind what was there before', async () => {
    const steering = await openSteering();
    const rig = openRig({ 'out/y': 'mine' });
    const command = `${steering.command('s')} && test -e out/never`;
    const running = rig.ran(rig.plan(steps(command)));
    const first = await steering.started('s');
    rig.write({ 'out/notes.txt': 'three weeks of work', 'out/y': 'by the attempt' });
    await first.exit(1);
    await (await steering.started('s')).exit(1);
    const run = await running;
    assert.equal(run.status, 'failed');
    assert.equal(rig.read('out/notes.txt'), 'three weeks of work');
    assert.equal(rig.read('out/y'), 'mine');
    assert.deepEqual(displaced(rig, run), { 'out/x': 'half\n', 'out/y.2': 'by the attempt' });
  });
});
