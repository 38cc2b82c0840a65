import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';

import { warnings } from '../../support/rig';
import { brief, everything, saved } from './support';

const CACHED =
  '[ -f node_modules/x ] || { mkdir -p node_modules; date +%N > node_modules/x; }; cp node_modules/x o';

describe('environment folders and a verify', function () {
  this.timeout(60_000);

  it('are not linked into the room where a run made them', async () => {
    const { rig, verify, plan } = await saved(`  s: { run: '${CACHED}', outputs: [o] }`);
    const before = everything(rig.root);
    const report = await verify();
    assert.deepEqual(brief(report), { s: 'different source' });
    assert.deepEqual(warnings(report, 'products'), [{ code: 'products', paths: ['node_modules'] }]);
    assert.deepEqual(everything(rig.root), before);

    const again = await rig.ran(plan, { reuse: 'none' });
    assert.deepEqual(warnings(again, 'products')[0]?.paths, ['node_modules']);
    assert.deepEqual(brief(await verify()), { s: 'different source' });
  });

  it('are linked where somebody made them', async () => {
    const { rig, verify } = await saved(`  s: { run: '${CACHED}', outputs: [o] }`, {
      'node_modules/x': 'installed',
    });
    assert.deepEqual(brief(await verify()), { s: 'identical' });
    assert.equal(rig.read('node_modules/x'), 'installed');
  });

  it('are not linked where they lie in an output', async () => {
    const { rig, verify } = await saved(
      `  s: { run: 'mkdir -p out/node_modules; echo x >> out/node_modules/x; cp out/node_modules/x out/o', outputs: [out] }`,
    );
    const before = everything(rig.root);
    assert.deepEqual(brief(await verify()), { s: 'identical' });
    assert.deepEqual(everything(rig.root), before);
  });

  it('are watched: what a step writes into one makes it doubtful', async () => {
    const { rig, verify } = await saved(
      `  s: { run: 'echo more >> .venv/log; echo o > o', outputs: [o] }`,
      { '.venv/pyvenv.cfg': '', '.venv/__pycache__/x.pyc': '' },
    );
    assert.ok(fs.existsSync(rig.path('.venv/log')));
    const report = await verify();
    assert.deepEqual(warnings(report, 'project-changed'), [
      { code: 'project-changed', paths: ['.venv/log'], steps: ['s'] },
    ]);
    assert.deepEqual(brief(report), { s: 'incomparable' });
  });
});
