import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';

import { cannotRun } from '../../support/cannotRun';
import { openRig, warnings } from '../../support/rig';
import { savedAs } from './support';

describe('a file that a step reads and nobody declares', function () {
  this.timeout(60_000);

  before(function () {
    if (process.platform === 'win32') cannotRun(this, 'its commands are for a POSIX shell');
  });

  it('is named where the step fails in a room and printed its path, and nothing else is', async () => {
    const rig = openRig({
      '.gitignore': 'data/\nplain\n*.out\n',
      'data/in.csv': '1\n',
      'data/my file.csv': '1\n',
      'data/late.csv': '1\n',
      'data/declared.csv': '1\n',
      plain: '1\n',
      'tracked.csv': '1\n',
      'read.py': 'print(open("data/in.csv").read())\n',
    });
    const steps: Record<string, string> = {
      shell: `run: 'cat data/in.csv > shell.out'`,
      python: `run: 'python3 read.py > python.out', inputs: [read.py]`,
      absolute: `run: 'cat "$PWD/data/in.csv" > absolute.out'`,
      spaces: `run: 'ls "data/my file.csv" > spaces.out'`,
      where: `run: '[ -e data/late.csv ] || { echo "data/late.csv:12: gone (tracked.csv is there)"; exit 1; }; echo > where.out'`,
      calm: `run: 'echo "data/late.csv is not needed"; echo > calm.out'`,
      outputs: `run: '[ -e plain ] || { echo "no calm.out, no data/declared.csv, no data/ and no nowhere.csv"; exit 1; }; echo > outputs.out'`,
      word: `run: 'cat plain > word.out'`,
      declares: `run: 'cat data/declared.csv > declares.out', inputs: [data/declared.csv]`,
    };
    const lines = Object.entries(steps).map(
      ([name, keys]) => `  ${name}: { ${keys}, outputs: [${name}.out] }`,
    );
    const plan = rig.plan(lines.join('\n'));
    const run = await rig.ran(plan);
    assert.equal(run.status, 'succeeded');
    assert.deepEqual(warnings(run, 'maybe-not-declared'), []);
    const { verify } = await savedAs(rig, plan, run);
    const report = await verify();
    assert.equal(report.verdict, 'not-run');
    assert.deepEqual(
      warnings(report, 'maybe-not-declared').map(({ step, paths }) => [step, paths]),
      [
        ['shell', ['data/in.csv']],
        ['python', ['data/in.csv']],
        ['absolute', ['data/in.csv']],
        ['spaces', ['data/my file.csv']],
        ['where', ['data/late.csv']],
      ],
    );

    fs.rmSync(`${rig.root}/data/in.csv`);
    const later = warnings(await verify(), 'maybe-not-declared');
    assert.deepEqual(
      later.map(({ step }) => step),
      ['spaces', 'where'],
    );
  });
});
