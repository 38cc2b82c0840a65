import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as os from 'node:os';

import { endProcesses } from '../../../src/base/endProcesses';
import {
  descendantsOf,
  identify,
  isRunning,
  ownIdentity,
  startTimeOf,
} from '../../../src/base/processes';
import type { ProcessIdentity } from '../../../src/base/processes';
import { listProcesses } from '../../../src/base/processTable';
import { cannotRun } from '../../support/cannotRun';
import { openSteering } from '../../support/steered';
import type { Steering } from '../../support/steered';

/** A steered process in a group of its own, as a step is started. */
function startLeader(steering: Steering, name: string, mark: string): ChildProcess {
  const [key = '', value = ''] = mark.split('=');
  const env = { ...process.env, [key]: value };
  const script = `exec ${steering.command(name)}`;
  return spawn('/bin/sh', ['-c', script], { detached: true, env, stdio: 'ignore' });
}

function traceOf(leader: ChildProcess, mark: string) {
  const pid = pidOf(leader);
  return { group: true, mark, startTime: startTimeOf(pid) };
}

function pidOf(child: ChildProcess): number {
  assert.ok(child.pid !== undefined);
  return child.pid;
}

/** Looks again and again, for as long as a test may take. */
async function until(wanted: () => boolean): Promise<void> {
  const end = performance.now() + 8000;
  while (!wanted()) {
    assert.ok(performance.now() < end, 'waited in vain');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('identity of a process', () => {
  it('is the same however often it is asked for, and alive', () => {
    assert.deepEqual(ownIdentity(), identify(process.pid));
    assert.equal(ownIdentity().host, os.hostname());
    assert.equal(isRunning(ownIdentity()), 'alive');
  });

  it('is gone once the process is', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
    await once(child, 'spawn');
    const identity = identify(pidOf(child));
    assert.equal(isRunning(identity), 'alive');
    child.stdin.end();
    await once(child, 'exit');
    assert.equal(isRunning(identity), 'gone');
    assert.equal(identify(pidOf(child)).startTime, null);
  });

  it('is gone where its number was used again', () => {
    const other: ProcessIdentity = { ...ownIdentity(), startTime: '1' };
    assert.equal(isRunning(other), 'gone');
  });

  it('is gone on this host under another boot, whoever has its number', function () {
    if (ownIdentity().bootId === null) cannotRun(this, 'needs a system with boot ids');
    assert.equal(isRunning({ ...ownIdentity(), bootId: 'another' }), 'gone');
  });

  it('is unknown on another host, in another process namespace, and where a start time is missing', () => {
    assert.equal(isRunning({ ...ownIdentity(), host: 'another', bootId: 'another' }), 'unknown');
    assert.equal(isRunning({ ...ownIdentity(), namespace: 'pid:[1]' }), 'unknown');
    assert.equal(isRunning({ ...ownIdentity(), startTime: null }), 'unknown');
  });

  it('is not that of a zombie', async function () {
    if (process.platform !== 'linux') cannotRun(this, 'needs /proc');
    // A shell that has become another program never asks its child for its exit.
    const script = 'sleep 1000 & echo $!; exec sleep 2000';
    const parent = spawn('/bin/sh', ['-c', script], { detached: true });
    const [printed] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(printed.toString());
    const command = `/proc/${pidOf(parent)}/cmdline`;
    await until(() => fs.readFileSync(command, 'utf8').startsWith('sleep'));
    process.kill(pid, 'SIGKILL');
    await until(() => listProcesses().some((one) => one.pid === pid && one.zombie));
    assert.equal(isRunning(identify(pid)), 'gone');
    assert.ok(!descendantsOf(pidOf(parent), { group: true, mark: null }).includes(pid));
    parent.kill('SIGKILL');
    await once(parent, 'exit');
  });
});

describe('ending processes', () => {
  before(function () {
    if (process.platform === 'win32') cannotRun(this, 'needs process groups');
  });

  it('asks politely, and is done when all are gone', async () => {
    const steering = await openSteering();
    const leader = startLeader(steering, 'polite', 'MARK=polite');
    const steered = await steering.started('polite');
    const exit = once(leader, 'exit');
    const ended = await endProcesses(steered.pid, traceOf(leader, 'MARK=polite'), {
      graceMs: 60_000,
    });
    assert.deepEqual(ended, { ended: [steered.pid], left: [] });
    assert.deepEqual(await exit, [null, 'SIGTERM']);
  });

  it('kills after the grace who ignores it, with a grandchild in a session of its own', async () => {
    const steering = await openSteering();
    const leader = startLeader(steering, 'stubborn', 'MARK=stubborn');
    const stubborn = await steering.started('stubborn');
    await stubborn.ignorePoliteSignals();
    await stubborn.child('child');
    const child = await steering.started('child');
    await child.ignorePoliteSignals();
    await child.child('grandchild', { detached: true });
    const grandchild = await steering.started('grandchild');
    await grandchild.ignorePoliteSignals();
    const all = [stubborn.pid, child.pid, grandchild.pid].sort((a, b) => a - b);
    const trace = traceOf(leader, 'MARK=stubborn');
    assert.deepEqual(descendantsOf(stubborn.pid, trace), all);
    const ended = await endProcesses(stubborn.pid, trace, { graceMs: 100 });
    assert.deepEqual(ended, { ended: all, left: [] });
    await Promise.all([stubborn.gone, child.gone, grandchild.gone]);
  });

  it('finds by its mark who left the group and lost its parents', async () => {
    const steering = await openSteering();
    const leader = startLeader(steering, 'leader', 'MARK=daemon');
    const first = await steering.started('leader');
    const trace = traceOf(leader, 'MARK=daemon');
    await first.child('middle', { detached: true });
    const middle = await steering.started('middle');
    await middle.child('daemon', { detached: true });
    const daemon = await steering.started('daemon');
    await middle.exit(0);
    await until(() => isRunning(identify(middle.pid)) === 'gone');
    const exit = once(leader, 'exit');
    await first.exit(0);
    await exit;
    assert.deepEqual(descendantsOf(first.pid, { ...trace, mark: null }), []);
    const ended = await endProcesses(first.pid, trace, { graceMs: 60_000 });
    assert.deepEqual(ended, { ended: [daemon.pid], left: [] });
    await daemon.gone;
  });

  it('finds by the group whoever is left of it, also without a mark', async () => {
    const steering = await openSteering();
    const leader = startLeader(steering, 'leader', 'MARK=x');
    const first = await steering.started('leader');
    await first.child('behind');
    const behind = await steering.started('behind');
    const trace = { ...traceOf(leader, ''), mark: null };
    const exit = once(leader, 'exit');
    await first.exit(0);
    await exit;
    assert.deepEqual(descendantsOf(first.pid, trace), [behind.pid]);
    // Long after, the number may be another's: then a member has to bear the mark.
    assert.deepEqual(descendantsOf(first.pid, { ...trace, recent: false }), []);
    const marked = { ...trace, mark: 'MARK=x', recent: false };
    assert.deepEqual((await endProcesses(first.pid, marked, { graceMs: 60_000 })).ended, [
      behind.pid,
    ]);
  });

  it('leaves who has the number of a leader that is gone', async () => {
    const steering = await openSteering();
    const leader = startLeader(steering, 'innocent', 'MARK=innocent');
    const innocent = await steering.started('innocent');
    const exit = once(leader, 'exit');
    for (const startTime of ['1', null]) {
      const trace = { group: true, mark: 'MARK=of-a-killed-run', startTime, recent: false };
      const ended = await endProcesses(innocent.pid, trace, { graceMs: 0 });
      assert.deepEqual(ended, { ended: [], left: [] });
    }
    assert.equal(isRunning(identify(innocent.pid)), 'alive');
    await innocent.exit(0);
    await exit;
  });

  it('never takes the process that asks, nor those above it', () => {
    const own = listProcesses().find((one) => one.pid === process.pid);
    assert.ok(own);
    for (const pid of [process.pid, own.parent, own.group ?? 0]) {
      const found = descendantsOf(pid, { group: true, mark: null });
      assert.ok(
        !found.includes(process.pid) && !found.includes(own.parent),
        `of ${pid}: ${found.join()}`,
      );
    }
  });

  it('cuts the grace short when it is hurried', async () => {
    const steering = await openSteering();
    const leader = startLeader(steering, 'slow', 'MARK=slow');
    const slow = await steering.started('slow');
    await slow.ignorePoliteSignals();
    const hurry = new AbortController();
    const ending = endProcesses(slow.pid, traceOf(leader, 'MARK=slow'), {
      graceMs: 60_000,
      hurry: hurry.signal,
    });
    hurry.abort();
    assert.deepEqual(await ending, { ended: [slow.pid], left: [] });
  });

  it('wakes who is stopped, so that it hears the polite signal', async () => {
    const steering = await openSteering();
    const leader = startLeader(steering, 'stopped', 'MARK=stopped');
    const stopped = await steering.started('stopped');
    const exit = once(leader, 'exit');
    process.kill(stopped.pid, 'SIGSTOP');
    await endProcesses(stopped.pid, traceOf(leader, 'MARK=stopped'), { graceMs: 60_000 });
    assert.deepEqual(await exit, [null, 'SIGTERM']);
  });

  it('costs one look where there is nothing to end', async () => {
    const trace = { group: true, mark: 'MARK=nobody', startTime: startTimeOf(process.pid) };
    const gone = { ...trace, recent: false };
    assert.deepEqual(await endProcesses(2 ** 22 + 1, gone, { graceMs: 60_000 }), {
      ended: [],
      left: [],
    });
  });
});
