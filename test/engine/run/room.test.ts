import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

import type { RunRecord } from '../../../src/records/runModel';
import type { VersionRecord } from '../../../src/records/versionModel';
import type { Room } from '../../../src/run/place';
import { getPlan } from '../../../src/snapshot/planDocument';
import { must, openRig, statuses, stepOf, warnings } from '../../support/rig';
import type { Rig } from '../../support/rig';
import { openSteering } from '../../support/steered';
import { temporaryFolder, writeFiles } from '../../support/temporary';

/** As much of a version as a run in a room asks of it. */
async function versionOf(run: RunRecord): Promise<VersionRecord> {
  const { plan, sourceTree, snapshot, environment } = run;
  assert.ok(plan && sourceTree && snapshot && environment);
  const steps = run.steps.map((step) => {
    const { name, recipe, inputTree, outcome, environmentKey, durationMs } = step;
    assert.ok(recipe && inputTree && outcome && environmentKey);
    return { name, recipe, inputTree, outcome, environmentKey, reusedFrom: null, durationMs };
  });
  return Promise.resolve({
    format: 1,
    label: 'v1.0',
    pipeline: run.pipeline,
    message: null,
    savedAt: 0,
    snapshot,
    plan,
    sourceTree,
    steps,
    run: { id: run.id, startedAt: 0, endedAt: 0, host: 'here' },
    environment,
    commit: null,
    warnings: [],
  });
}

function roomWith(files: Readonly<Record<string, string>>, more: Partial<Room> = {}): Room {
  const root = temporaryFolder('room-');
  writeFiles(root, files);
  return { root, redirect: {}, environmentFolders: [], files: 1, bytes: 1, ...more };
}

async function rerun(rig: Rig, run: RunRecord, room: Room, more = {}): Promise<RunRecord> {
  const version = await versionOf(run);
  const plan = must(await getPlan(rig.store, version.plan));
  return rig.ran(plan, { purpose: 'rerun', version, room, ...more });
}

describe('a run in a room', () => {
  it('makes the same outcomes there, reuses nothing, and leaves the project alone', async () => {
    const rig = openRig({ 'in.txt': '1\n' });
    const first = await rig.ran(
      rig.plan(`
  a: { run: cat in.txt > a.txt, inputs: [in.txt], outputs: [a.txt] }
  b: { run: "cat a.txt > b.txt; touch stray", inputs: [a.txt], outputs: [b.txt] }`),
    );
    rig.write({ 'a.txt': 'by hand', 'in.txt': 'changed since' });
    const room = roomWith({ 'in.txt': '1\n' });
    const second = await rerun(rig, first, room);
    assert.deepEqual(statuses(second), { a: 'succeeded', b: 'succeeded' });
    assert.equal(second.snapshot, first.snapshot);
    assert.equal(second.room, room.root);
    assert.equal(second.version, 'v1.0');
    assert.deepEqual(second.products, [], 'what a room is left with is nobody’s business');
    assert.equal(rig.read('a.txt'), 'by hand');
    assert.equal(fs.readFileSync(path.join(room.root, 'b.txt'), 'utf8'), '1\n');
    const made = rig.events.filter((event) => event.type === 'room-made');
    assert.deepEqual(
      made.map((event) => event.folder),
      [room.root],
    );
  });

  it('proves nothing to later runs of the workspace', async () => {
    const rig = openRig({ 'in.txt': '1' });
    const counter = rig.path('..', 'counter');
    const plan = rig.plan(
      `  s: { run: "echo x >> ${counter}; cp ${counter} o", inputs: [in.txt], outputs: [o] }`,
    );
    const first = await rig.ran(plan);
    await rerun(rig, first, roomWith({ 'in.txt': '1' }));
    const again = await rig.ran(plan);
    assert.equal(stepOf(again, 's').reusedFrom, first.id);
    assert.deepEqual(warnings(again, 'contradiction'), []);
  });

  it('goes on beside a live run of the workspace', async () => {
    const [rig, steering] = [openRig({ 'in.txt': '1' }), await openSteering()];
    const quick = rig.plan(`  s: { run: cp in.txt o, inputs: [in.txt], outputs: [o] }`);
    const first = await rig.ran(quick);
    const running = rig.ran(rig.plan(`  s: { run: '${steering.command('s')}' }`));
    const steered = await steering.started('s');
    const second = await rerun(rig, first, roomWith({ 'in.txt': '1' }));
    assert.equal(second.status, 'succeeded');
    await steered.exit(0);
    assert.equal((await running).status, 'succeeded');
  });

  it('gives steps the room for a working folder, and its redirections', async () => {
    const rig = openRig({ 'sub/x': '' });
    const first = await rig.ran(
      rig.plan(`  s: { run: 'pwd > o; echo "$PYTHONPATH" >> o', outputs: [o] }`),
      { variables: { PATH: process.env['PATH'] } },
    );
    const room = roomWith({ 'sub/x': '' }, { redirect: { PYTHONPATH: '/redirected' } });
    await rerun(rig, first, room, {
      variables: { PATH: process.env['PATH'], PYTHONPATH: rig.path('lib') },
    });
    const lines = fs.readFileSync(path.join(room.root, 'o'), 'utf8').trim().split('\n');
    assert.deepEqual(lines, [room.root, `/redirected:${path.join(room.root, 'lib')}`]);
  });

  it('judges tracked files inside an output as the workspace did', async () => {
    const rig = openRig({ 'd/kept': 'kept', 'd/written': 'before' });
    const git = (...args: string[]) => execFileSync('git', args, { cwd: rig.root, stdio: 'pipe' });
    git('init', '-q');
    git('add', '.');
    const first = await rig.ran(
      rig.plan(`  s: { run: "echo made > d/new; echo after > d/written", outputs: [d/] }`),
    );
    const second = await rerun(rig, first, roomWith({ 'd/kept': 'kept', 'd/written': 'before' }));
    assert.equal(stepOf(second, 's').outcome, stepOf(first, 's').outcome);
    assert.deepEqual(warnings(second, 'tracked-not-judged')[0]?.paths, ['d/kept']);
  });
});
