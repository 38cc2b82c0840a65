import * as assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { freeSpace } from '../../../src/engine/upkeep';
import { putPlan } from '../../../src/snapshot/planDocument';
import { loadRoom } from '../../../src/verify/loadRoom';
import { leftRooms } from '../../../src/verify/leftRooms';
import { makeRoomFolder } from '../../../src/verify/roomFolder';
import { cannotRun } from '../../support/cannotRun';
import { must } from '../../support/rig';
import { openSteering } from '../../support/steered';
import { temporaryFolder } from '../../support/temporary';
import { brief, everything, saved, stepIn } from './support';

describe('the room of a verify', function () {
  this.timeout(60_000);

  it('holds source, inputs and folders, and no ignored file, no product, no earlier output', async () => {
    const { verify, scratch } = await saved(
      `
  a:
    run: "find . -not -path './.git*' | sort > /dev/null; ls -R data empty > a.txt; touch stray"
    inputs: [data/in.txt]
    outputs: [a.txt]`,
      { 'data/in.txt': '1\n', 'code.py': 'pass\n', '.gitignore': 'hidden/\n', 'hidden/x': 'x' },
      (rig) => fs.mkdirSync(rig.path('empty')),
    );
    const report = await verify({ keep: true });
    assert.equal(report.verdict, 'identical');
    const [room] = fs.readdirSync(scratch);
    const root = path.join(scratch, room ?? '', 'project');
    const names = fs.readdirSync(root).sort();
    assert.deepEqual(names, [
      '.gitignore',
      'a.txt',
      'code.py',
      'data',
      'empty',
      'pipeline.yaml',
      'stray',
    ]);
    assert.deepEqual(fs.readdirSync(path.dirname(root)), ['made-by.json', 'project']);
  });

  it('has a small repository at the recorded commit', async () => {
    const { verify, rig } = await saved(
      '  a: { run: "git rev-parse HEAD > a.txt; git status --porcelain >> a.txt", outputs: [a.txt] }',
      { 'in.txt': '1\n', '.gitignore': 'a.txt\n.reprise/\n' },
      ({ root, ...rig }) => {
        rig.plan(
          '  a: { run: "git rev-parse HEAD > a.txt; git status --porcelain >> a.txt", outputs: [a.txt] }',
        );
        const git = (...args: string[]) =>
          execFileSync('git', ['-c', 'user.name=n', '-c', 'user.email=e@example.org', ...args], {
            cwd: root,
            stdio: 'pipe',
          });
        git('init', '-q');
        git('add', '-A');
        git('commit', '-q', '-m', 'all');
      },
    );
    assert.match(rig.read('a.txt'), /^[0-9a-f]{40}\n$/);
    assert.equal((await verify()).verdict, 'identical');
  });

  it('is refused in the project, and nothing is made there', async () => {
    const { rig, host, tryVerify } = await saved('  a: { run: echo 1 > a, outputs: [a] }');
    const before = everything(rig.root);
    const scratch = rig.path('scratch', 'deep');
    const inside = { ...host, variables: { ...host.variables, REPRISE_SCRATCH: scratch } };
    const refused = await tryVerify({ host: inside });
    assert.ok(!refused.ok);
    assert.equal(refused.failure.code, 'scratch-not-usable');
    assert.deepEqual(everything(rig.root), before);
  });

  it('is gone after a cancel, and so is whatever ran in it', async () => {
    const steering = await openSteering();
    const command = JSON.stringify(
      `if [ -e .reprise ]; then echo 1 > a; else ${steering.command('slow')}; fi`,
    );
    const { tryVerify, scratch } = await saved(`  a: { run: ${command}, outputs: [a] }`);
    const cancel = new AbortController();
    const verifying = tryVerify({ cancel: cancel.signal });
    const slow = await steering.started('slow');
    assert.equal(fs.readdirSync(scratch).length, 1);
    cancel.abort();
    assert.deepEqual(await verifying, { ok: false, failure: { code: 'cancelled' } });
    await slow.gone;
    assert.deepEqual(fs.readdirSync(scratch), []);
  });

  it('is gone after a cancel while it is filled, and nothing ran', async () => {
    const { rig, tryVerify, scratch } = await saved(
      '  a: { run: echo 1 > a, inputs: [in.txt], outputs: [a] }',
      { 'in.txt': '1\n' },
    );
    const runs = rig.records.runIds();
    const cancel = new AbortController();
    const restore = rig.store.restore.bind(rig.store);
    rig.store.restore = (...given) => {
      cancel.abort();
      assert.equal(given[2].cancel?.aborted, true);
      return restore(...given);
    };
    const verified = await tryVerify({ cancel: cancel.signal });
    assert.deepEqual(verified, { ok: false, failure: { code: 'cancelled' } });
    assert.deepEqual(fs.readdirSync(scratch), []);
    assert.deepEqual(rig.records.runIds(), runs);
  });

  it('is gone after a failure to fill it', async () => {
    const { rig, version, tryVerify, scratch } = await saved(
      '  a: { run: wc -l in.txt > a, inputs: [{ in.txt: { cache: false } }], outputs: [a] }',
      { 'in.txt': '1\n' },
    );
    assert.equal(version.steps.length, 1);
    rig.write({ 'in.txt': 'other bytes\n' });
    const refused = await tryVerify();
    assert.ok(!refused.ok);
    assert.equal(refused.failure.code, 'input-bytes-missing');
    assert.deepEqual(fs.readdirSync(scratch), []);
  });

  it('is all its own where somebody only looks at it: nothing written there reaches the workspace', async () => {
    const { rig, host, version } = await saved(
      `  a: { run: cp in.txt a, inputs: [{ in.txt: { cache: false } }], outputs: [{ a: { cache: false } }] }`,
      { 'in.txt': 'mine\n' },
    );
    const { project, store } = rig;
    const { folder } = must(await loadRoom({ project, store, host, version, outputs: true }));
    for (const name of ['in.txt', 'a']) {
      const file = path.join(folder, name);
      assert.ok(fs.lstatSync(file).isFile());
      assert.equal(fs.readFileSync(file, 'utf8'), 'mine\n');
      fs.writeFileSync(file, 'overwritten in the room');
      assert.equal(rig.read(name), 'mine\n');
    }
  });

  it('is refused at once below a folder that takes none', async function () {
    if (process.platform !== 'linux') cannotRun(this, 'there is no /proc');
    const { tryVerify, host } = await saved('  a: { run: echo 1 > a, outputs: [a] }');
    const folder = '/proc/nothing/deeper';
    const variables = { ...host.variables, REPRISE_SCRATCH: folder };
    const refused = await tryVerify({ host: { ...host, variables } });
    assert.deepEqual(refused, {
      ok: false,
      failure: { code: 'scratch-not-usable', folder, error: 'ENOENT' },
    });
  });

  it('is not even made for a plan that a stranger has written to move what lies elsewhere', async () => {
    const { rig, plan, version, tryVerify, scratch } = await saved(
      '  a: { run: echo 1 > a, outputs: [a] }',
    );
    const victim = temporaryFolder();
    fs.writeFileSync(path.join(victim, 'docs'), 'theirs');
    const output = `${'../'.repeat(20)}${path.join(victim, 'docs').slice(1)}`;
    const steps = plan.steps.map((one) => ({
      ...one,
      outputs: one.outputs.map((declared) => ({ ...declared, path: output })),
    }));
    const forged = must(await putPlan(rig.store, { ...plan, steps }));
    const refused = await tryVerify({ version: { ...version, plan: forged } });
    assert.ok(!refused.ok);
    assert.equal(refused.failure.code, 'tree-damaged');
    assert.equal(fs.readFileSync(path.join(victim, 'docs'), 'utf8'), 'theirs');
    assert.deepEqual(fs.readdirSync(scratch), []);
  });

  it('is removed though a step took its own permissions away', async () => {
    const { verify, scratch } = await saved(
      '  a: { run: "echo 1 > a; mkdir -p locked/in; touch locked/in/x; chmod 500 locked/in locked", outputs: [a] }',
    );
    assert.equal((await verify()).verdict, 'identical');
    assert.deepEqual(fs.readdirSync(scratch), []);
  });

  it('is found by gc where its maker was killed before any run named it', async () => {
    const { rig, host, scratch } = await saved('  a: { run: echo 1 > a, outputs: [a] }');
    const mine = makeRoomFolder(host, rig.root);
    assert.ok(mine.ok);
    const module = path.resolve(__dirname, '../../../src/verify/roomFolder.js');
    const script = `const { makeRoomFolder } = require(${JSON.stringify(module)});
      makeRoomFolder({ variables: process.env }, ${JSON.stringify(rig.root)});
      process.kill(process.pid, 'SIGKILL');`;
    spawnSync(process.execPath, ['-e', script], { env: host.variables });
    assert.equal(fs.readdirSync(scratch).length, 2);
    const look = { host, project: rig.root };
    const [left, ...others] = leftRooms([], look);
    assert.deepEqual(others, []);
    assert.notEqual(left, mine.value);
    const where = { folder: rig.root, host };
    const dry = must(await freeSpace({ ...where, dryRun: true }));
    assert.deepEqual(dry.rooms, [left]);
    assert.equal(fs.readdirSync(scratch).length, 2, 'a dry run removes nothing');
    const other = await freeSpace({ ...where, dryRun: false, exactly: 'sha256:other' });
    assert.ok(!other.ok && other.failure.code === 'not-as-told');
    assert.equal(fs.readdirSync(scratch).length, 2, 'what nobody was told of stays');
    const freed = must(await freeSpace({ ...where, dryRun: false, exactly: dry.digest }));
    assert.deepEqual(freed.rooms, [left]);
    assert.deepEqual(fs.readdirSync(scratch), [path.basename(mine.value)]);
  });

  it('removes no folder that does not look like a room, whatever a record says', async () => {
    const { rig, host } = await saved('  a: { run: echo 1 > a, outputs: [a] }');
    const precious = temporaryFolder();
    const look = { host, project: rig.root };
    assert.deepEqual(leftRooms([precious, path.join(precious, 'project')], look), []);
    assert.ok(fs.existsSync(precious));
  });

  it('links environment folders at the same paths and leads what points back into the room', async () => {
    const { verify } = await saved(
      `
  a: { run: .venv/bin/python a.py > a.txt, inputs: [a.py], outputs: [a.txt] }`,
      { 'a.py': 'import helper, sys; print(helper.VALUE)', 'lib/helper.py': 'VALUE = 1\n' },
      (rig) => {
        execFileSync('python3', ['-m', 'venv', '--without-pip', '.venv'], { cwd: rig.root });
        const site = execFileSync(
          '.venv/bin/python',
          ['-c', 'import site; print(site.getsitepackages()[0])'],
          { cwd: rig.root, encoding: 'utf8' },
        ).trim();
        fs.writeFileSync(path.join(site, 'lib.pth'), `${rig.path('lib')}\n`);
      },
    );
    const report = await verify();
    assert.deepEqual(brief(report), { a: 'identical' });
    assert.deepEqual(stepIn(report, 'a').notes, []);
  });

  it('leads PYTHONPATH into the room, so that the saved module is the one that runs', async () => {
    const steps = '  a: { run: python3 a.py > a.txt, inputs: [a.py], outputs: [a.txt] }';
    const before = process.env['PYTHONPATH'];
    const { verify, rig, host } = await saved(
      steps,
      { 'a.py': 'import helper; print(helper.VALUE)', 'lib/helper.py': 'VALUE = 1\n' },
      (rig) => (process.env['PYTHONPATH'] = rig.path('lib')),
    ).finally(() => {
      if (before === undefined) delete process.env['PYTHONPATH'];
      else process.env['PYTHONPATH'] = before;
    });
    rig.write({ 'lib/helper.py': 'VALUE = 2\n' });
    const variables = { ...host.variables, PYTHONPATH: rig.path('lib') };
    assert.equal((await verify({ variables })).verdict, 'identical');
  });

  it('uses the recorded programs, or those of now, and says before the first step which differ', async () => {
    const bin = temporaryFolder();
    const tool = (folder: string, word: string): void => {
      fs.mkdirSync(path.join(bin, folder));
      const file = path.join(bin, folder, 'python3');
      fs.writeFileSync(file, `#!/bin/sh\necho ${word}\n`, { mode: 0o755 });
    };
    tool('then', 'Python 3.1.0');
    tool('now', 'Python 3.2.0');
    const pathOf = (folder: string): string =>
      [path.join(bin, folder), process.env['PATH']].join(path.delimiter);
    const before = process.env['PATH'];
    process.env['PATH'] = pathOf('then');
    const { verify, host } = await saved(
      '  a: { run: python3 --version > a, outputs: [a] }',
    ).finally(() => (process.env['PATH'] = before));
    const variables = { ...host.variables, PATH: pathOf('now') };
    const recorded = await verify({ variables });
    assert.deepEqual([recorded.verdict, recorded.warnings], ['identical', []]);
    const told: string[] = [];
    const current = await verify({
      variables,
      environment: 'current',
      onEvent: (event) => told.push(event.type === 'warning' ? event.warning.code : event.type),
    });
    assert.equal(current.verdict, 'different');
    assert.ok(told.indexOf('interpreter-differs') >= 0);
    assert.ok(told.indexOf('interpreter-differs') < told.indexOf('step-started'), told.join());
    assert.ok(current.environment.drift.some(({ what }) => what.includes('python')));
  });
});
