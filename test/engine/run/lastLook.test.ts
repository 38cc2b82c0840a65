import * as assert from 'node:assert/strict';

import { failed } from '../../../src/base/result';
import { must, openRig, statuses } from '../../support/rig';

describe('the last look after a run', () => {
  const cause = { code: 'file-unreadable', path: 'x', error: 'EIO' } as const;

  it('that fails leaves no step proven, in the record, in the events and for the next run', async () => {
    const rig = openRig({ in: '1' });
    const plan = rig.plan(`
  a: { run: cp in a, inputs: [in], outputs: [a] }
  b: { run: exit 1 }`);
    const looked: string[] = [];
    const answer = await rig.run(plan, {
      keepGoing: true,
      lastLook: (run) => {
        looked.push(run.id, ...run.steps.map(({ status }) => status));
        return Promise.resolve(failed(cause));
      },
    });
    assert.deepEqual(answer, { ok: false, failure: cause });
    const [id = ''] = rig.records.runIds();
    assert.deepEqual(looked, [id, 'succeeded', 'failed'], 'it looks when all steps are over, once');

    const run = must(rig.records.readRun(id));
    assert.deepEqual([run.status, run.snapshot], ['failed', null]);
    const [a, b] = run.steps;
    assert.deepEqual(a?.failure, { code: 'step-not-kept', step: 'a', cause });
    assert.deepEqual([a.status, a.outcome, a.reusable], ['failed', null, false]);
    assert.equal(b?.failure?.code, 'step-exit', 'what had failed by itself keeps its reason');
    const events = rig.records.eventLog(id).readEvents();
    const last = events.at(-1);
    assert.ok(last?.type === 'ended' && last.status === 'failed');

    const next = await rig.ran(plan, { keepGoing: true });
    assert.deepEqual(statuses(next), { a: 'succeeded', b: 'failed' });
  });
});
