import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { ownIdentity } from '../../../src/base/processes';
import { openRecords } from '../../../src/records/records';
import { claimRun, isSilentRun, liveClaims } from '../../../src/run/locks';
import { leftTemporaries } from '../../../src/run/temporaries';
import { silentRuns } from '../../../src/run/takeOver';
import { cannotRun } from '../../support/cannotRun';
import { startKillable } from '../../support/killable';
import { must, openRig, statuses, warnings } from '../../support/rig';
import type { Rig } from '../../support/rig';
import { openSteering } from '../../support/steered';

function locksOf(rig: Rig): string[] {
  return fs.readdirSync(path.join(rig.project.store, 'locks'));
}

const claim = (run: string, pipeline: string | null, outputs: string[]) => ({
  run,
  pipeline,
  outputs,
});

describe('locks', () => {
  it('refuse a second run of a live pipeline, naming run, process and host', async () => {
    const [rig, steering] = [openRig(), await openSteering()];
    const plan = rig.plan(`  s: { run: '${steering.command('s')}' }`);
    const running = rig.ran(plan);
    const s = await steering.started('s');
    const refused = await rig.run(plan);
    assert.ok(!refused.ok && refused.failure.code === 'pipeline-busy');
    const own = ownIdentity();
    assert.equal(refused.failure.pid, own.pid);
    assert.equal(refused.failure.host, own.host);
    await s.exit(0);
    assert.equal((await running).id, refused.failure.run);
    assert.deepEqual(locksOf(rig), []);
    assert.equal(rig.records.runIds().length, 1, 'a refused run leaves no record');
  });

  it('are a failure, not a bug, where nobody may write to the store', async function () {
    if (process.getuid?.() !== 0) cannotRun(this, 'only root can become somebody else here');
    const rig = openRig();
    const plan = rig.plan(`  s: { run: "touch o", outputs: [o] }`);
    fs.chmodSync(path.dirname(rig.root), 0o755);
    process.seteuid?.(65534);
    try {
      const refused = await rig.run(plan);
      assert.equal(!refused.ok && refused.failure.code, 'store-not-writable');
    } finally {
      process.seteuid?.(0);
    }
    assert.equal(rig.exists('o'), false);
    assert.deepEqual(rig.records.runIds(), []);
  });

  it('leave nothing on a disk that is full', async function () {
    const rig = openRig();
    const tmp = path.join(rig.project.store, 'tmp');
    fs.mkdirSync(tmp, { recursive: true });
    const mount = ['-t', 'tmpfs', '-o', 'size=4k', 'tmpfs', tmp];
    if (spawnSync('mount', mount).status !== 0) {
      cannotRun(this, 'a small file system cannot be mounted');
    }
    try {
      fs.writeFileSync(path.join(tmp, 'all'), Buffer.alloc(4096));
      const refused = await rig.run(rig.plan(`  s: { run: "touch o", outputs: [o] }`));
      assert.equal(!refused.ok && refused.failure.code, 'disk-full');
      assert.deepEqual(fs.readdirSync(tmp), ['all']);
    } finally {
      spawnSync('umount', ['--lazy', tmp]);
    }
    assert.equal(rig.exists('o'), false);
  });

  it('let other pipelines run beside it, unless their outputs overlap', async () => {
    const rig = openRig();
    const held = must(await claimRun(rig.project, claim('r1', 'a.yaml', ['out']), options()));
    const other = must(await claimRun(rig.project, claim('r2', 'b.yaml', ['else']), options()));
    const refused = await claimRun(rig.project, claim('r3', 'c.yaml', ['out/x', 'y']), options());
    assert.ok(!refused.ok && refused.failure.code === 'pipeline-busy');
    assert.equal(refused.failure.run, 'r1');
    assert.deepEqual(refused.failure.outputs, ['out/x']);
    assert.deepEqual(
      liveClaims(rig.project).map(({ run }) => run),
      ['r1', 'r2'],
    );
    held.release();
    must(await claimRun(rig.project, claim('r3', 'c.yaml', ['out/x', 'y']), options())).release();
    other.release();
    assert.deepEqual(locksOf(rig), []);
  });

  it('give one of two that come at once its way, whoever is first', async () => {
    const rig = openRig();
    for (let round = 0; round < 30; round++) {
      const both = await Promise.all(
        ['a', 'b'].map((id) =>
          claimRun(rig.project, claim(`${id}${round}`, 'p.yaml', []), options()),
        ),
      );
      assert.equal(both.filter((one) => one.ok).length, 1);
      for (const one of both) if (one.ok) one.value.release();
    }
    assert.deepEqual(locksOf(rig), []);
  });

  it('let one of two starts with the same id have it', async () => {
    const rig = openRig();
    const both = await Promise.all([
      claimRun(rig.project, claim('same', 'a.yaml', ['a']), options()),
      claimRun(rig.project, claim('same', 'b.yaml', ['b']), options()),
    ]);
    const [first, second] = both;
    assert.deepEqual(second, { ok: false, failure: { code: 'run-id-taken', id: 'same' } });
    assert.deepEqual(
      liveClaims(rig.project).map(({ pipeline }) => pipeline),
      ['a.yaml'],
    );
    must(first).release();
    must(await claimRun(rig.project, claim('same', 'b.yaml', ['b']), options())).release();
    assert.deepEqual(locksOf(rig), []);
    assert.deepEqual(fs.readdirSync(path.join(rig.project.store, 'tmp')), []);
  });

  it('keep the record of a run from a second one of its id, which overtook or followed it', async () => {
    const [rig, steering] = [openRig(), await openSteering()];
    const plan = rig.plan(`  s: { run: '${steering.command('s')}' }`);
    const other = { ...plan, pipeline: 'other.yaml' };
    const running = rig.ran(plan, { runId: 'same' });
    const refused = await rig.run(other, { runId: 'same' });
    const s = await steering.started('s');
    await s.exit(0);
    const run = await running;
    const failure = { code: 'run-id-taken', id: 'same' };
    assert.deepEqual(refused, { ok: false, failure });
    assert.deepEqual(await rig.run(other, { runId: 'same' }), { ok: false, failure });
    assert.deepEqual(must(rig.records.readRun('same')), run);
    assert.deepEqual(locksOf(rig), []);
  });

  it('let rooms run beside anything', async () => {
    const rig = openRig();
    const held = must(await claimRun(rig.project, claim('r1', 'a.yaml', ['x']), options()));
    must(await claimRun(rig.project, claim('r2', null, []), options())).release();
    held.release();
  });

  it('are taken over from a holder of another host only when asked, and only when it is silent', async () => {
    const rig = openRig();
    const folder = path.join(rig.project.store, 'locks');
    const lay = (beat: number): void => {
      const process = { ...ownIdentity(), host: 'elsewhere' };
      const text = JSON.stringify({ format: 1, ...claim('r1', 'a.yaml', []), process });
      fs.writeFileSync(path.join(folder, 'r1.json'), text);
      fs.writeFileSync(path.join(folder, 'r1.granted'), '1');
      fs.utimesSync(path.join(folder, 'r1.granted'), beat / 1000, beat / 1000);
    };
    must(await claimRun(rig.project, claim('r0', 'a.yaml', []), options())).release();
    lay(Date.now() - 3_600_000);
    assert.equal((await claimRun(rig.project, claim('r2', 'a.yaml', []), options())).ok, false);
    const taken = must(await claimRun(rig.project, claim('r2', 'a.yaml', []), options(true)));
    assert.deepEqual(
      taken.dead.map(({ run }) => run),
      ['r1'],
    );
    taken.bury(taken.dead[0]!);
    taken.release();
    assert.equal(isSilentRun(rig.project, 'r1'), true);
    lay(Date.now() - 30_000);
    assert.equal((await claimRun(rig.project, claim('r3', 'a.yaml', []), options(true))).ok, false);
    assert.equal(isSilentRun(rig.project, 'r1'), false);
  });

  it('fall for good with a run that was taken over: whoever asks is told that it was cut off', async () => {
    const rig = openRig();
    const plan = rig.plan(`  s: { run: "touch o", outputs: [o] }`);
    const { id } = await rig.ran(plan);
    const process = { ...ownIdentity(), host: 'elsewhere' };
    const run = { ...must(rig.records.readRun(id)), process, status: 'running' as const };
    const dead = { ...run, id: 'dead', endedAt: null };
    rig.records.writeRun(dead);
    const folder = path.join(rig.project.store, 'locks');
    const wish = JSON.stringify({ format: 1, ...claim('dead', plan.pipeline, ['o']), process });
    fs.writeFileSync(path.join(folder, 'dead.json'), wish);
    const hour = Date.now() / 1000 - 3600;
    fs.utimesSync(path.join(folder, 'dead.json'), hour, hour);
    const standing = (): string => must(openRecords(rig.project).readRun('dead')).status;
    assert.deepEqual(silentRuns(rig.records, [id, 'dead']), ['dead']);
    assert.equal((await rig.run(plan)).ok, false);
    assert.equal(standing(), 'running');
    assert.equal((await rig.ran(plan, { takeOver: true })).status, 'succeeded');
    assert.equal(standing(), 'interrupted');
    assert.deepEqual(silentRuns(rig.records, [id, 'dead']), []);
    assert.deepEqual(locksOf(rig), []);
  });

  it('of a run that a person called dead are in nobody’s way', async () => {
    const rig = openRig();
    const plan = rig.plan(`  s: { run: "touch o", outputs: [o] }`);
    const process = { ...ownIdentity(), host: 'elsewhere' };
    const run = await rig.ran(plan);
    rig.records.writeRun({ ...run, id: 'dead', process, status: 'running', endedAt: null });
    const wish = JSON.stringify({ format: 1, ...claim('dead', plan.pipeline, ['o']), process });
    for (const name of ['dead.json', 'dead.granted']) {
      fs.writeFileSync(path.join(rig.project.store, 'locks', name), wish);
    }
    assert.equal((await rig.run(plan)).ok, false);
    rig.records.setTakenOver('dead');
    assert.deepEqual(liveClaims(rig.project), []);
    assert.equal((await rig.ran(plan)).status, 'succeeded');
    assert.deepEqual(locksOf(rig), []);
  });

  it('fall with their holder: the next run ends what it left and puts back what it took away', async () => {
    const [rig, steering] = [openRig({ 'mine.txt': 'mine' }), await openSteering()];
    rig.plan(`  s: { run: '${steering.command('s')}', outputs: [mine.txt, other.txt] }`);
    const killed = startKillable(rig.root);
    const s = await steering.started('s');
    await s.ignorePoliteSignals();
    await s.child('detached', { detached: true });
    const detached = await steering.started('detached');
    const told = await killed.event((event) => event.type === 'step-process');
    assert.ok(told?.type === 'step-process' && told.temporary !== undefined);
    const { temporary } = told;
    assert.ok(fs.existsSync(temporary));
    assert.equal(rig.exists('mine.txt'), false);
    killed.kill();
    assert.equal(await killed.ended, null);
    assert.deepEqual(leftTemporaries(rig.records), [], 'not while a step of it lives');
    assert.ok(fs.existsSync(temporary));
    const plan = rig.plan(`  s: { run: "exit 1", outputs: [mine.txt, other.txt] }`);
    const next = await rig.ran(plan);
    await Promise.all([s.gone, detached.gone]);
    const [ended] = warnings(next, 'ended-leftovers');
    for (const pid of [s.pid, detached.pid]) assert.ok(ended?.pids.includes(pid));
    assert.equal(rig.read('mine.txt'), 'mine');
    assert.ok(!fs.existsSync(temporary));
    assert.deepEqual(locksOf(rig), []);
    const dead = must(rig.records.readRun(ended?.run ?? ''));
    assert.equal(dead.status, 'interrupted');
  });

  it('let a run go on from what a killed one had finished and written down', async () => {
    const [rig, steering] = [openRig({ 'in.txt': '1' }), await openSteering()];
    const plan = rig.plan(`
  a: { run: cp in.txt a.txt, inputs: [in.txt], outputs: [a.txt] }
  wait: { run: '${steering.command('wait')}', inputs: [a.txt], outputs: [w.txt] }
  b: { run: '${steering.command('b')}', inputs: [w.txt] }`);
    const killed = startKillable(rig.root, { clock: 'hasty' });
    const wait = await steering.started('wait');
    await wait.write('w.txt', 'w');
    await wait.exit(0);
    await steering.started('b');
    await until(() => {
      const [id] = rig.records.runIds();
      const run = rig.records.readRun(id ?? '');
      return run.ok && statuses(run.value)['wait'] === 'succeeded';
    });
    killed.kill();
    await killed.ended;
    const running = rig.ran(plan);
    await (await steering.started('b')).exit(0);
    assert.deepEqual(statuses(await running), { a: 'reused', wait: 'reused', b: 'succeeded' });
  });
});

/** What another process writes now and then comes with no event: it is looked for again and again. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

function options(takeOver = false): { takeOver: boolean } {
  return { takeOver };
}
