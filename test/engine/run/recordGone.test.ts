import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';

import type { Executor } from '../../../src/run/executors/executor';
import { localExecutor } from '../../../src/run/executors/local';
import { openRig, stepOf } from '../../support/rig';
import type { Rig } from '../../support/rig';
import { openSteering } from '../../support/steered';
import type { Steered } from '../../support/steered';

describe('a run whose record is taken away while it goes on', () => {
  it('ends what it runs, claims nothing, and makes no half of a record', async () => {
    const { rig, step, ended } = await heldRun();
    await step.write('o.txt', 'half');
    fs.rmSync(rig.project.store, { recursive: true });
    await step.gone;
    const answer = await ended;
    const folder = rig.records.runFolder('mine');
    assert.deepEqual(answer, { ok: false, failure: { code: 'record-gone', folder } });
    assert.equal(fs.existsSync(folder), false);
    assert.equal(rig.read('o.txt'), 'half');
    assert.equal(rig.read('before.txt'), '1');
  });

  it('has failed where that comes back before it is over', async () => {
    const executor = localExecutor({ graceMs: 200 });
    const { rig, ended } = await heldRun({
      ...executor,
      start: (job) => {
        const running = executor.start(job);
        const cancel = (): void => {
          fs.rmSync(rig.project.store, { recursive: true, force: true });
          fs.renameSync(rig.path('away'), rig.project.store);
          running.cancel();
        };
        return { ...running, cancel };
      },
    });
    fs.renameSync(rig.project.store, rig.path('away'));
    const answer = await ended;
    assert.equal(!answer.ok && answer.failure.code, 'record-gone');
    const read = rig.records.readRun('mine');
    assert.ok(read.ok);
    assert.deepEqual([read.value.status, read.value.snapshot], ['failed', null]);
    const { status, outcome, failure } = stepOf(read.value, 'first');
    assert.deepEqual([status, outcome, failure?.code], ['failed', null, 'step-not-kept']);
  });

  it('fails at its end where nobody had looked since', async () => {
    const rig = openRig();
    const plan = rig.plan(`  s: { run: "rm -r .reprise/runs; echo 1 > o.txt", outputs: [o.txt] }`);
    const answer = await rig.run(plan, { runId: 'mine' });
    assert.equal(!answer.ok && answer.failure.code, 'record-gone');
    assert.equal(fs.existsSync(rig.records.runFolder('mine')), false);
    const again = await rig.ran(rig.plan(`  s: { run: "echo 1 > o.txt", outputs: [o.txt] }`));
    assert.equal(again.status, 'succeeded');
  });
});

/** A run called `mine` that has done one step and is held in the next, whose last outcome it has put aside. */
async function heldRun(executor?: Executor): Promise<{
  readonly rig: Rig;
  readonly step: Steered;
  readonly ended: ReturnType<Rig['run']>;
}> {
  const [rig, steering] = [openRig({ 'o.txt': 'of yesterday' }), await openSteering()];
  const plan = rig.plan(
    `  first: { run: "printf 1 > before.txt", outputs: [before.txt] }\n` +
      `  hold: { run: '${steering.command('hold')}', inputs: [before.txt], outputs: [o.txt] }`,
  );
  const earlier = rig.ran(plan);
  const made = await steering.started('hold');
  await made.write('o.txt', 'known');
  await made.exit(0);
  await earlier;
  const ended = rig.run(plan, { runId: 'mine', reuse: 'none', ...(executor && { executor }) });
  return { rig, step: await steering.started('hold'), ended };
}
