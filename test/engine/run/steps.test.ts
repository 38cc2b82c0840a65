import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { askCancel } from '../../../src/run/cancel';
import { must, openRig, statuses, stepOf, warnings } from '../../support/rig';
import { openSteering } from '../../support/steered';

describe('steps of a run', () => {
  it('run side by side where the graph allows, and wait where it does not', async () => {
    const [rig, steering] = [openRig(), await openSteering()];
    const plan = rig.plan(`
  a: { run: '${steering.command('a')}', outputs: [a.txt] }
  b: { run: '${steering.command('b')}', outputs: [b.txt] }
  c: { run: '${steering.command('c')}', inputs: [a.txt, b.txt] }
  d: { run: '${steering.command('d')}' }`);
    const running = rig.ran(plan, { jobs: 2 });
    const [a, b] = await Promise.all([steering.started('a'), steering.started('b')]);
    await a.write('a.txt', 'a');
    await a.exit(0);
    const d = await steering.started('d');
    assert.equal(steering.isWaiting('c'), false, 'c needs b');
    await b.write('b.txt', 'b');
    await b.exit(0);
    await (await steering.started('c')).exit(0);
    await d.exit(0);
    assert.equal((await running).status, 'succeeded');
  });

  it('are tried again after a failure, each attempt with a log of its own and what the last one left out of its way', async () => {
    const [rig, steering] = [openRig(), await openSteering()];
    const plan = rig.plan(
      `  s: { run: '${steering.command('s')}', outputs: [o.txt, more/], retries: 2 }`,
    );
    const running = rig.ran(plan);
    const first = await steering.started('s');
    await first.print('first\n');
    await first.write('o.txt', 'half');
    await first.exit(5);
    const second = await steering.started('s');
    assert.equal(rig.exists('o.txt'), false);
    await second.print('second\n');
    await second.exit(0);
    const third = await steering.started('s');
    await third.write('o.txt', 'whole');
    fs.mkdirSync(rig.path('more'));
    await third.write('more/x', 'x');
    await third.exit(0);
    const run = await running;
    assert.equal(stepOf(run, 's').attempts, 3);
    assert.equal(run.status, 'succeeded');
    const logs = path.join(rig.records.runFolder(run.id), 'logs', 's');
    assert.deepEqual(fs.readdirSync(logs), ['1.log', '2.log', '3.log']);
    const failures = rig.events.flatMap((event) =>
      event.type === 'step-attempt-failed' ? [[event.failure.code, event.retrying]] : [],
    );
    assert.deepEqual(failures, [
      ['step-exit', true],
      ['output-missing', true],
    ]);
    const displaced = path.join(rig.records.runFolder(run.id), 'displaced');
    assert.equal(fs.readFileSync(path.join(displaced, 'o.txt'), 'utf8'), 'half');
  });

  it('end with a timeout, whatever they ignore', async () => {
    const [rig, steering] = [openRig(), await openSteering()];
    const plan = rig.plan(`  s: { run: '${steering.command('s')}', timeout: 1s }`);
    const running = rig.ran(plan, { graceMs: 50 });
    const steered = await steering.started('s');
    await steered.ignorePoliteSignals();
    const run = await running;
    await steered.gone;
    assert.deepEqual(stepOf(run, 's').failure, {
      code: 'step-timeout',
      step: 's',
      timeoutMs: 1000,
    });
    assert.equal(run.status, 'failed');
  });

  it('are cancelled with a child that ignores the polite signal and has a grandchild', async () => {
    const [rig, steering] = [openRig(), await openSteering()];
    const plan = rig.plan(`
  slow: { run: '${steering.command('slow')}', outputs: [o.txt] }
  next: { run: cat o.txt, inputs: [o.txt] }`);
    const cancel = new AbortController();
    const running = rig.ran(plan, { cancel: cancel.signal });
    const slow = await steering.started('slow');
    await slow.child('child');
    const child = await steering.started('child');
    await child.ignorePoliteSignals();
    await child.child('grandchild', { detached: true });
    const grandchild = await steering.started('grandchild');
    await grandchild.ignorePoliteSignals();
    cancel.abort();
    const run = await running;
    await Promise.all([slow.gone, child.gone, grandchild.gone]);
    assert.equal(run.status, 'cancelled');
    assert.deepEqual(statuses(run), { slow: 'cancelled', next: 'cancelled' });
    assert.ok(rig.events.some((event) => event.type === 'cancel-asked' && event.by === 'signal'));
  });

  it('are cancelled by a file in the folder of the run', async () => {
    const [rig, steering] = [openRig(), await openSteering()];
    const running = rig.ran(rig.plan(`  slow: { run: '${steering.command('slow')}' }`));
    const slow = await steering.started('slow');
    const asked = must(askCancel(rig.records, null));
    const run = await running;
    await slow.gone;
    assert.equal(asked.id, run.id);
    assert.equal(run.status, 'cancelled');
    assert.ok(rig.events.some((event) => event.type === 'cancel-asked' && event.by === 'file'));
    const again = askCancel(rig.records, run.id);
    assert.deepEqual(again, { ok: false, failure: { code: 'run-not-live', id: run.id } });
  });

  it('leave nothing running behind them', async () => {
    const [rig, steering] = [openRig(), await openSteering()];
    const plan = rig.plan(`  s: { run: '${steering.command('s')}', outputs: [o.txt] }`);
    const running = rig.ran(plan);
    const steered = await steering.started('s');
    await steered.child('server', { detached: true });
    const server = await steering.started('server');
    await steered.write('o.txt', 'o');
    await steered.exit(0);
    const run = await running;
    await server.gone;
    assert.equal(run.status, 'succeeded');
    assert.deepEqual(warnings(run, 'left-running'), [
      { code: 'left-running', step: 's', pids: [server.pid] },
    ]);
  });

  it('name outputs that they were to make and did not', async () => {
    const rig = openRig();
    const run = await rig.ran(rig.plan(`  s: { run: touch a, outputs: [a, b, c] }`));
    assert.deepEqual(stepOf(run, 's').failure, {
      code: 'output-missing',
      step: 's',
      paths: ['b', 'c'],
    });
    assert.equal(stepOf(run, 's').exit, 0);
  });

  it('name an input that is gone by the time they start', async () => {
    const rig = openRig({ 'in.txt': 'x', 'other.txt': 'y' });
    const run = await rig.ran(
      rig.plan(`
  a: { run: "rm in.txt; touch a", inputs: [other.txt], outputs: [a] }
  b: { run: cat in.txt, inputs: [in.txt, a] }`),
    );
    assert.deepEqual(stepOf(run, 'b').failure, { code: 'input-gone', step: 'b', path: 'in.txt' });
  });

  it('say how they ended: code, signal, or why they could not start', async () => {
    const rig = openRig();
    const run = await rig.ran(
      rig.plan(`
  code: { run: exit 7 }
  killed: { run: kill -9 $$ }
  shell: { run: "true", shell: pwsh }`),
      { keepGoing: true, variables: { PATH: '/usr/bin:/bin' } },
    );
    assert.equal(stepOf(run, 'code').exit, 7);
    assert.equal(stepOf(run, 'killed').signal, 'SIGKILL');
    assert.deepEqual(stepOf(run, 'shell').failure, {
      code: 'shell-missing',
      step: 'shell',
      shell: 'pwsh',
    });
    assert.equal(run.status, 'failed');
  });

  it('stop what needs them, and everything new unless it is to go on', async () => {
    const rig = openRig();
    const plan = rig.plan(`
  bad: { run: exit 1, outputs: [x] }
  needs: { run: cat x, inputs: [x] }
  other: { run: touch y, outputs: [y] }`);
    assert.deepEqual(statuses(await rig.ran(plan, { jobs: 1 })), {
      bad: 'failed',
      needs: 'blocked',
      other: 'blocked',
    });
    assert.deepEqual(statuses(await rig.ran(plan, { jobs: 1, keepGoing: true })), {
      bad: 'failed',
      needs: 'blocked',
      other: 'succeeded',
    });
  });

  it('have a temporary folder of their own, which is gone afterwards', async () => {
    const rig = openRig();
    const plan = rig.plan(`
  a: { run: 'echo "$TMPDIR" > a; echo x > "$TMPDIR/left"', outputs: [a] }
  b: { run: 'ls -A "$TMPDIR" > b; echo "$TMPDIR" >> b', inputs: [a], outputs: [b] }`);
    await rig.ran(plan);
    const folder = rig.read('a').trim();
    assert.ok(path.basename(folder).length <= 9, folder);
    assert.equal(fs.existsSync(folder), false);
    const [other, ...rest] = rig.read('b').trim().split('\n');
    assert.deepEqual(rest, [], 'it was empty');
    assert.equal(fs.existsSync(other!), false);
  });

  it('print as much as they like', async () => {
    const rig = openRig();
    const run = await rig.ran(rig.plan(`  loud: { run: head -c 20000000 /dev/zero }`));
    const log = path.join(rig.records.runFolder(run.id), 'logs/loud/1.log');
    assert.equal(fs.statSync(log).size, 20_000_000);
  });

  it('may make a pipe, which is no output', async () => {
    const rig = openRig();
    const run = await rig.ran(
      rig.plan(`
  pipe: { run: mkfifo p, outputs: [p] }
  inside: { run: mkdir d; mkfifo d/p; touch d/f, outputs: [d] }`),
      { keepGoing: true },
    );
    assert.equal(stepOf(run, 'pipe').failure?.code, 'output-not-readable');
    assert.equal(stepOf(run, 'inside').failure?.code, 'output-not-readable');
    const again = await rig.ran(rig.plan(`  pipe: { run: touch p, outputs: [p] }`));
    assert.equal(again.status, 'succeeded', 'a pipe in the way is moved, not read');
  });
});
