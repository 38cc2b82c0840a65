import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { checkRecords } from '../../../src/records/checkRecords';
import type { RunRecord } from '../../../src/records/runModel';
import { startKillable } from '../../support/killable';
import { must, openRig, warnings } from '../../support/rig';
import type { Rig } from '../../support/rig';
import { openSteering } from '../../support/steered';

const CACHED = `  a: { run: "[ -f cache.bin ] || date +%N > cache.bin; cp cache.bin o; touch .venv/log", outputs: [o] }`;
const VENV = { '.venv/pyvenv.cfg': '' };

describe('what a removed run left in the project', function () {
  this.timeout(60_000);

  it('stays known where no other run knew of it', async () => {
    const rig = openRig(VENV);
    const plan = rig.plan(CACHED);
    const first = await rig.ran(plan);
    must(rig.records.removeRun(first.id));
    assert.deepEqual(rig.records.runIds(), []);
    for (const removed of [true, false]) {
      const next = await rig.ran(plan, { reuse: 'none' });
      assert.deepEqual(await sourceOf(rig, next), ['pipeline.yaml']);
      assert.deepEqual(warnings(next, 'products')[0]?.paths, ['cache.bin']);
      assert.deepEqual(warnings(next, 'environment-written')[0]?.paths, ['.venv/log']);
      if (removed) must(rig.records.removeRun(next.id, { evenDisplaced: true }));
    }
    rig.write({ 'cache.bin': 'mine' });
    assert.deepEqual(await sourceOf(rig, await rig.ran(plan)), ['cache.bin', 'pipeline.yaml']);
  });

  it('stays known too of the newest of several, and of a run in between nothing has to be kept', async () => {
    const rig = openRig(VENV);
    const plan = rig.plan(`  a: { run: "date +%N > cache.bin; touch o", outputs: [o] }`);
    const runs = [await rig.ran(plan, { reuse: 'none' }), await rig.ran(plan, { reuse: 'none' })];
    for (const run of runs) {
      must(rig.records.removeRun(run.id));
      const left = fs.existsSync(path.join(rig.project.store, 'left'));
      assert.equal(left, run === runs[1]);
    }
    assert.deepEqual(await sourceOf(rig, await rig.ran(plan, { targets: [] })), ['pipeline.yaml']);
  });

  it('stays known where the run was killed, and only until a run has looked', async () => {
    // what it prints is its last sign of life: what came after that could be anybody's
    const [rig, steering] = [openRig(VENV), await openSteering()];
    const plan = rig.plan(
      `  a: { run: 'date +%N > cache.bin; echo made; [ -e again ] || ${steering.command('a')}; touch o', outputs: [o] }`,
    );
    const run = startKillable(rig.root);
    await steering.started('a');
    run.kill();
    await run.ended;
    const [id = ''] = rig.records.runIds();
    must(rig.records.removeRun(id));
    const next = await rig.ran(plan, { targets: [] });
    assert.deepEqual(await sourceOf(rig, next), ['pipeline.yaml']);
    assert.deepEqual(warnings(next, 'products')[0]?.paths, ['cache.bin']);
    const later = await rig.ran(plan, { targets: [] });
    assert.deepEqual(await sourceOf(rig, later), ['pipeline.yaml'], 'carried on');
  });

  it('is proven by fsck, and passed over where it is damaged', async () => {
    const rig = openRig(VENV);
    const plan = rig.plan(CACHED);
    const { id } = await rig.ran(plan);
    must(rig.records.removeRun(id));
    assert.deepEqual(await checkRecords(rig.records, rig.store), []);
    const file = path.join(rig.project.store, 'left', `${id}.json`);
    fs.appendFileSync(file, 'x');
    assert.deepEqual(await checkRecords(rig.records, rig.store), [
      {
        kind: 'damaged',
        digest: null,
        where: `.reprise/left/${id}.json`,
        why: 'what is kept of a removed run does not prove its digest',
      },
    ]);
    assert.equal((await rig.ran(plan)).status, 'succeeded');
  });
});

async function sourceOf(rig: Rig, run: RunRecord): Promise<string[]> {
  const tree = must(await rig.store.getTree(run.sourceTree as never));
  return tree.entries.map(({ path: file }) => file);
}
