import * as assert from 'node:assert/strict';

import { asItStands, leftAside, openRun } from '../../../src/engine/standing';
import { must, openRig } from '../../support/rig';
import { openSteering } from '../../support/steered';

describe('a run that has not ended', () => {
  it('is read off its events: which steps are done, under way and to come', async () => {
    const [rig, steering] = [openRig({ 'long.txt': 'mine\n' }), await openSteering()];
    const plan = rig.plan(
      [
        '  one: { run: "echo 1 > one.txt", outputs: [one.txt] }',
        `  long: { run: '${steering.command('long')} && echo 2 > long.txt', inputs: [one.txt], outputs: [long.txt] }`,
        '  last: { run: "cp long.txt last.txt", inputs: [long.txt], outputs: [last.txt] }',
      ].join('\n'),
    );
    const running = rig.ran(plan);
    const long = await steering.started('long');
    const open = openRun(rig.records, plan.pipeline);
    assert.ok(open);
    const { run, aside } = open;
    assert.equal(run.status, 'running');
    assert.deepEqual(
      run.steps.map(({ name, status }) => [name, status]),
      [
        ['one', 'succeeded'],
        ['long', 'running'],
        ['last', 'waiting'],
      ],
    );
    assert.ok(typeof run.steps[0]?.durationMs === 'number');
    assert.ok(typeof run.steps[1]?.startedAt === 'number');
    assert.deepEqual(aside, ['long.txt']);
    assert.deepEqual(leftAside(rig.records, run.id), ['long.txt']);
    await long.exit(0);
    const ended = await running;
    assert.equal(openRun(rig.records, plan.pipeline), null);
    const read = must(rig.records.readRun(ended.id));
    assert.equal(asItStands(rig.records, read), read, 'the record of one that has ended is whole');
  });
});
