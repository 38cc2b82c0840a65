import * as assert from 'node:assert/strict';

import { digestOf } from '../../../src/base/digest';
import { projectChanges } from '../../../src/verify/projectChanges';
import { lookAtProject } from '../../../src/verify/projectWatch';
import { must, openRig } from '../../support/rig';
import { runRecord, stepRecord } from '../../support/runRecord';
import { openSteering } from '../../support/steered';

describe('what changed in a project while a room ran', () => {
  it('is not what runs wrote that lived meanwhile, however long before they had begun', async () => {
    const [rig, steering] = [openRig({ 'mine.txt': '1' }), await openSteering()];
    const of = (pipeline: string, steps: string) => ({ ...rig.plan(steps), pipeline });
    const old = of('old.yaml', '  s: { run: "echo 1 > old.txt", outputs: [old.txt] }');
    const long = of('long.yaml', `  s: { run: '${steering.command('l')}', outputs: [long.txt] }`);
    const late = of('late.yaml', '  s: { run: "echo 1 > late.txt", outputs: [late.txt] }');
    const early = await rig.ran(old);
    const running = rig.ran(long);
    const l = await steering.started('l');
    const after = await rig.ran(old, { reuse: 'none' });
    const before = must(await lookAtProject(rig.project));
    assert.equal(before.live.length, 1);

    const written = await rig.ran(late);
    await l.write('long.txt', 'out');
    await l.exit(0);
    const lived = await running;
    assert.equal(lived.id, before.live[0]);
    // The long run stands between one that had ended before the look and one that began behind it.
    assert.deepEqual(
      rig.records.runIds(),
      [early, lived, after, written].map(({ id }) => id),
    );
    const mine = runRecord('room', { room: '/room', steps: [stepRecord('a'), stepRecord('b')] });
    assert.deepEqual(must(await projectChanges(before, mine, rig)).warnings, []);

    rig.write({ 'mine.txt': '2', 'old.txt': 'by hand' });
    const { warnings } = must(await projectChanges(before, mine, rig));
    const paths = ['mine.txt', 'old.txt'];
    assert.deepEqual(warnings, [{ code: 'project-changed', paths, steps: ['a', 'b'] }]);
  });

  it('is told of what an earlier run made, also where the clock was set back since', async () => {
    const rig = openRig({});
    await rig.ran(rig.plan('  s: { run: "echo 1 > o.txt", outputs: [o.txt] }'));
    const tomorrow = Date.now() + 86_400_000;
    rig.records.writeRun(
      runRecord('20990101T000000000Z-aaaaaa', {
        startedAt: tomorrow,
        products: [{ path: 'o.txt', digest: digestOf('1') }],
      }),
    );
    const before = must(await lookAtProject(rig.project));
    rig.write({ 'o.txt': 'from the room' });
    const mine = runRecord('room', { room: '/room', steps: [stepRecord('a')] });
    const { warnings } = must(await projectChanges(before, mine, rig));
    assert.deepEqual(warnings, [{ code: 'project-changed', paths: ['o.txt'], steps: ['a'] }]);
  });
});
