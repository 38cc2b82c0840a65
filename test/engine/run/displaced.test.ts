import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { leavesBelow } from '../../../src/run/moveAside';
import { openRig, statuses, stepOf, warnings } from '../../support/rig';
import type { Rig } from '../../support/rig';
import { openSteering } from '../../support/steered';

function displacedFiles(rig: Rig, run: string): Record<string, string> {
  const folder = path.join(rig.records.runFolder(run), 'displaced');
  const names = leavesBelow(folder);
  return Object.fromEntries(
    names.map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')]),
  );
}

describe('what lies where an output goes', () => {
  it('is moved aside where nobody has its bytes, told before it moves', async () => {
    const rig = openRig({ 'out/o.txt': 'three weeks of work\n', 'parts/mine': 'mine' });
    const plan = rig.plan(
      `  s: { run: "echo made > out/o.txt; mkdir parts; echo p > parts/p", outputs: [out/o.txt, parts/] }`,
    );
    const run = await rig.ran(plan);
    assert.equal(run.status, 'succeeded');
    assert.equal(rig.read('out/o.txt'), 'made\n');
    assert.deepEqual(displacedFiles(rig, run.id), {
      'out/o.txt': 'three weeks of work\n',
      'parts/mine': 'mine',
    });
    const [told] = warnings(run, 'displaced');
    assert.deepEqual(told?.paths, ['out/o.txt', 'parts/mine']);
    const types = rig.events.map((event) => event.type);
    assert.ok(types.indexOf('displacing') < types.indexOf('step-started'));
  });

  it('is not kept twice where the store has it', async () => {
    const rig = openRig({ 'in.txt': '1' });
    const plan = rig.plan(`  s: { run: cp in.txt o.txt, inputs: [in.txt], outputs: [o.txt] }`);
    await rig.ran(plan);
    rig.write({ 'in.txt': '2' });
    const run = await rig.ran(plan);
    assert.equal(rig.read('o.txt'), '2');
    assert.deepEqual(displacedFiles(rig, run.id), {});
    assert.equal(fs.existsSync(path.join(rig.records.runFolder(run.id), 'aside', 'o.txt')), false);
    rig.write({ 'o.txt': 'edited by hand' });
    const third = await rig.ran(plan);
    assert.equal(stepOf(third, 's').status, 'reused');
    assert.equal(rig.read('o.txt'), '2');
    assert.deepEqual(displacedFiles(rig, third.id), { 'o.txt': 'edited by hand' });
    assert.equal(warnings(third, 'displaced').length, 1);
  });

  it('is put back after a failure, but for what the attempt has replaced', async () => {
    const rig = openRig({ 'a.txt': 'my a', 'b.txt': 'my b', 'd/x': 'my x' });
    const before = fs.statSync(rig.path('b.txt'));
    const plan = rig.plan(
      `  s: { run: "echo half > a.txt; exit 1", outputs: [a.txt, b.txt, d/, e.txt] }`,
    );
    const run = await rig.ran(plan);
    assert.equal(run.status, 'failed');
    assert.deepEqual(
      ['a.txt', 'b.txt', 'd/x'].map((name) => rig.read(name)),
      ['half\n', 'my b', 'my x'],
    );
    const after = fs.statSync(rig.path('b.txt'));
    assert.deepEqual([after.ino, after.mtimeMs], [before.ino, before.mtimeMs]);
    assert.deepEqual(displacedFiles(rig, run.id), { 'a.txt': 'my a' });
  });

  it('is put back after a cancel, the known outcome too', async () => {
    const [rig, steering] = [openRig({ 'in.txt': '1' }), await openSteering()];
    const head = 'params: { wait: false }';
    const plan = rig.plan(
      `  s: { run: cp in.txt o.txt, inputs: [in.txt], outputs: [o.txt] }`,
      head,
    );
    await rig.ran(plan);
    const before = fs.statSync(rig.path('o.txt'));
    const slow = rig.plan(
      `  s: { run: '${steering.command('s')}', inputs: [in.txt], outputs: [o.txt] }`,
    );
    const cancel = new AbortController();
    const running = rig.ran(slow, { cancel: cancel.signal });
    await steering.started('s');
    assert.equal(rig.exists('o.txt'), false);
    cancel.abort();
    assert.equal((await running).status, 'cancelled');
    const after = fs.statSync(rig.path('o.txt'));
    assert.deepEqual([after.ino, after.mtimeMs], [before.ino, before.mtimeMs]);
  });

  it('known by its digest alone comes back after a failure and goes after a success', async () => {
    const rig = openRig({ 'in.txt': '1' });
    const steps = (run: string): string =>
      `  s: { run: "${run}", inputs: [in.txt], outputs: [{ big.bin: { cache: false } }] }`;
    const first = await rig.ran(rig.plan(steps('cp in.txt big.bin')));
    const digest = stepOf(first, 's').outcome;
    assert.ok(digest);
    const failing = await rig.ran(rig.plan(steps('exit 1')));
    assert.equal(failing.status, 'failed');
    assert.equal(rig.read('big.bin'), '1');
    rig.write({ 'in.txt': '2' });
    const second = await rig.ran(rig.plan(steps('cp in.txt big.bin')));
    assert.equal(second.status, 'succeeded');
    assert.deepEqual(displacedFiles(rig, second.id), {});
    assert.deepEqual(
      leavesBelow(rig.records.runFolder(second.id)).filter((n) => n.includes('big')),
      [],
    );
  });

  it('known by its digest alone is displaced where a failed attempt took its place', async () => {
    const rig = openRig({ 'in.txt': '1' });
    const steps = (run: string): string =>
      `  s: { run: "${run}", inputs: [in.txt], outputs: [{ big.bin: { cache: false } }] }`;
    await rig.ran(rig.plan(steps('cat in.txt in.txt > big.bin')));
    const failing = await rig.ran(rig.plan(steps('echo half > big.bin; exit 1')));
    assert.equal(rig.read('big.bin'), 'half\n');
    assert.deepEqual(displacedFiles(rig, failing.id), { 'big.bin': '11' });
  });

  it('is nothing that a failed run leaves behind empty', async () => {
    const rig = openRig({ 'o.txt': 'mine' });
    const run = await rig.ran(rig.plan(`  s: { run: exit 1, outputs: [o.txt] }`));
    const folder = rig.records.runFolder(run.id);
    assert.deepEqual(fs.readdirSync(folder).sort(), ['events.jsonl', 'logs', 'run.json']);
    assert.equal(rig.read('o.txt'), 'mine');
  });

  it('may be in the way of a folder, or have a folder in its way', async () => {
    const rig = openRig({ folder: 'a file', 'file/inside.txt': 'inside', out: 'one more' });
    const plan = rig.plan(`
  s: { run: "mkdir folder; touch folder/x; echo f > file", outputs: [folder/, file] }
  t: { run: "touch out/x", outputs: [out/x] }`);
    const run = await rig.ran(plan, { keepGoing: true });
    assert.equal(stepOf(run, 's').status, 'succeeded', JSON.stringify(stepOf(run, 's').failure));
    assert.deepEqual(displacedFiles(rig, run.id), {
      folder: 'a file',
      'file/inside.txt': 'inside',
    });
    assert.equal(stepOf(run, 't').failure?.code, 'step-exit');
    assert.equal(rig.read('out'), 'one more');
  });

  it('stays where git tracks it inside a folder output', async () => {
    const rig = openRig({ 'd/.gitkeep': '', 'd/notes.md': 'notes', 'd/old.bin': 'old' });
    const git = (...args: string[]) => execFileSync('git', args, { cwd: rig.root, stdio: 'pipe' });
    git('init', '-q');
    git('add', 'd/.gitkeep', 'd/notes.md');
    const plan = rig.plan(`  s: { run: "ls -A d > d/list", outputs: [d/] }`);
    const run = await rig.ran(plan);
    assert.equal(run.status, 'succeeded', JSON.stringify(run.steps));
    assert.equal(rig.read('d/notes.md'), 'notes');
    assert.deepEqual(rig.read('d/list').trim().split('\n').sort(), [
      '.gitkeep',
      'list',
      'notes.md',
    ]);
    assert.deepEqual(displacedFiles(rig, run.id), { 'd/old.bin': 'old' });
    assert.deepEqual(warnings(run, 'tracked-not-judged')[0]?.paths, ['d/.gitkeep', 'd/notes.md']);
    assert.deepEqual(statuses(await rig.ran(plan)), { s: 'reused' });
  });

  it('is made room for, down to its parents', async () => {
    const rig = openRig();
    const plan = rig.plan(`
  deep: { run: "echo x > a/b/c.txt", outputs: [a/b/c.txt] }
  many: { run: "touch g/1.csv g/2.csv", outputs: ["g/*.csv"] }
  folder: { run: "test ! -e h/i; mkdir h/i; touch h/i/f", outputs: [h/i/] }`);
    assert.equal((await rig.ran(plan)).status, 'succeeded');
  });

  it('goes with the caches of tools in it, so that a step can make the folder anew', async () => {
    const rig = openRig({ 'o/__pycache__/x.pyc': 'junk' });
    const run = await rig.ran(rig.plan(`  s: { run: "mkdir o; touch o/f", outputs: [o/] }`));
    assert.equal(run.status, 'succeeded');
    assert.deepEqual(displacedFiles(rig, run.id), {});
  });
});
