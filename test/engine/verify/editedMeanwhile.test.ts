import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';

import type { RunEvent } from '../../../src/records/events';
import type { RunRecord } from '../../../src/records/runModel';
import { must, openRig, statuses, stepOf, warnings } from '../../support/rig';
import type { Rig } from '../../support/rig';
import { brief, savedAs } from './support';

/** Somebody changes the project when its source tree has just been taken, and no step has been asked yet. */
function meanwhile(change: () => void): { readonly onEvent: (event: RunEvent) => void } {
  return {
    onEvent: ({ type }) => {
      if (type === 'captured') change();
    },
  };
}

async function textsOf(rig: Rig, run: RunRecord, step: string): Promise<Record<string, string>> {
  const { inputTree } = stepOf(run, step);
  assert.ok(inputTree);
  const texts: Record<string, string> = {};
  for (const entry of must(await rig.store.getTree(inputTree)).entries) {
    if (entry.kind !== 'file') continue;
    texts[entry.path] = must(await rig.store.getBytes(entry.digest)).toString();
  }
  return texts;
}

describe('what somebody edits just after a run has looked at the project', function () {
  this.timeout(60_000);

  for (const stepByStep of [false, true]) {
    const how = stepByStep ? 'step by step' : 'at once';
    it(`is the input of a step that is reused for it, said so, and what a room has, ${how}`, async () => {
      const rig = openRig({ 'in.txt': '1' });
      const plan = rig.plan(`  s: { run: cp in.txt out, inputs: [in.txt], outputs: [out] }`);
      await rig.ran(plan);
      rig.write({ 'in.txt': '2' });
      await rig.ran(plan);
      rig.write({ 'in.txt': '1' });
      // What lies there is the outcome of 2, so that this is plainly in place once 2 is there again.
      const edit = meanwhile(() => rig.write({ 'in.txt': '2' }));
      const run = await rig.ran(plan, { ...edit, stepByStep });
      assert.deepEqual(statuses(run), { s: 'reused' });
      assert.equal(rig.read('out'), '2');
      assert.deepEqual(await textsOf(rig, run, 's'), { 'in.txt': '2' });
      assert.deepEqual(warnings(run, 'input-changed-before-step'), [
        { code: 'input-changed-before-step', step: 's', paths: ['in.txt'] },
      ]);
      // Put back before it is saved: nothing but the run's own word tells of it now.
      rig.write({ 'in.txt': '1' });
      const { version, verify } = await savedAs(rig, plan, run);
      assert.equal(warnings(version, 'input-changed-before-step').length, 1);
      assert.deepEqual(brief(await verify()), { s: 'identical' });
    });
  }

  it('is never taken together with what the walk saw before', async () => {
    const rig = openRig({ 'in/a': 'a1', 'w.txt': 'w1' });
    const plan = rig.plan(
      `  s: { run: cat in/* w.txt > out, inputs: [in, w.txt], outputs: [out] }`,
    );
    for (const texts of [{ 'w.txt': 'w2' }, { 'w.txt': 'w1' }]) {
      rig.write(texts);
      await rig.ran(plan);
    }
    // The outcome of a1 and w2 is known, and a2 comes before w2 does.
    const edit = meanwhile(() => {
      rig.write({ 'in/a': 'a2' });
      rig.write({ 'w.txt': 'w2' });
    });
    const run = await rig.ran(plan, edit);
    assert.deepEqual(statuses(run), { s: 'succeeded' });
    assert.equal(rig.read('out'), 'a2w2');
    assert.deepEqual(await textsOf(rig, run, 's'), { 'in/a': 'a2', 'w.txt': 'w2' });
    assert.deepEqual(warnings(run, 'input-changed-before-step')[0]?.paths, ['in/a', 'w.txt']);
  });

  it('is left to the next run where the walk alone decides, and the record says what was reused', async () => {
    const rig = openRig({ 'in/a': '1' });
    const plan = rig.plan(`  s: { run: cat in/* > out, inputs: [in], outputs: [out] }`);
    const first = await rig.ran(plan);
    const run = await rig.ran(
      plan,
      meanwhile(() => rig.write({ 'in/a': '2', 'in/b': 'b' })),
    );
    assert.deepEqual(statuses(run), { s: 'reused' });
    assert.deepEqual(
      [run.snapshot, await textsOf(rig, run, 's')],
      [first.snapshot, { 'in/a': '1' }],
    );
    const [step] = (await rig.status(plan)).steps;
    assert.equal(step?.status, 'stale');
    const { version, verify } = await savedAs(rig, plan, run);
    assert.deepEqual(warnings(version, 'changed-since-run')[0]?.paths, ['in/a', 'in/b']);
    assert.deepEqual(brief(await verify()), { s: 'identical' });
  });

  it('is in the room as the step had it: what came is there, and what went is not', async () => {
    const rig = openRig({ 'in/a': 'a', 'in/b': 'b' });
    const plan = rig.plan(`  s: { run: cat in/* > out, inputs: [in], outputs: [out] }`);
    const edit = meanwhile(() => {
      rig.write({ 'in/c': 'c' });
      fs.rmSync(rig.path('in/b'));
    });
    const run = await rig.ran(plan, edit);
    assert.equal(rig.read('out'), 'ac');
    assert.deepEqual(warnings(run, 'input-changed-before-step')[0]?.paths, ['in/b', 'in/c']);
    const { verify } = await savedAs(rig, plan, run);
    assert.deepEqual(brief(await verify()), { s: 'identical' });
  });

  it('is named where a run that executes nothing has had to look more than once', async () => {
    const rig = openRig({ 'a.in': '1', 'b.in': '1', 'helper.py': '1' });
    const plan = rig.plan(`
  a: { run: cp a.in a, inputs: [a.in], outputs: [a] }
  b: { run: cp b.in b, inputs: [b.in], outputs: [b] }`);
    await rig.ran(plan);
    fs.rmSync(rig.path('a'));
    const run = await rig.ran(plan, {
      onEvent: ({ type }) => {
        if (type === 'step-reused') rig.write({ 'helper.py': '2' });
      },
    });
    assert.deepEqual(statuses(run), { a: 'reused', b: 'reused' });
    assert.deepEqual(warnings(run, 'changed-during-run')[0]?.paths, ['helper.py']);
  });
});
