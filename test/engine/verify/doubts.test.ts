import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';

import { warnings } from '../../support/rig';
import { openSteering } from '../../support/steered';
import { brief, saved, stepIn } from './support';

describe('a verify beside a project that changes', function () {
  this.timeout(60_000);

  it('is at best incomparable where a step writes into the project', async () => {
    const { rig, verify } = await saved(
      `
  a: { run: cat where | xargs touch; echo 1 > a.txt, inputs: [where], outputs: [a.txt] }
  b: { run: echo 2 }`,
      {},
      (rig) => rig.write({ where: rig.path('touched') }),
    );
    assert.ok(rig.exists('touched'));
    const report = await verify();
    assert.deepEqual(brief(report), { a: 'incomparable', b: 'incomparable' });
    assert.equal(report.verdict, 'incomparable');
    assert.match(stepIn(report, 'a').notes.join(), /project itself changed: touched/);
    const told = report.warnings.filter(({ code }) => code === 'project-changed');
    assert.deepEqual(told, [{ code: 'project-changed', paths: ['touched'], steps: ['a', 'b'] }]);

    rig.records.writeReport(report);
    const again = await verify({ rules: { by: 'workspace', plan: rig.plan(STEPS_AGAIN) } });
    assert.equal(again.verdict, 'incomparable', 'other rules take no doubt away');
  });

  it('is at best incomparable too where re-run and comparison are asked for one at a time', async () => {
    const { rig, version, rerun, diff } = await saved(
      '  a: { run: cat where | xargs touch; echo 1 > a.txt, inputs: [where], outputs: [a.txt] }',
      {},
      (rig) => rig.write({ where: rig.path('touched') }),
    );
    const run = await rerun();
    const changed = [{ code: 'project-changed', paths: ['touched'], steps: ['a'] }];
    assert.deepEqual(warnings(run, 'project-changed'), changed);
    const told = rig.records.eventLog(run.id).readEvents();
    assert.ok(told.some((one) => one.type === 'warning' && one.warning.code === 'project-changed'));
    for (const was of ['v1.0', version.run.id]) {
      const report = await diff(was, run.id);
      assert.deepEqual([brief(report), report.reproducible], [{ a: 'incomparable' }, false]);
      assert.match(stepIn(report, 'a').notes.join(), /project itself changed: touched/);
    }
    assert.equal((await diff(run.id, 'v1.0')).verdict, 'incomparable');
  });

  it('hands on to a later comparison that the room shared an input which changed', async () => {
    const steering = await openSteering();
    const first = JSON.stringify(
      `if [ -e .reprise ]; then :; else ${steering.command('slow')}; fi; echo 1 > a`,
    );
    const { rig, rerun, diff } = await saved(
      `
  a: { run: ${first}, outputs: [a] }
  b: { run: echo 2 > b, inputs: [a, { big.bin: { cache: false } }], outputs: [b] }`,
      { 'big.bin': 'large\n' },
    );
    const running = rerun();
    const slow = await steering.started('slow');
    rig.write({ 'big.bin': 'others\n' });
    await slow.exit(0);
    const report = await diff('v1.0', (await running).id);
    assert.equal(stepIn(report, 'b').verdict, 'incomparable');
    assert.match(stepIn(report, 'b').notes.join(), /shares with the workspace.*big\.bin/);
  });

  it('says nothing of a shared input where the room had a copy of its own', async () => {
    const { rig, rerun, diff } = await saved(
      `
  a: { run: echo 1 > big.bin, outputs: [{ big.bin: { cache: false } }] }
  b:
    run: "[ -e .reprise ] || echo 2 >> kept.bin; [ -e .reprise ] || echo 2 >> big.bin; echo 2 > b"
    inputs: [{ kept.bin: { cache: false } }, { big.bin: { cache: false } }, same.bin]
    outputs: [b]`,
      {
        'kept.bin': 'in the store, by another name\n',
        'same.bin': 'in the store, by another name\n',
      },
    );
    const run = await rerun();
    assert.deepEqual(warnings(run, 'input-changed-during-step'), [
      { code: 'input-changed-during-step', step: 'b', paths: ['big.bin', 'kept.bin'] },
    ]);
    assert.equal(rig.read('kept.bin'), 'in the store, by another name\n');
    const report = await diff('v1.0', run.id);
    assert.deepEqual(stepIn(report, 'b').notes, []);
    assert.equal(stepIn(report, 'b').verdict, 'identical');
  });

  it('lets a difference outrank the doubt', async () => {
    const { verify } = await saved(
      `
  a: { run: "cat where | xargs touch; python3 -c 'import random; print(random.random())' > a.txt", inputs: [where], outputs: [a.txt] }`,
      {},
      (rig) => rig.write({ where: rig.path('touched') }),
    );
    assert.deepEqual(brief(await verify()), { a: 'different source' });
  });

  it('notices what is gone, what came, and an ignored file', async () => {
    const steering = await openSteering();
    const command = JSON.stringify(
      `if [ -e .reprise ]; then echo 1 > a; else ${steering.command('slow')}; echo 1 > a; fi`,
    );
    const { rig, tryVerify } = await saved(`  a: { run: ${command}, outputs: [a] }`, {
      '.gitignore': 'ignored/\n',
      'ignored/x': '1',
      'gone.txt': '1',
    });
    const verifying = tryVerify();
    const slow = await steering.started('slow');
    fs.rmSync(rig.path('gone.txt'));
    rig.write({ 'ignored/x': '2', 'new.txt': '3' });
    await slow.exit(0);
    const report = await verifying;
    assert.ok(report.ok);
    assert.equal(report.value.verdict, 'incomparable');
    assert.deepEqual(
      report.value.warnings.flatMap((one) => (one.code === 'project-changed' ? one.paths : [])),
      ['gone.txt', 'ignored/x', 'new.txt'],
    );
  });

  it('leaves the writes of a live run to that run', async () => {
    const steering = await openSteering();
    const command = JSON.stringify(
      `if [ -e .reprise ]; then echo 1 > a; else ${steering.command('slow')}; echo 1 > a; fi`,
    );
    const { rig, tryVerify, plan } = await saved(`  a: { run: ${command}, outputs: [a] }`);
    const verifying = tryVerify();
    const slow = await steering.started('slow');
    await rig.ran(plan, { reuse: 'none' });
    await slow.exit(0);
    const report = await verifying;
    assert.ok(report.ok);
    assert.deepEqual([report.value.verdict, report.value.warnings], ['identical', []]);
  });

  it('is incomparable where an input that the room shares changes under a step', async () => {
    const steering = await openSteering();
    const command = JSON.stringify(
      `if [ -e .reprise ]; then :; else ${steering.command('slow')}; fi; echo 1 > a`,
    );
    const { rig, tryVerify } = await saved(
      `  a: { run: ${command}, inputs: [{ big.bin: { cache: false } }], outputs: [a] }`,
      { 'big.bin': 'large\n' },
    );
    const verifying = tryVerify();
    const slow = await steering.started('slow');
    rig.write({ 'big.bin': 'others\n' });
    await slow.exit(0);
    const report = await verifying;
    assert.ok(report.ok);
    assert.equal(report.value.verdict, 'incomparable');
    assert.match(stepIn(report.value, 'a').notes.join(), /shares with the workspace.*big\.bin/);
  });
});

const STEPS_AGAIN = `
  a: { run: cat where | xargs touch; echo 1 > a.txt, inputs: [where], outputs: [a.txt] }
  b: { run: echo 2 }`;
