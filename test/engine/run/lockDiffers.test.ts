import * as assert from 'node:assert/strict';

import { brief, savedAs } from '../verify/support';
import { installPackage, makeVenv } from '../../support/pythonEnvironment';
import { openRig, warnings } from '../../support/rig';

const HEAD = 'environment: { python: .venv, lock: requirements.lock }';

describe('an environment beside its lock file', function () {
  this.timeout(120_000);

  it('is told once a run where it has not what is pinned, and of no other kind of file', async () => {
    const rig = openRig({
      'requirements.lock': 'alpha==1.0\nbeta==2.0\n',
      '.gitignore': '.venv\n',
    });
    const site = makeVenv(rig.path('.venv'));
    installPackage(site, 'alpha', { version: '1.0' });
    installPackage(site, 'beta', { version: '2.1' });
    const steps = `
  a: { run: python -c "print(1)" > a.txt, outputs: [a.txt] }
  b: { run: python -c "print(2)" > b.txt, outputs: [b.txt] }`;
    const plan = rig.plan(steps, HEAD);
    const told = [
      {
        code: 'lock-differs',
        lock: 'requirements.lock',
        packages: [{ name: 'beta', locked: '2.0', installed: '2.1' }],
        count: 1,
      },
    ];
    assert.deepEqual(warnings(await rig.ran(plan), 'lock-differs'), told);
    const again = await rig.ran(plan);
    assert.deepEqual(warnings(again, 'lock-differs'), told);
    const { version, verify } = await savedAs(rig, plan, again);
    assert.deepEqual(warnings(version, 'lock-differs'), told);
    assert.deepEqual(brief(await verify()), { a: 'identical', b: 'identical' });

    rig.write({
      'requirements.lock': Array.from({ length: 5 }, (_, at) => `p${at}==1`).join('\n'),
    });
    const [many] = warnings(await rig.ran(plan), 'lock-differs');
    assert.deepEqual([many?.packages.length, many?.count], [3, 5]);
    rig.write({ 'requirements.lock': '[[package]]\nname = "beta"\nversion = "2.0"\n' });
    assert.deepEqual(warnings(await rig.ran(plan), 'lock-differs'), []);
    rig.write({ 'requirements.lock': 'alpha==1.0\nbeta==2.1\n' });
    assert.deepEqual(warnings(await rig.ran(plan), 'lock-differs'), []);
    const shell = rig.plan(
      '  a: { run: echo 1 > a.txt, outputs: [a.txt] }',
      'environment: { lock: requirements.lock }',
    );
    rig.write({ 'requirements.lock': 'alpha==9\n' });
    assert.deepEqual(warnings(await rig.ran(shell), 'lock-differs'), [], 'no step has a Python');
  });
});
