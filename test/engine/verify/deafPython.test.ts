import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { cannotRun } from '../../support/cannotRun';
import { makeVenv } from '../../support/pythonEnvironment';
import { warnings } from '../../support/rig';
import type { Rig } from '../../support/rig';
import { brief, saved, stepIn } from './support';

const SAY = 'import pkg; print(pkg.SAYS)';

/** A step that says what an editable install says, started in this way. */
function step(name: string, command: string): string {
  return `  ${name}: { run: '${command} > ${name}.txt', outputs: [${name}.txt] }`;
}

function install(rig: Rig): void {
  const site = makeVenv(rig.path('.venv'));
  fs.writeFileSync(path.join(site, 'pkg.pth'), `${rig.path('src')}\n`);
  fs.writeFileSync(rig.path('say.py'), `#!/usr/bin/env -S .venv/bin/python -E\n${SAY}\n`);
  fs.chmodSync(rig.path('say.py'), 0o755);
}

describe('Python that does not hear where a room leads it', function () {
  this.timeout(60_000);

  before(function () {
    if (process.platform === 'win32') cannotRun(this, 'lays environments out as POSIX has them');
  });

  it('is at best incomparable, and only that', async () => {
    const { rig, verify } = await saved(
      [
        step('isolated', `.venv/bin/python -I -c "${SAY}"`),
        step('several', `PYTHONHASHSEED=0 .venv/bin/python -B -W ignore -sE -c "${SAY}"`),
        step('inside', `sh run.sh`),
        step('script', './say.py'),
        step('heard', `.venv/bin/python -B -c "${SAY}" -I`),
        step('other', 'echo 1'),
      ].join('\n'),
      { 'src/pkg/__init__.py': "SAYS = 'saved'\n", 'run.sh': `.venv/bin/python -I -c "${SAY}"\n` },
      install,
    );
    rig.write({ 'src/pkg/__init__.py': "SAYS = 'saved'\n# of today\n" });
    const report = await verify();
    const [told, ...more] = warnings(report, 'not-redirected');
    assert.deepEqual(more, []);
    assert.deepEqual(told?.steps, ['isolated', 'several', 'inside', 'script']);
    assert.match(told.paths.join(), /^\.venv\/.*\/pkg\.pth$/);
    assert.deepEqual(brief(report), {
      isolated: 'incomparable',
      several: 'incomparable',
      inside: 'incomparable',
      script: 'incomparable',
      heard: 'identical',
      other: 'identical',
    });
    assert.match(stepIn(report, 'isolated').notes.join(), /leads back into the project/);
  });

  it('or does not get it, is so too', async () => {
    const say = `.venv/bin/python -c "${SAY}"`;
    const { rig, verify } = await saved(
      [
        step('other', `PYTHONPATH=lib ${say}`),
        step('exported', `export PYTHONPATH=/opt; ${say}`),
        step('without', `unset PYTHONPATH; ${say}`),
        step('clean', `env -u X -i A=1 ${say}`),
        step('taken', `env -u PYTHONPATH ${say}`),
        step('inside', `sh run.sh`),
        step('nested', `bash -c "env -i .venv/bin/python say.py"`),
        step('added', `PYTHONPATH=lib:$PYTHONPATH ${say}`),
        step('own', `PYTHONPATH=lib:src ${say}`),
        step('here', `env PYTHONPATH="$PWD/src" ${say}`),
        step('none', `PYTHONPATH=lib sort say.py`),
        step('named', `env A=PYTHONPATH=1 ${say}`),
      ].join('\n'),
      { 'src/pkg/__init__.py': "SAYS = 'saved'\n", 'run.sh': `PYTHONPATH= ${say}\n` },
      install,
    );
    rig.write({ 'src/pkg/__init__.py': "SAYS = 'saved'\n# of today\n" });
    const report = await verify();
    const lost = ['other', 'exported', 'without', 'clean', 'taken', 'inside', 'nested'];
    assert.deepEqual(
      warnings(report, 'not-redirected').map(({ steps }) => steps),
      [lost],
    );
    const expected = report.steps.map(({ name }) => [
      name,
      lost.includes(name) ? 'incomparable' : 'identical',
    ]);
    assert.deepEqual(brief(report), Object.fromEntries(expected));
  });

  it('is not doubted where nothing leads into the project', async () => {
    const { verify } = await saved(
      step('isolated', `.venv/bin/python -I -c "print(1)"`),
      {},
      (rig) => void makeVenv(rig.path('.venv')),
    );
    const report = await verify();
    assert.deepEqual([brief(report), report.warnings], [{ isolated: 'identical' }, []]);
  });
});
