import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';

import type { RunRecord } from '../../../src/records/runModel';
import type { Reason, StatusReport } from '../../../src/records/statusModel';
import { openRig, statuses, stepOf, warnings } from '../../support/rig';
import type { Rig } from '../../support/rig';

const STEPS = `
  a:
    run: cat in.txt > a.txt; echo "$REGION \${{ params.rate }}" >> a.txt
    inputs: [in.txt]
    params: [rate]
    outputs: [a.txt]
  b: { run: cat a.txt > b.txt, inputs: [a.txt], outputs: [b.txt] }
  c: { run: cat c.in > c.txt, inputs: [c.in], outputs: [c.txt] }`;

const head = (more: { rate?: string; region?: string; lock?: string } = {}): string => `
params: { rate: ${more.rate ?? '1'} }
environment:
  variables: { REGION: ${more.region ?? 'south'} }
  lock: requirements.lock`;

function fresh(): Rig {
  return openRig({ 'in.txt': 'in\n', 'c.in': 'c\n', 'requirements.lock': 'x==1\n' });
}

/** Reasons that a run gave for executing steps, since an event. */
function reasonsOf(rig: Rig, run: RunRecord): Record<string, Reason | null> {
  const found: Record<string, Reason | null> = {};
  for (const event of rig.records.eventLog(run.id).readEvents()) {
    if (event.type === 'step-started') found[event.step] = event.reason;
  }
  return found;
}

function standing(status: StatusReport): Record<string, unknown> {
  return Object.fromEntries(
    status.steps.map((step) => [step.name, step.status === 'stale' ? step.reasons : step.status]),
  );
}

