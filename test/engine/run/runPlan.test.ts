import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { openRig, statuses, stepOf, warnings } from '../../support/rig';

describe('runPlan', () => {
  it('runs steps in order and records what they were asked and what came out', async () => {
    const rig = openRig({ 'raw.txt': 'raw\n' });
    const plan = rig.plan(`
  a: { run: "tr a-z A-Z < raw.txt > a.txt", inputs: [raw.txt], outputs: [a.txt] }
  b: { run: "cat a.txt a.txt > out/b.txt", inputs: [a.txt], outputs: [out/b.txt] }`);
    const run = await rig.ran(plan);
    assert.equal(run.status, 'succeeded');
    assert.equal(rig.read('out/b.txt'), 'RAW\nRAW\n');
    assert.deepEqual(statuses(run), { a: 'succeeded', b: 'succeeded' });
    for (const step of run.steps) {
      assert.ok(step.recipe && step.inputTree && step.outcome && step.environmentKey);
      assert.equal(step.exit, 0);
    }
    assert.ok(run.snapshot && run.plan && run.sourceTree);
    const read = rig.records.readRun(run.id);
    assert.ok(read.ok);
    assert.deepEqual(JSON.parse(JSON.stringify(read.value)), JSON.parse(JSON.stringify(run)));
    const log = rig.records.eventLog(run.id).readEvents();
    assert.deepEqual(log, rig.events);
    assert.equal(log.at(-1)?.type, 'ended');
  });

  it('reuses everything the second time and touches nothing', async () => {
    const rig = openRig({ 'raw.txt': 'raw\n' });
    const plan = rig.plan(`
  a: { run: "cat raw.txt > a.txt", inputs: [raw.txt], outputs: [a.txt] }
  b: { run: "cat a.txt > b.txt", inputs: [a.txt], outputs: [b.txt] }`);
    const first = await rig.ran(plan);
    const before = fs.statSync(rig.path('b.txt'));
    const second = await rig.ran(plan);
    assert.deepEqual(statuses(second), { a: 'reused', b: 'reused' });
    assert.equal(stepOf(second, 'b').reusedFrom, first.id);
    assert.equal(second.snapshot, first.snapshot);
    const after = fs.statSync(rig.path('b.txt'));
    assert.deepEqual([after.mtimeMs, after.ino], [before.mtimeMs, before.ino]);
    const third = await rig.ran(plan);
    assert.equal(stepOf(third, 'b').reusedFrom, first.id, 'the producer, not the run before');
    assert.deepEqual(Object.keys(third.producers ?? {}), [first.id]);
  });

  it('writes what a step prints into its log', async () => {
    const rig = openRig();
    const run = await rig.ran(rig.plan(`  loud: { run: "echo out; echo err >&2" }`));
    const log = path.join(rig.records.runFolder(run.id), 'logs', 'loud', '1.log');
    assert.equal(fs.readFileSync(log, 'utf8'), 'out\nerr\n');
    assert.deepEqual(warnings(run, 'steps-without-outputs'), [
      { code: 'steps-without-outputs', steps: ['loud'] },
    ]);
  });
});
