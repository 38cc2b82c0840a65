import * as assert from 'node:assert/strict';

import { failed } from '../../../src/base/result';
import { completeRun } from '../../../src/run/completeRun';
import type { Store } from '../../../src/store/storeModel';
import { fakeExecutor } from '../../support/fakeExecutor';
import { must, openRig, statuses, stepOf } from '../../support/rig';

describe('steps that come to nothing that could be kept', function () {
  this.timeout(30_000);

  it('step-lost: a job that is gone without a word is a failure, never a success', async () => {
    const rig = openRig();
    const executor = fakeExecutor();
    const running = rig.ran(rig.plan('  a: { run: job, outputs: [o] }'), { executor });
    await rig.event((event) => event.type === 'step-started');
    while (!(await executor.started('job').catch(() => null))) await turn();
    executor.vanish('job');
    const run = await running;
    assert.equal(run.status, 'failed');
    assert.deepEqual(stepOf(run, 'a').failure, { code: 'step-lost', step: 'a' });
    assert.equal(stepOf(run, 'a').outcome, null);
  });

  it('step-not-started: a shell that is there and cannot be started', async () => {
    const rig = openRig({ 'bin/bash': 'no program' });
    const variables = { ...process.env, PATH: rig.path('bin') };
    const run = await rig.ran(rig.plan('  a: { run: "true", shell: bash }'), { variables });
    const { failure } = stepOf(run, 'a');
    assert.equal(failure?.code, 'step-not-started');
    assert.match(failure.error, /EACCES/);
  });

  it('step-not-kept: an output that the store cannot take is no outcome', async () => {
    const rig = openRig();
    const cause = { code: 'disk-full' as const, folder: rig.project.store };
    const full = replaced(rig.store, {
      takeFiles: (root, files, options) =>
        files.some(({ path }) => path === 'o')
          ? Promise.resolve(failed(cause))
          : rig.store.takeFiles(root, files, options),
    });
    const run = await rig.ran(rig.plan('  a: { run: "echo 1 > o", outputs: [o] }'), {
      store: full,
    });
    assert.equal(run.status, 'failed');
    assert.deepEqual(stepOf(run, 'a').failure, { code: 'step-not-kept', step: 'a', cause });
  });

  it('step-not-kept: what never got to the disk is neither saved nor reused', async () => {
    const rig = openRig();
    const plan = rig.plan('  s: { run: echo 1 > a, outputs: [a] }');
    const failure = { code: 'disk-full', folder: rig.project.store } as const;
    const store = replaced(rig.store, { sync: () => Promise.resolve(failed(failure)) });
    assert.deepEqual(await rig.run(plan, { store }), { ok: false, failure });
    const run = must(rig.records.readRun(rig.records.runIds()[0] ?? ''));
    assert.deepEqual([run.status, run.snapshot, statuses(run)], ['failed', null, { s: 'failed' }]);
    const { outcome, reusable, recipe } = stepOf(run, 's');
    assert.deepEqual([outcome, reusable], [null, false]);
    assert.ok(recipe);
    assert.deepEqual(rig.records.outcomesOf(recipe), []);
    assert.ok(!completeRun(run).ok);
    assert.deepEqual(statuses(await rig.ran(plan)), { s: 'succeeded' });
  });
});

/** One turn of the event loop. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A store of which some methods are others. */
function replaced(store: Store, others: Partial<Store>): Store {
  return new Proxy(store, {
    get: (target, name: keyof Store) => others[name] ?? target[name].bind(target),
  });
}