describe('reuse and status', () => {
  it('of a new pipeline: never run, then fresh', async () => {
    const rig = fresh();
    const plan = rig.plan(STEPS, head());
    assert.deepEqual(standing(await rig.status(plan)), {
      a: 'never-run',
      b: 'never-run',
      c: 'never-run',
    });
    const run = await rig.ran(plan);
    assert.deepEqual(reasonsOf(rig, run)['a'], { kind: 'never-run' });
    assert.deepEqual(standing(await rig.status(plan)), { a: 'fresh', b: 'fresh', c: 'fresh' });
  });

  it('names the param whose value changed where the command differs in nothing else', async () => {
    const steps = `
  a: { run: "echo \${{ params.rate }} \${{ env.REGION }} > a.txt", outputs: [a.txt] }
  b:
    run: echo \${{ params.rate }} > b.txt
    params: [rate]
    outputs: [b.txt]`;
    const rig = fresh();
    await rig.ran(rig.plan(steps, head()));
    const rate = { kind: 'param', key: 'rate', was: 1, is: 2.5 };
    const other = rig.plan(steps, head({ rate: '2.5' }));
    assert.deepEqual(standing(await rig.status(other)), { a: [rate], b: [rate] });
    const run = await rig.ran(other);
    assert.deepEqual(reasonsOf(rig, run), { a: rate, b: rate });
    const region = { kind: 'variable', name: 'REGION', was: 'south', is: 'north' };
    const plan = rig.plan(steps, head({ rate: '2.5', region: 'north' }));
    assert.deepEqual(standing(await rig.status(plan)), { a: [region], b: [region] });
    await rig.ran(plan);
    const edited = steps.replaceAll('echo ', 'echo x ');
    const command = { kind: 'command', part: 'commands' };
    const both = rig.plan(edited, head({ rate: '3', region: 'north' }));
    assert.deepEqual(standing(await rig.status(both)), {
      a: [command],
      b: [{ ...rate, was: 2.5, is: 3 }, command],
    });
  });

  const changes: readonly {
    readonly what: string;
    readonly change: (rig: Rig) => void;
    readonly head?: string;
    readonly reason: Reason;
    readonly c?: 'reused' | 'succeeded';
  }[] = [
    {
      what: 'an input',
      change: (rig) => rig.write({ 'in.txt': 'other\n' }),
      reason: { kind: 'input', paths: ['in.txt'] },
    },
    {
      what: 'a param',
      change: () => undefined,
      head: head({ rate: '2' }),
      reason: { kind: 'param', key: 'rate', was: 1, is: 2 },
    },
    {
      what: 'a variable',
      change: () => undefined,
      head: head({ region: 'north' }),
      reason: { kind: 'variable', name: 'REGION', was: 'south', is: 'north' },
      c: 'succeeded',
    },
    {
      what: 'the lock file',
      change: (rig) => rig.write({ 'requirements.lock': 'x==2\n' }),
      reason: { kind: 'lock', path: 'requirements.lock' },
      c: 'succeeded',
    },
  ];
  for (const { what, change, head: other, reason, c = 'reused' } of changes) {
    it(`runs again what hangs on ${what}, and says so before and after`, async () => {
      const rig = fresh();
      await rig.ran(rig.plan(STEPS, head()));
      change(rig);
      const plan = rig.plan(STEPS, other ?? head());
      const status = await rig.status(plan);
      const a = status.steps[0];
      assert.deepEqual(a?.reasons[0], reason);
      assert.deepEqual(status.steps[1]?.reasons.at(-1), { kind: 'after', step: 'a' });
      const run = await rig.ran(plan);
      assert.deepEqual(reasonsOf(rig, run)['a'], reason);
      assert.equal(stepOf(run, 'c').status, c);
      assert.deepEqual(standing(await rig.status(plan)), { a: 'fresh', b: 'fresh', c: 'fresh' });
    });
  }

  it('runs again a step whose command changed', async () => {
    const rig = fresh();
    await rig.ran(rig.plan(STEPS, head()));
    const plan = rig.plan(STEPS.replace('cat c.in > c.txt', 'cat c.in  > c.txt'), head());
    assert.deepEqual(standing(await rig.status(plan))['c'], [
      { kind: 'command', part: 'commands' },
    ]);
    const run = await rig.ran(plan);
    assert.deepEqual(statuses(run), { a: 'reused', b: 'reused', c: 'succeeded' });
  });

  it('does not run what only a new name, a tolerance or a timeout changed', async () => {
    const rig = fresh();
    await rig.ran(rig.plan(STEPS, head()));
    const plan = rig.plan(STEPS.replace('  c: {', '  renamed: { timeout: 1h, retries: 2,'), head());
    assert.deepEqual(statuses(await rig.ran(plan)), {
      a: 'reused',
      b: 'reused',
      renamed: 'reused',
    });
  });

  it('goes on past a step whose outcome is the same after all', async () => {
    const rig = openRig({ 'in.txt': '1' });
    const steps = (run: string): string => `
  a: { run: "${run}", inputs: [in.txt], outputs: [a.txt] }
  b: { run: cp a.txt b.txt, inputs: [a.txt], outputs: [b.txt] }`;
    await rig.ran(rig.plan(steps('echo x > a.txt')));
    const run = await rig.ran(rig.plan(steps('echo   x > a.txt')));
    assert.deepEqual(statuses(run), { a: 'succeeded', b: 'reused' });
  });

  it('puts back outputs that are missing or were changed by hand', async () => {
    const rig = fresh();
    const plan = rig.plan(STEPS, head());
    const first = await rig.ran(plan);
    const before = rig.read('a.txt');
    fs.rmSync(rig.path('a.txt'));
    rig.write({ 'c.txt': 'by hand' });
    assert.deepEqual(standing(await rig.status(plan)), {
      a: [{ kind: 'output-missing', paths: ['a.txt'] }],
      b: [{ kind: 'after', step: 'a' }],
      c: [{ kind: 'output-changed', paths: ['c.txt'] }],
    });
    const run = await rig.ran(plan);
    assert.deepEqual(statuses(run), { a: 'reused', b: 'reused', c: 'reused' });
    assert.equal(rig.read('a.txt'), before);
    assert.equal(rig.read('c.txt'), 'c\n');
    assert.equal(run.snapshot, first.snapshot);
  });

  it('takes up an outcome of long ago', async () => {
    const rig = fresh();
    const plan = rig.plan(STEPS, head());
    const first = await rig.ran(plan);
    rig.write({ 'in.txt': 'two\n' });
    await rig.ran(plan);
    rig.write({ 'in.txt': 'in\n' });
    const third = await rig.ran(plan);
    assert.deepEqual(statuses(third), { a: 'reused', b: 'reused', c: 'reused' });
    assert.equal(stepOf(third, 'b').reusedFrom, first.id);
    assert.equal(rig.read('b.txt'), 'in\nsouth 1\n');
  });

  it('puts back folders, links and modes of an outcome', async () => {
    const rig = openRig();
    const plan = rig.plan(
      `  s: { run: "mkdir -p d/empty; echo x > d/run; chmod +x d/run; ln -s run d/latest", outputs: [d/] }`,
    );
    await rig.ran(plan);
    fs.rmSync(rig.path('d'), { recursive: true });
    assert.deepEqual(statuses(await rig.ran(plan)), { s: 'reused' });
    assert.equal(fs.statSync(rig.path('d/run')).mode & 0o100, 0o100);
    assert.equal(fs.readlinkSync(rig.path('d/latest')), 'run');
    assert.ok(fs.statSync(rig.path('d/empty')).isDirectory());
    fs.chmodSync(rig.path('d/run'), 0o644);
    assert.deepEqual(standing(await rig.status(plan))['s'], [
      { kind: 'output-changed', paths: ['d/run'] },
    ]);
  });

  it('runs everything where reuse is switched off', async () => {
    const rig = fresh();
    const plan = rig.plan(STEPS, head());
    await rig.ran(plan);
    const run = await rig.ran(plan, { reuse: 'none' });
    assert.deepEqual(statuses(run), { a: 'succeeded', b: 'succeeded', c: 'succeeded' });
    assert.deepEqual(reasonsOf(rig, run)['a'], { kind: 'asked' });
  });

  it('minds the environment, unless only the recipe counts', async () => {
    const rig = openRig({ 'tool.sh': '#!/bin/sh\necho 1\n', 'bin/.keep': '' });
    const tool = (text: string): void => {
      fs.writeFileSync(rig.path('..', 'tool'), `#!/bin/sh\necho ${text}\n`, { mode: 0o755 });
    };
    tool('one');
    const variables = { ...process.env, PATH: `${rig.path('..')}:${process.env['PATH']}` };
    const plan = rig.plan(`  s: { run: tool > o.txt, outputs: [o.txt] }`);
    await rig.ran(plan, { variables });
    assert.equal(statuses(await rig.ran(plan, { variables }))['s'], 'reused');
    tool('two');
    assert.equal(statuses(await rig.ran(plan, { variables, reuse: 'recipe' }))['s'], 'reused');
    const run = await rig.ran(plan, { variables });
    assert.equal(statuses(run)['s'], 'succeeded');
    assert.deepEqual(reasonsOf(rig, run)['s'], { kind: 'environment', what: ['executable tool'] });
    assert.equal(rig.read('o.txt'), 'two\n');
  });

  it('says every time that a step does not reproduce', async () => {
    const rig = openRig();
    const counter = rig.path('..', 'counter');
    const plan = rig.plan(`  s: { run: "echo x >> ${counter}; cp ${counter} o", outputs: [o] }`);
    const first = await rig.ran(plan);
    const second = await rig.ran(plan, { reuse: 'none' });
    const told = [{ code: 'contradiction', step: 's', run: first.id }];
    assert.deepEqual(warnings(second, 'contradiction'), told);
    const third = await rig.ran(plan);
    assert.equal(stepOf(third, 's').status, 'reused');
    assert.equal(stepOf(third, 's').reusedFrom, second.id, 'the newest');
    assert.deepEqual(warnings(third, 'contradiction'), told);
    assert.equal(warnings(await rig.ran(plan), 'contradiction').length, 1);
    assert.equal((await rig.status(plan)).warnings.length, 1);
  });

  it('says so too where another label was written between the runs, and nothing else', async () => {
    const rig = openRig();
    const steps = '  luck: { run: "date +%N > luck", outputs: [luck] }';
    const first = await rig.ran(rig.plan(steps, 'version: v1.0'));
    const second = await rig.ran(rig.plan(steps, 'version: v1.1'), { reuse: 'none' });
    assert.notEqual(first.sourceTree, second.sourceTree);
    const told = [{ code: 'contradiction', step: 'luck', run: first.id }];
    assert.deepEqual(warnings(second, 'contradiction'), told);
    const plan = rig.plan(steps, '');
    for (const stepByStep of [false, true]) {
      const third = await rig.ran(plan, { stepByStep });
      assert.deepEqual(statuses(third), { luck: 'reused' });
      assert.deepEqual(warnings(third, 'contradiction'), told);
      assert.deepEqual(warnings(third, 'reused-other-code'), []);
    }
    assert.deepEqual((await rig.status(plan)).warnings, told);
    const other = rig.plan(steps, 'version: v1.2 # another word');
    assert.deepEqual(warnings(await rig.ran(other, { reuse: 'none' }), 'contradiction'), []);
  });

  it('names undeclared code that the producing run saw otherwise', async () => {
    const rig = openRig({ 'in.txt': '1', 'helper.sh': 'echo 1', 'other.txt': 'x' });
    const plan = rig.plan(`
  s: { run: sh helper.sh > o.txt, inputs: [in.txt], outputs: [o.txt] }
  t: { run: cp other.txt t.txt, inputs: [other.txt], outputs: [t.txt] }`);
    const first = await rig.ran(plan);
    rig.write({ 'helper.sh': 'echo 2', 'other.txt': 'y' });
    const second = await rig.ran(plan);
    assert.deepEqual(statuses(second), { s: 'reused', t: 'succeeded' });
    assert.deepEqual(warnings(second, 'reused-other-code'), [
      { code: 'reused-other-code', step: 's', run: first.id, paths: ['helper.sh'] },
    ]);
  });

  it('runs a step again whose bytes are nowhere', async () => {
    const rig = openRig({ 'in.txt': '1' });
    const plan = rig.plan(
      `  s: { run: cat in.txt in.txt > big, inputs: [in.txt], outputs: [{ big: { cache: false } }] }`,
    );
    await rig.ran(plan);
    assert.equal(statuses(await rig.ran(plan))['s'], 'reused', 'it lies in place');
    fs.rmSync(rig.path('big'));
    const run = await rig.ran(plan);
    assert.equal(statuses(run)['s'], 'succeeded');
    assert.equal(reasonsOf(rig, run)['s']?.kind, 'bytes-gone');
  });

  it('tries a failed step again, and says that it failed', async () => {
    const rig = openRig();
    const flag = rig.path('..', 'flag');
    const plan = rig.plan(`  s: { run: "test -e ${flag}; touch o", outputs: [o] }`);
    assert.equal((await rig.ran(plan)).status, 'failed');
    const failure = { code: 'step-exit', step: 's', exit: 1, signal: null };
    assert.deepEqual(standing(await rig.status(plan)), { s: [{ kind: 'failed', failure }] });
    fs.writeFileSync(flag, '');
    const run = await rig.ran(plan);
    assert.deepEqual(reasonsOf(rig, run)['s'], { kind: 'failed', failure });
    assert.equal(run.status, 'succeeded');
  });
});

