import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';

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

  it('is named where its name is ours on another file system, and the version can be loaded', async () => {
    const { rig, version, verify } = await saved(
      `  s: { run: 'find in | wc -l > o', inputs: [in], outputs: [o] }`,
      {
        '.GIT/x': '1',
        'sub/git~1': '2',
        'in/x': '3',
        'in/.Reprise/x': '4',
        'left/.GIT/x': '5',
        '.gitignore': 'left\nin\n',
      },
    );
    assert.deepEqual(warnings(version, 'names-not-portable'), [
      { code: 'names-not-portable', paths: ['.GIT', 'in/.Reprise', 'sub/git~1'] },
    ]);
    assert.deepEqual(warnings(version, 'changed-since-run'), []);
    assert.deepEqual(
      brief(await verify()),
      { s: 'different source' },
      'the step saw what is not taken',
    );
    fs.rmSync(rig.path('in', '.Reprise'), { recursive: true });
    const run = await rig.ran(rig.plan(`  s: { run: 'cat in/* > o', inputs: [in], outputs: [o] }`));
    assert.deepEqual(warnings(run, 'names-not-portable')[0]?.paths, ['.GIT', 'sub/git~1']);
  });
});
