import * as assert from 'node:assert/strict';

import { git } from '../../support/gitRepository';
import { startKillable } from '../../support/killable';
import { openRig, warnings } from '../../support/rig';
import { openSteering } from '../../support/steered';
import { brief, saved } from '../verify/support';

const STEP = `  s: { run: "echo '# more' >> helper.py; echo 1 > o", outputs: [o] }`;

describe('source that a step rewrites without declaring it', function () {
  this.timeout(60_000);

  for (const tracked of [true, false]) {
    it(`is named by every later run until it is another (${tracked ? 'tracked' : 'untracked'})`, async () => {
      const rig = openRig({ 'helper.py': '1\n', '.gitignore': '.reprise\n' });
      git(rig.root, 'init', '-q');
      if (tracked) git(rig.root, 'add', 'helper.py');
      const plan = rig.plan(STEP);
      const first = await rig.ran(plan);
      assert.deepEqual(warnings(first, 'changed-during-run')[0]?.paths, ['helper.py']);
      assert.deepEqual(warnings(first, 'source-written'), []);
      const told = [{ code: 'source-written', paths: ['helper.py'] }];
      for (const reuse of ['none', 'full', 'full', 'none'] as const) {
        assert.deepEqual(warnings(await rig.ran(plan, { reuse }), 'source-written'), told);
      }
      const now = rig.read('helper.py');
      rig.write({ 'helper.py': 'by hand\n' });
      const quiet = rig.plan(`  t: { run: echo 1 > p, outputs: [p] }`);
      const left = [{ code: 'products', paths: ['o'] }]; // nobody declares it any more
      assert.deepEqual((await rig.ran(quiet)).warnings, left);
      rig.write({ 'helper.py': now });
      assert.deepEqual(warnings(await rig.ran(quiet), 'source-written'), told, 'known again');
    });
  }

  it('is named by the version that has it, and by every verify of that', async () => {
    const { verify, version } = await saved(STEP, { 'helper.py': '1\n' }, () => undefined, 2);
    const told = [{ code: 'source-written', paths: ['helper.py'] }];
    assert.deepEqual(warnings(version, 'source-written'), told);
    const report = await verify();
    assert.deepEqual(report.warnings, told);
    assert.deepEqual(brief(report), { s: 'identical' }, 'it began with what it is said to');
  });

  it('is a declared input and a file of params too, not the pipeline file', async () => {
    const rig = openRig({ 'in.txt': '1\n', 'params.yaml': 'a: 1\n' });
    const plan = rig.plan(
      `  s: { run: "echo 2 >> in.txt; echo 'b: 1' >> params.yaml; echo '#' >> pipeline.yaml; echo 1 > o", inputs: [in.txt], params: [a], outputs: [o] }`,
      'params: params.yaml',
    );
    await rig.ran(plan);
    const next = await rig.ran(plan);
    assert.deepEqual(warnings(next, 'source-written')[0]?.paths, ['in.txt', 'params.yaml']);
  });

  it('is known of a run that was killed', async () => {
    const [rig, steering] = [
      openRig({ 'helper.py': '1\n', 'mine.py': '1\n' }),
      await openSteering(),
    ];
    const plan = rig.plan(
      `  a: { run: 'echo 2 >> helper.py; [ -e again ] || ${steering.command('a')}; touch o', outputs: [o] }`,
    );
    const run = startKillable(rig.root);
    await steering.started('a');
    run.kill();
    await run.ended;
    const next = await rig.ran(plan, { targets: [] });
    assert.deepEqual(warnings(next, 'source-written')[0]?.paths, ['helper.py']);
  });
});
