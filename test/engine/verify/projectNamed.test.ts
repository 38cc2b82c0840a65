import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { cannotRun } from '../../support/cannotRun';
import { openRig, warnings } from '../../support/rig';
import { brief, savedAs, stepIn } from './support';

describe('a step that names the project by its own path', function () {
  this.timeout(60_000);

  before(function () {
    if (process.platform === 'win32') cannotRun(this, 'its commands are for a POSIX shell');
  });

  it('is at best incomparable, and only that, wherever the path stands', async () => {
    const rig = openRig({ 'data.txt': '1\n', 'sub/own.txt': '1\n', '.venv/pyvenv.cfg': '' });
    const { root } = rig;
    rig.write({
      'cat.sh': `cat ${root}/data.txt\n`,
      'speaks.py': 'import os\nprint(open(os.environ["DATA_ROOT"] + "/data.txt").read())\n',
      'comment.sh': `# not ${root}/data.txt\ncat data.txt\n`,
      'settings.ini': `root = ${root}\n`,
      'manifest.csv': `file\n${root}/data.txt\n`,
      '.venv/tool': 'echo 1\n',
    });
    fs.mkdirSync(`${root}-beside`);
    fs.writeFileSync(`${root}-beside/data.txt`, '1\n');
    const steps: Record<string, string> = {
      command: `run: 'cat "${root}/data.txt" > command.txt'`,
      redirected: `run: 'cat < ${root}/data.txt > redirected.txt'`,
      whole: `run: 'ls ${root} | wc -l | tr -d " " > /dev/null; echo 1 > whole.txt'`,
      variable: `run: 'cat $D/data.txt > variable.txt', environment: { variables: { D: '${root}' } }`,
      outside: `run: 'cat $DATA_ROOT/data.txt > outside.txt'`,
      script: `run: 'sh cat.sh > script.txt'`,
      spoken: `run: 'python3 speaks.py > spoken.txt'`,
      input: `run: 'echo 1 > input.txt', inputs: [settings.ini]`,
      param: `run: 'echo 1 > param.txt', params: [where]`,
      relative: `run: 'cat data.txt sub/own.txt > relative.txt'`,
      comment: `run: 'sh comment.sh > comment.txt'`,
      data: `run: 'wc -l < manifest.csv > data_.txt'`,
      beside: `run: 'cat ${root}-beside/data.txt > beside.txt'`,
      within: `run: 'cat /x${root}/data.txt > within.txt 2>&1 || true'`,
      environment: `run: 'sh ${root}/.venv/tool > environment.txt'`,
    };
    const outputs = (name: string): string => (name === 'data' ? 'data_.txt' : `${name}.txt`);
    const lines = Object.entries(steps).map(
      ([name, keys]) => `  ${name}: { ${keys}, outputs: [${outputs(name)}] }`,
    );
    const plan = rig.plan(lines.join('\n'), `params: { where: '${root}/data.txt' }\n`);
    const outer = { ...process.env, DATA_ROOT: root };
    const run = await rig.ran(plan, { variables: outer });
    assert.equal(run.status, 'succeeded');
    const { verify } = await savedAs(rig, plan, run);
    const report = await verify({ variables: outer });

    const told = warnings(report, 'project-named');
    assert.deepEqual(
      told.map(({ step, where }) => [step, where.kind === 'command' ? null : where.name]),
      [
        ['command', null],
        ['redirected', null],
        ['whole', null],
        ['variable', 'D'],
        ['outside', 'DATA_ROOT'],
        ['script', 'cat.sh'],
        ['spoken', 'DATA_ROOT'],
        ['input', 'settings.ini'],
        ['param', 'where'],
      ],
    );
    const doubted = new Set(told.map(({ step }) => step));
    const expected = Object.keys(steps).map((name) => [
      name,
      doubted.has(name) ? 'incomparable' : 'identical',
    ]);
    assert.deepEqual(brief(report), Object.fromEntries(expected));
    assert.match(
      stepIn(report, 'script').notes.join(),
      /Its file cat\.sh names the project itself/,
    );
  });

  it('by the way from the home folder too', async () => {
    const rig = openRig({ 'data.txt': '1\n' });
    const [home, name] = [path.dirname(rig.root), path.basename(rig.root)];
    const plan = rig.plan(
      `  tilde: { run: 'cat ~/${name}/data.txt > a.txt', outputs: [a.txt] }\n` +
        `  home: { run: 'cat "$HOME/${name}/data.txt" > b.txt', outputs: [b.txt] }`,
    );
    const variables = { ...process.env, HOME: home };
    const { verify } = await savedAs(rig, plan, await rig.ran(plan, { variables }));
    const report = await verify({ variables });
    assert.deepEqual(brief(report), { tilde: 'incomparable', home: 'incomparable' });
  });
});
