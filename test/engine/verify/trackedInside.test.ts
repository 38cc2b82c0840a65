import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';

import { git } from '../../support/gitRepository';
import { statuses, warnings } from '../../support/rig';
import type { Rig } from '../../support/rig';
import { brief, saved, stepIn } from './support';

const AGAIN = { variables: { ...process.env, AGAIN: '1' } };

function track(rig: Rig): void {
  git(rig.root, 'init', '-q');
  git(rig.root, 'add', '-A', '--', '.', ':!.reprise');
}

describe('tracked files inside an output of a verified step', function () {
  this.timeout(60_000);

  it('are judged where they are links that the step leads elsewhere', async () => {
    const { verify } = await saved(
      `  s: { run: 'mkdir out/a out/b; ln -sfn "\${AGAIN:-a}" out/latest', outputs: [out] }`,
      {},
      (rig) => {
        fs.mkdirSync(rig.path('out'));
        fs.symlinkSync('a', rig.path('out/latest'));
        track(rig);
      },
    );
    assert.deepEqual(brief(await verify()), { s: 'identical' });
    const other = await verify(AGAIN);
    assert.deepEqual(brief(other), { s: 'different source' });
    const [difference] = stepIn(other, 's').outputs[0]?.differences ?? [];
    assert.deepEqual([difference?.file, difference?.at], ['out/latest', 'target']);
  });

  it('are judged where the step makes links of them', async () => {
    const { verify } = await saved(
      `  s: { run: 'rm out/x; ln -s "\${AGAIN:-0}" out/x; echo > out/y', outputs: [out] }`,
      { 'out/x': 'a file' },
      track,
    );
    assert.deepEqual(brief(await verify(AGAIN)), { s: 'different source' });
  });

  it('are judged where one side alone takes them away', async () => {
    const { verify } = await saved(
      `  s: { run: 'echo > out/y; [ -z "$AGAIN" ] || rm out/x', outputs: [out] }`,
      { 'out/x': 'a file' },
      track,
    );
    const report = await verify(AGAIN);
    assert.deepEqual(brief(report), { s: 'different source' });
    const [output] = stepIn(report, 's').outputs;
    assert.deepEqual(output?.differences, [
      { file: 'out/x', at: null, was: 'tracked by git, and there', is: null, delta: null },
    ]);
    assert.deepEqual(report.firstDivergence, { step: 's', output: 'out' });
  });

  it('are no difference where both sides take them away, and no reuse does', async () => {
    const { verify, version, rig, plan } = await saved(
      `  s: { run: 'echo > out/y; rm out/x', outputs: [out] }`,
      { 'out/x': 'a file' },
      track,
    );
    assert.deepEqual(warnings(version, 'tracked-removed'), [
      { code: 'tracked-removed', step: 's', paths: ['out/x'] },
    ]);
    assert.deepEqual(brief(await verify()), { s: 'identical' });
    rig.write({ 'out/x': 'a file' });
    assert.deepEqual(statuses(await rig.ran(plan)), { s: 'succeeded' });
  });
});
