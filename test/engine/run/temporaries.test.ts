import * as assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { processHost } from '../../../src/base/host';
import { identify, ownIdentity } from '../../../src/base/processes';
import { freeSpace } from '../../../src/engine/upkeep';
import { MARK } from '../../../src/run/executors/executor';
import { leftTemporaries, temporariesOf } from '../../../src/run/temporaries';
import { must, openRig } from '../../support/rig';
import { temporaryFolder } from '../../support/temporary';

describe('temporary folders of steps', () => {
  const gone = () => ({
    ...identify(spawnSync(process.execPath, ['-e', '0']).pid),
    startTime: '1',
  });

  it('of a killed run go with a gc, where nothing of it lives', async () => {
    const rig = openRig();
    const folder = path.join(temporaryFolder(), 'rp-AbC123');
    fs.mkdirSync(folder);
    fs.writeFileSync(path.join(folder, 'socket'), '');
    const run = await rig.ran(rig.plan('  s: { run: "true" }'));
    rig.records.writeRun({ ...run, id: 'r', process: gone(), status: 'running', endedAt: null });
    const log = rig.records.eventLog('r');
    const { pid, startTime } = gone();
    const place = { step: 's', attempt: 1 };
    log.append({ type: 'step-started', ...place, log: 'l', reason: null });
    log.append({ type: 'step-process', ...place, pid, startTime, temporary: folder });
    assert.deepEqual(leftTemporaries(rig.records), [folder]);
    const request = { folder: rig.root, host: processHost() };
    assert.deepEqual(must(await freeSpace({ ...request, dryRun: true })).temporary, [folder]);
    assert.ok(fs.existsSync(folder));
    assert.deepEqual(must(await freeSpace({ ...request, dryRun: false })).temporary, [folder]);
    assert.ok(!fs.existsSync(folder));
  });

  it('stay until a gc has ended what lived on in a room of a killed run', async () => {
    const rig = openRig();
    const scratch = temporaryFolder('scratch-');
    const room = path.join(scratch, 'room-AbC123', 'project');
    fs.mkdirSync(room, { recursive: true });
    const run = await rig.ran(rig.plan('  s: { run: "true" }'));
    const killed = { ...run, id: 'r', room, process: gone(), endedAt: null };
    rig.records.writeRun({ ...killed, purpose: 'verify', status: 'running' });
    const step = spawn('sleep', ['1000'], {
      detached: true,
      env: { ...process.env, [MARK]: 'r/s' },
    });
    const place = { step: 's', attempt: 1 };
    const log = rig.records.eventLog('r');
    log.append({ type: 'step-started', ...place, log: 'l', reason: null });
    const { pid, startTime } = identify(step.pid ?? 0);
    log.append({ type: 'step-process', ...place, pid, startTime });
    const host = { ...processHost(), variables: { REPRISE_SCRATCH: scratch } };
    const request = { folder: rig.root, host, dryRun: false };
    const ended = once(step, 'exit');
    const folder = path.dirname(room);
    assert.deepEqual(must(await freeSpace({ ...request, dryRun: true })).rooms, [folder]);
    assert.deepEqual([step.exitCode, step.signalCode], [null, null], 'a dry run ends nothing');
    assert.deepEqual(must(await freeSpace(request)).rooms, [folder]);
    assert.equal((await ended)[1], 'SIGTERM');
    assert.ok(!fs.existsSync(room));
  });

  it('are nobody\u2019s to remove where they are of another name, kind or host', () => {
    const base = temporaryFolder();
    for (const name of ['rp-AbC123', 'mine', 'rp-', 'rp-toolong1'])
      fs.mkdirSync(path.join(base, name));
    fs.symlinkSync('mine', path.join(base, 'rp-Linked'));
    fs.writeFileSync(path.join(base, 'rp-File01'), '');
    const events = [...fs.readdirSync(base), 'rp-absent'].map((name, at) => ({
      type: 'step-process' as const,
      step: 's',
      attempt: 1,
      pid: 1,
      startTime: null,
      temporary: path.join(base, name),
      number: at + 1,
      at: 0,
    }));
    assert.deepEqual(temporariesOf(events, ownIdentity()), [path.join(base, 'rp-AbC123')]);
    assert.deepEqual(temporariesOf(events, { ...ownIdentity(), host: 'elsewhere' }), []);
  });
});
