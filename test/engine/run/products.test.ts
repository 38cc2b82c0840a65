import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';

import { startKillable } from '../../support/killable';
import { must, openRig, warnings } from '../../support/rig';
import type { Rig } from '../../support/rig';
import { openSteering } from '../../support/steered';

async function sourceOf(rig: Rig, run: { readonly sourceTree: unknown }): Promise<string[]> {
  const tree = must(await rig.store.getTree(run.sourceTree as never));
  return tree.entries.map(({ path }) => path);
}

describe('products of runs', function () {
  this.timeout(60_000);

  it('are known again when they come back after a run in which they were away', async () => {
    const rig = openRig();
    const plan = rig.plan(`
  a: { run: "[ -f cache.bin ] || date +%N > cache.bin; cp cache.bin o.txt", outputs: [o.txt] }
  b: { run: "touch b.txt", outputs: [b.txt] }`);
    await rig.ran(plan);
    fs.renameSync(rig.path('cache.bin'), rig.path('..', 'elsewhere'));
    const without = await rig.ran(plan, { targets: ['b'] });
    assert.deepEqual(warnings(without, 'products'), []);
    fs.renameSync(rig.path('..', 'elsewhere'), rig.path('cache.bin'));
    const back = await rig.ran(plan, { reuse: 'none' });
    assert.deepEqual(await sourceOf(rig, back), ['pipeline.yaml']);
    assert.deepEqual(warnings(back, 'products')[0]?.paths, ['cache.bin']);
  });

  it('are remembered by earlier bytes too, which may be put back over later ones', async () => {
    const rig = openRig();
    const plan = rig.plan(`  a: { run: "date +%N > cache.bin; touch o", outputs: [o] }`);
    await rig.ran(plan);
    const first = rig.read('cache.bin');
    await rig.ran(plan, { reuse: 'none' });
    assert.notEqual(rig.read('cache.bin'), first);
    rig.write({ 'cache.bin': first });
    const third = await rig.ran(plan);
    assert.deepEqual(await sourceOf(rig, third), ['pipeline.yaml']);
    rig.write({ 'cache.bin': 'by hand' });
    assert.deepEqual(await sourceOf(rig, await rig.ran(plan)), ['cache.bin', 'pipeline.yaml']);
  });

  it('are outputs too that the pipeline does not declare any more', async () => {
    const rig = openRig({ 'mine.txt': '1' });
    const made =
      '  a: { run: "echo 1 > old.txt; mkdir -p d; echo 2 > d/x; ln -s x d/y", outputs: [old.txt, d] }';
    const user = '  b: { run: "cat old.txt d/y > o.txt", outputs: [o.txt] }';
    await rig.ran(rig.plan(`${made}\n  c: { run: "echo 3 > c.txt", outputs: [c.txt] }`));
    rig.write({ 'd/mine.txt': '1' });
    const some = await rig.ran(rig.plan(user), { targets: ['b'] });
    assert.deepEqual(await sourceOf(rig, some), ['d', 'd/mine.txt', 'mine.txt', 'pipeline.yaml']);
    const later = await rig.ran(rig.plan(user), { reuse: 'none' });
    assert.deepEqual(await sourceOf(rig, later), await sourceOf(rig, some));
    const paths = ['c.txt', 'd/x', 'd/y', 'old.txt'];
    assert.deepEqual(warnings(later, 'products')[0]?.paths, paths);

    // What somebody wrote over one is theirs; what is declared as an input is taken, whoever made it.
    rig.write({ 'old.txt': 'by hand' });
    const input = user.replace('b: {', 'b: { inputs: [d/x, old.txt],');
    const declared = await rig.ran(rig.plan(input));
    const source = ['d', 'd/mine.txt', 'd/x', 'mine.txt', 'old.txt', 'pipeline.yaml'];
    assert.deepEqual(await sourceOf(rig, declared), source);
  });

  it('are links and folders as well as files, until somebody makes others', async () => {
    const rig = openRig();
    const plan = rig.plan(
      `  a: { run: "[ -L cache ] || ln -s $(date +%N) cache; mkdir -p run_1/deep; ls > o", outputs: [o] }`,
    );
    const first = await rig.ran(plan);
    assert.deepEqual(warnings(first, 'products')[0]?.paths, ['cache', 'run_1/deep']);
    const second = await rig.ran(plan, { reuse: 'none' });
    assert.deepEqual(await sourceOf(rig, second), ['pipeline.yaml']);
    assert.deepEqual(warnings(second, 'products')[0]?.paths, ['cache', 'run_1/deep']);

    fs.rmSync(rig.path('run_1'), { recursive: true });
    fs.rmSync(rig.path('cache'));
    fs.mkdirSync(rig.path('run_1'));
    fs.symlinkSync('mine', rig.path('cache'));
    const third = await rig.ran(plan);
    assert.deepEqual(await sourceOf(rig, third), ['cache', 'pipeline.yaml', 'run_1']);
  });

  it('are known whichever of two runs at a time ended last, and however their ids sort', async () => {
    const [rig, steering] = [openRig(), await openSteering()];
    const plan = rig.plan(
      `  a: { run: '${steering.command('a')}; touch cache.a o', outputs: [o] }`,
    );
    const running = rig.ran(plan, { runId: '0-made-up' });
    const a = await steering.started('a');
    const other = rig.plan(`  b: { run: "touch cache.b p", outputs: [p] }`);
    await rig.ran({ ...other, pipeline: 'other.pipeline.yaml' });
    await a.exit(0);
    await running;
    const last = await rig.ran(other, { targets: [] });
    const paths = warnings(last, 'products')[0]?.paths ?? [];
    assert.ok(paths.includes('cache.a') && paths.includes('cache.b'), paths.join());
  });

  it('count for nothing where somebody has put a file of their own into a folder', async () => {
    const rig = openRig();
    const plan = rig.plan(`  a: { run: "mkdir -p logs; touch logs/x o", outputs: [o] }`);
    await rig.ran(plan);
    rig.write({ 'logs/notes.txt': 'mine' });
    const second = await rig.ran(plan);
    assert.deepEqual(await sourceOf(rig, second), ['logs', 'logs/notes.txt', 'pipeline.yaml']);
    assert.deepEqual(warnings(second, 'products')[0]?.paths, ['logs/x']);
  });

  it('are known of a run that was killed, as long as what it had started lived on', async () => {
    const [rig, steering] = [openRig({ 'mine.txt': 'before' }), await openSteering()];
    const plan = rig.plan(`
  a:
    run: 'mkdir -p made; [ -L link ] || ln -s x link; date +%N >> cache.bin; [ -e again ] || ${steering.command('a')}; touch o'
    outputs: [o]`);
    const run = startKillable(rig.root);
    await steering.started('a');
    run.kill();
    await run.ended;
    const next = await rig.ran(plan, { targets: [] });
    assert.deepEqual(await sourceOf(rig, next), ['mine.txt', 'pipeline.yaml']);
    assert.deepEqual(warnings(next, 'products')[0]?.paths, ['cache.bin', 'link', 'made']);
    assert.equal(warnings(next, 'ended-leftovers').length, 1);
    const later = await rig.ran(plan, { targets: [] });
    assert.deepEqual(await sourceOf(rig, later), ['mine.txt', 'pipeline.yaml'], 'carried on');
  });

  it('are not what came after the last sign of life of a killed run', async () => {
    const [rig, steering] = [openRig(), await openSteering()];
    const plan = rig.plan(`
  a: { run: 'date +%N > cache.bin; echo written; exec ${steering.command('a')}', outputs: [o] }`);
    const run = startKillable(rig.root);
    const a = await steering.started('a');
    const last = Date.now();
    await run.event((event) => event.type === 'step-process');
    run.kill();
    await run.ended;
    await a.exit(1);
    await a.gone;
    const isLater = (): boolean => fs.statSync(rig.path('new.py')).ctimeMs > last + 1000;
    do rig.write({ 'new.py': 'my own' });
    while (!isLater());
    const next = await rig.ran(plan, { targets: [] });
    assert.deepEqual(warnings(next, 'ended-leftovers'), []);
    assert.deepEqual(await sourceOf(rig, next), ['new.py', 'pipeline.yaml']);
  });
});