describe('what is stale after a run that failed', () => {
  it('is told against the last run that came to an outcome, by status and by the next run alike', async () => {
    const rig = openRig({ 'in.txt': 'one' });
    const yaml = (rate: string): string =>
      `  s: { run: "cat in.txt; test $RATE != 2 && touch o", inputs: [in.txt], outputs: [o], ` +
      `environment: { variables: { RATE: '${rate}' } } }`;
    assert.equal((await rig.ran(rig.plan(yaml('1')))).status, 'succeeded');
    fs.writeFileSync(rig.path('in.txt'), 'two');
    assert.equal((await rig.ran(rig.plan(yaml('2')))).status, 'failed');
    const third = rig.plan(yaml('3'));
    const reasons = [
      { kind: 'input', paths: ['in.txt'] },
      { kind: 'variable', name: 'RATE', was: '1', is: '3' },
    ];
    assert.deepEqual(standing(await rig.status(third)), { s: reasons });
    const run = await rig.ran(third);
    assert.deepEqual(reasonsOf(rig, run)['s'], reasons[0]);
  });

  it('is what it was told to be where nothing ever came to an outcome', async () => {
    const rig = openRig();
    const yaml = (exit: number): string => `  s: { run: "exit ${exit}", outputs: [o] }`;
    assert.equal((await rig.ran(rig.plan(yaml(1)))).status, 'failed');
    const [reason] = standing(await rig.status(rig.plan(yaml(2))))['s'] as { kind: string }[];
    assert.equal(reason?.kind, 'command');
  });
});

describe('runs of some steps', () => {
  it('run what a target needs, and nothing else', async () => {
    const rig = fresh();
    const plan = rig.plan(STEPS, head());
    const run = await rig.ran(plan, { targets: ['b'] });
    assert.deepEqual(statuses(run), { a: 'succeeded', b: 'succeeded' });
    assert.deepEqual(run.targets, ['b']);
    const whole = await rig.ran(plan);
    assert.deepEqual(statuses(whole), { a: 'reused', b: 'reused', c: 'succeeded' });
    assert.equal(whole.sourceTree, run.sourceTree, 'outputs of other steps are no source');
  });

  it('refuse a step that is not there', async () => {
    const rig = fresh();
    const refused = await rig.run(rig.plan(STEPS, head()), { targets: ['nosuch'] });
    assert.ok(!refused.ok && refused.failure.code === 'step-unknown');
    assert.deepEqual(rig.records.runIds(), []);
  });
});
