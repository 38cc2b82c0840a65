import * as assert from 'node:assert/strict';

import { warnings } from '../../support/rig';
import { brief, saved } from './support';

describe('what is never taken, in an output of a verified step', function () {
  this.timeout(60_000);

  it('is named by the run, the version and the report as not judged', async () => {
    const { version, verify } = await saved(
      `  s: { run: 'mkdir -p out/node_modules/q; echo > out/m; date +%N > out/node_modules/q/x', outputs: [out] }`,
    );
    const told = [{ code: 'never-taken-inside', step: 's', paths: ['out/node_modules'] }];
    assert.deepEqual(warnings(version, 'never-taken-inside'), told);
    const report = await verify();
    assert.deepEqual(warnings(report, 'never-taken-inside'), told);
    assert.deepEqual(brief(report), { s: 'identical' });
  });
});
