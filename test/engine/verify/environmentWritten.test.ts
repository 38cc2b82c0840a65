import * as assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';

import { startKillable } from '../../support/killable';
import { must, openRig, warnings } from '../../support/rig';
import { openSteering } from '../../support/steered';
import { brief, saved, stepIn } from './support';

const CACHED = '[ -f .venv/cache ] || date +%N > .venv/cache; cp .venv/cache o';
const VENV = { '.venv/pyvenv.cfg': '', '.venv/lib/x.py': 'x' };
const SITE = '.venv/lib/python3.12/site-packages';

describe('what a run writes into an environment folder that stood there', function () {
  this.timeout(60_000);

  it('is named in run and version, and makes a verify that finds it incomparable', async () => {
    const { rig, verify, plan, version } = await saved(
      `
  s: { run: '${CACHED}', outputs: [o] }
  t: { run: cp o p, inputs: [o], outputs: [p] }`,
      VENV,
    );
    const told = [{ code: 'environment-written', paths: ['.venv/cache'] }];
    assert.deepEqual(warnings(version, 'environment-written'), told);
    assert.deepEqual(warnings(version, 'products'), []);
    const report = await verify();
    assert.deepEqual(brief(report), { s: 'incomparable', t: 'incomparable' });
    assert.match(stepIn(report, 's').notes.join(), /environment folder: \.venv\/cache/);
    assert.deepEqual(report.warnings, told);

    const again = await rig.ran(plan, { reuse: 'none' });
    assert.deepEqual(warnings(again, 'environment-written'), told, 'found and only read');
    const reused = await rig.ran(plan);
    assert.deepEqual(warnings(reused, 'environment-written'), told, 'nothing was run');
    assert.equal((await verify()).verdict, 'incomparable');
  });

  it('is forgotten where it is not there, known where it comes back, and not what somebody put there', async () => {
    const { rig, verify, plan } = await saved(`  s: { run: '${CACHED}', outputs: [o] }`, VENV);
    const cache = rig.path('.venv/cache');
    fs.renameSync(cache, rig.path('..', 'cache'));
    const without = await rig.ran(plan);
    assert.deepEqual(warnings(without, 'environment-written'), []);
    fs.renameSync(rig.path('..', 'cache'), cache);
    assert.deepEqual(brief(await verify()), { s: 'incomparable' });
    fs.writeFileSync(cache, 'installed');
    assert.deepEqual(brief(await verify()), { s: 'different source' });
  });

  it('is links and empty folders too, and what is moved there or overwritten', async () => {
    const { verify, version } = await saved(
      `
  s:
    run: |
      ln -sfn ../where .venv/link
      mkdir -p .venv/flag .venv/lib/deep
      echo 1 > moved; mv moved .venv/moved
      cp -p .venv/lib/x.py t; echo y >> .venv/lib/x.py; touch -r t .venv/lib/x.py; rm t
      mkdir -p .venv/lib/__pycache__; echo 1 > .venv/lib/__pycache__/x.pyc
      echo o > o
    outputs: [o]`,
      VENV,
    );
    const paths = ['.venv/flag', '.venv/lib/deep', '.venv/lib/x.py', '.venv/link', '.venv/moved'];
    assert.deepEqual(warnings(version, 'environment-written')[0]?.paths, paths);
    const report = await verify();
    assert.deepEqual(warnings(report, 'environment-written')[0]?.paths, paths);
  });

  it('is not bytecode, nor a cache that no room gets', async () => {
    const { verify, version } = await saved(
      `
  s: { run: "mkdir -p .venv/__pycache__ node_modules/.cache; date +%N > node_modules/.cache/x; touch .venv/__pycache__/a.pyc; echo o > o", outputs: [o] }`,
      { ...VENV, 'node_modules/p/index.js': '' },
    );
    assert.deepEqual(version.warnings, []);
    const report = await verify();
    assert.deepEqual([brief(report), report.warnings], [{ s: 'identical' }, []]);
  });

  it('is not what a package brings along, unless the package may be made here', async () => {
    const install = (name: string, more = ''): string =>
      `mkdir -p ${SITE}/${name}-1.dist-info; echo ${name} > ${SITE}/${name}.py;` +
      `echo '${name}.py,sha256=${sha256(`${name}\n`)},3' > ${SITE}/${name}-1.dist-info/RECORD; ${more}`;
    const { verify, version } = await saved(
      `
  s:
    run: |
      ${install('aa')}
      ${install('bb', `echo {} > ${SITE}/bb-1.dist-info/direct_url.json`)}
      ${install('cc', `echo more >> ${SITE}/cc.py`)}
      echo o > o
    outputs: [o]`,
      VENV,
    );
    const paths = [
      `${SITE}/bb-1.dist-info/RECORD`,
      `${SITE}/bb-1.dist-info/direct_url.json`,
      `${SITE}/bb.py`,
      `${SITE}/cc.py`,
    ];
    assert.deepEqual(warnings(version, 'environment-written')[0]?.paths, paths);
    assert.deepEqual(warnings(await verify(), 'environment-written')[0]?.paths, paths);
  });

  it('is the folder itself where that is very much, until it is made anew', async () => {
    const { rig, verify, version } = await saved(
      `  s: { run: '[ -d .venv/n ] || { mkdir .venv/n; for i in $(seq 2100); do echo $i > .venv/n/$i; done; }; ls .venv/n | wc -l > o', outputs: [o] }`,
      VENV,
    );
    assert.deepEqual(warnings(version, 'environment-written')[0]?.paths, ['.venv']);
    assert.deepEqual(brief(await verify()), { s: 'incomparable' });
    fs.renameSync(rig.path('.venv'), rig.path('..', 'old'));
    fs.cpSync(rig.path('..', 'old'), rig.path('.venv'), { recursive: true });
    assert.deepEqual(brief(await verify()), { s: 'identical' });
  });

  it('makes one that a run has made anew a product, which no room is linked to', async () => {
    const { verify, version } = await saved(
      `  s: { run: 'rm -rf .venv; mkdir .venv; touch .venv/pyvenv.cfg; date +%N > .venv/x; cp .venv/x o', outputs: [o] }`,
      VENV,
    );
    assert.deepEqual(warnings(version, 'products')[0]?.paths, ['.venv']);
    assert.deepEqual(brief(await verify()), { s: 'different source' });
  });

  it('is remembered of a run in a room too, which reaches there through its link', async () => {
    const { rig, verify, plan } = await saved(`  s: { run: '${CACHED}', outputs: [o] }`, VENV);
    fs.rmSync(rig.path('.venv/cache'));
    assert.deepEqual(brief(await verify()), { s: 'different source' });
    assert.ok(rig.exists('.venv/cache'));
    const next = await rig.ran(plan, { reuse: 'none' });
    assert.deepEqual(warnings(next, 'environment-written')[0]?.paths, ['.venv/cache']);
    assert.deepEqual(
      next.products.map(({ kind }) => kind),
      ['inside'],
    );
  });

  it('is known of a run that was killed', async () => {
    const [rig, steering] = [openRig(VENV), await openSteering()];
    const plan = rig.plan(
      `  a: { run: 'echo 1 > .venv/cache; [ -e again ] || ${steering.command('a')}; touch o', outputs: [o] }`,
    );
    const run = startKillable(rig.root);
    await steering.started('a');
    run.kill();
    await run.ended;
    const next = await rig.ran(plan, { targets: [] });
    assert.deepEqual(warnings(next, 'environment-written')[0]?.paths, ['.venv/cache']);
  });

  it('is looked for only where something ran', async () => {
    const rig = openRig(VENV);
    const plan = rig.plan(`  s: { run: echo o > o, outputs: [o] }`);
    await rig.ran(plan);
    rig.write({ '.venv/by-hand': '1' });
    const reused = await rig.ran(plan);
    assert.deepEqual([reused.warnings, reused.products], [[], []]);
    must(await rig.run(plan, { reuse: 'none' }));
    const ran = await rig.ran(plan, { reuse: 'none' });
    assert.deepEqual(ran.warnings, [], 'what came before a run is not its own');
  });
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
