import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';

import { digestOf } from '../../../src/base/digest';
import { brief, everything, saved, stepIn } from './support';

const FLAKY = 'import random; print(random.random())';

describe('verdicts of a verify', function () {
  this.timeout(60_000);

  it('is identical where everything came out again, whatever the workspace looks like by now', async () => {
    const { rig, verify, scratch } = await saved(
      `
  a: { run: tr a-z A-Z < in.txt > a.txt, inputs: [in.txt], outputs: [a.txt] }
  b: { run: cat a.txt helper.txt > b.txt, inputs: [a.txt], outputs: [b.txt] }`,
      { 'in.txt': 'words\n', 'helper.txt': 'undeclared, and in the source tree\n' },
    );
    for (const name of fs.readdirSync(rig.root)) {
      if (name !== '.reprise') fs.rmSync(rig.path(name));
    }
    const report = await verify();
    assert.deepEqual(brief(report), { a: 'identical', b: 'identical' });
    assert.deepEqual(
      [report.verdict, report.reproducible, report.firstDivergence, report.version, report.rules],
      ['identical', true, null, 'v1.0', 'saved'],
    );
    const run = rig.records.readRun(report.run);
    assert.ok(run.ok);
    assert.deepEqual([run.value.purpose, run.value.status], ['verify', 'succeeded']);
    assert.ok(run.value.room?.startsWith(scratch));
    assert.deepEqual(fs.readdirSync(scratch), []);
  });

  it('tells the source of a divergence from what carries it, and says where it began', async () => {
    const { verify } = await saved(
      `
  a: { run: echo same > a.txt, outputs: [a.txt] }
  b: { run: "python3 flaky.py > b.json", inputs: [flaky.py, a.txt], outputs: [b.json] }
  c: { run: cp b.json c.json, inputs: [b.json], outputs: [c.json] }
  d: { run: "wc -l < c.json > d.txt", inputs: [c.json], outputs: [d.txt] }
  e: { run: cp d.txt e.txt, inputs: [d.txt], outputs: [e.txt] }`,
      { 'flaky.py': FLAKY },
    );
    const report = await verify();
    assert.deepEqual(brief(report), {
      a: 'identical',
      b: 'different source',
      c: 'different carrier',
      d: 'identical',
      e: 'identical',
    });
    assert.deepEqual(report.firstDivergence, { step: 'b', output: 'b.json' });
    const [output] = stepIn(report, 'b').outputs;
    assert.equal(output?.comparator, 'json');
    assert.equal(output.differences[0]?.at, '$');
    assert.equal(typeof output.differences[0].delta, 'number');
  });

  it('judges what does not need a step that failed in the re-run, one at a time too', async () => {
    const { verify } = await saved(
      `
  fails: { run: cat hidden.txt > f.txt, outputs: [f.txt] }
  needs: { run: cat f.txt > n.txt, inputs: [f.txt], outputs: [n.txt] }
  flaky: { run: "python3 flaky.py > r.json", inputs: [flaky.py], outputs: [r.json] }
  same: { run: echo same > s.txt, outputs: [s.txt] }`,
      { 'flaky.py': FLAKY, '.gitignore': 'hidden.txt\n', 'hidden.txt': 'not in the room\n' },
    );
    const report = await verify({ jobs: 1 });
    assert.deepEqual(brief(report), {
      fails: 'not-run',
      needs: 'not-run',
      flaky: 'different source',
      same: 'identical',
    });
    assert.equal(report.verdict, 'different');
  });

  it('excuses what a tolerance says; the step is a source all the same', async () => {
    const { verify, plan, rig } = await saved(
      `
  a:
    run: python3 near.py > m.json
    inputs: [near.py]
    outputs: [{ m.json: { tolerance: { relative: 0.01 } } }]`,
      { 'near.py': 'import random; print(1 + random.random() * 1e-6)' },
    );
    const report = await verify();
    assert.deepEqual(brief(report), { a: 'equivalent source' });
    assert.match(stepIn(report, 'a').outputs[0]?.notes.join() ?? '', /tolerance .*0\.01/);
    rig.records.writeReport(report);

    const strict = rig.plan(`
  a: { run: python3 near.py > m.json, inputs: [near.py], outputs: [m.json] }`);
    const runs = rig.records.runIds().length;
    const again = await verify({ rules: { by: 'workspace', plan: strict } });
    assert.deepEqual(
      [again.verdict, again.rules, again.run],
      ['different', 'workspace', report.run],
    );
    const same = await verify({ rules: { by: 'workspace', plan } });
    assert.equal(same.verdict, 'equivalent');
    assert.equal(rig.records.runIds().length, runs, 'judging again runs nothing');
  });

  it('needs an earlier verify to judge by other rules', async () => {
    const { tryVerify, plan } = await saved('  a: { run: echo 1 > a, outputs: [a] }');
    const judged = await tryVerify({ rules: { by: 'workspace', plan } });
    assert.deepEqual(judged, { ok: false, failure: { code: 'no-earlier-verify', label: 'v1.0' } });
  });

  it('judges no other snapshot of the same label by the outcomes of an earlier verify', async () => {
    const { rig, verify, tryVerify, plan, version } = await saved(
      '  a: { run: echo 1 > a, outputs: [a] }',
    );
    rig.records.writeReport(await verify());
    const other = { ...version, snapshot: digestOf('the label on another branch') };
    const rules = { by: 'workspace', plan } as const;
    const failure = { code: 'no-earlier-verify', label: 'v1.0' };
    assert.deepEqual(await tryVerify({ version: other, rules }), { ok: false, failure });
    assert.equal((await verify({ rules })).verdict, 'identical');
  });

  it('calls a step that fails in the re-run not run, with the end of its log', async () => {
    const { verify, rig } = await saved(
      `
  a: { run: echo same > a.txt, outputs: [a.txt] }
  b:
    run: "if [ -d ../project ] && [ -e .reprise ]; then echo fine > b.txt; else echo bad luck; exit 7; fi"
    inputs: [a.txt]
    outputs: [b.txt]
    retries: 1
  c: { run: cp b.txt c.txt, inputs: [b.txt], outputs: [c.txt] }`,
    );
    const report = await verify();
    assert.deepEqual(brief(report), { a: 'identical', b: 'not-run', c: 'not-run' });
    assert.deepEqual([report.verdict, report.firstDivergence], ['not-run', null]);
    assert.deepEqual(stepIn(report, 'b').failure, {
      code: 'step-exit',
      exit: 7,
      signal: null,
      logTail: ['bad luck'],
    });
    assert.equal(stepIn(report, 'c').failure?.code, 'step-blocked');
    assert.deepEqual(
      report.steps.flatMap(({ outputs }) => outputs.map(({ verdict }) => verdict)),
      ['identical', 'not-run', 'not-run'],
    );
    assert.equal(rig.read('b.txt'), 'fine\n');
  });

  it('compares folders file by file, links and executable bits included', async () => {
    const { verify } = await saved(
      `
  a:
    run: |
      mkdir -p out/sub
      for n in 1 2 3; do echo $n > out/sub/$n; done
      ln -s sub/1 out/latest
      echo run > out/tool
      [ -e .reprise ] || chmod +x out/tool
      python3 flaky.py > out/sub/2
    inputs: [flaky.py]
    outputs: [out/]
  b:
    run: cat out/latest > b.txt
    inputs: [out/]
    outputs: [b.txt]`,
      { 'flaky.py': FLAKY },
    );
    const report = await verify();
    assert.deepEqual(brief(report), { a: 'different source', b: 'identical' });
    assert.deepEqual(
      stepIn(report, 'a').outputs[0]?.differences.map(({ file, at }) => [file, at]),
      [
        ['out/sub/2', 'line 1'],
        ['out/tool', 'mode'],
      ],
    );
  });

  it('leaves the project byte for byte and time for time as it was', async () => {
    const { rig, verify } = await saved(
      '  a: { run: "cat in.txt > out.txt; date > noise.txt", inputs: [in.txt], outputs: [out.txt] }',
      { 'in.txt': '1\n', 'sub/kept.txt': 'kept\n' },
    );
    const before = everything(rig.root);
    assert.equal((await verify()).verdict, 'identical');
    assert.deepEqual(everything(rig.root), before);
  });

  it('has nothing to compare where nothing declares outputs', async () => {
    const { verify } = await saved('  a: { run: echo hello }');
    const report = await verify();
    assert.equal(report.verdict, 'incomparable');
    assert.match(stepIn(report, 'a').notes.join(), /declares no outputs/);
  });
});
