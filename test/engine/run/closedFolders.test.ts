import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { removeWhole, withOpened } from '../../../src/base/closedFolders';
import { Scratch } from '../../../src/run/scratch';
import { moveAside, moveBack } from '../../../src/run/moveAside';
import { cannotRun } from '../../support/cannotRun';
import { openRig, warnings } from '../../support/rig';
import { temporaryFolder, writeFiles } from '../../support/temporary';

/** Does something as somebody who is not root, for whom a closed folder is closed. */
async function asNobody<T>(context: Mocha.Context, task: () => T | Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) cannotRun(context, 'only root can become somebody else here');
  process.seteuid?.(65534);
  try {
    return await task();
  } finally {
    process.seteuid?.(0);
  }
}

function openToAll(folder: string): string {
  fs.chmodSync(folder, 0o777);
  return folder;
}

function modeOf(file: string): number {
  return fs.statSync(file).mode & 0o777;
}

describe('folders that are closed to writing', () => {
  it('are opened for a moment and closed again', async function () {
    const root = openToAll(temporaryFolder());
    const folder = path.join(root, 'q');
    await asNobody(this, () => {
      writeFiles(root, { 'q/x': '1' });
      fs.chmodSync(folder, 0o500);
      assert.throws(() => fs.rmSync(path.join(folder, 'x')), { code: 'EACCES' });
      withOpened([folder], () => fs.rmSync(path.join(folder, 'x')));
      assert.deepEqual(fs.readdirSync(folder), []);
      assert.equal(modeOf(folder), 0o500);
      assert.throws(() => withOpened([folder], () => fs.readFileSync(path.join(folder, 'x'))), {
        code: 'ENOENT',
      });
      fs.chmodSync(folder, 0o700);
    });
  });

  it('are not opened where they are not ours', async function () {
    const root = temporaryFolder();
    fs.mkdirSync(path.join(root, 'q'), { mode: 0o555 });
    fs.chmodSync(root, 0o755);
    await asNobody(this, () => {
      const task = (): void => fs.writeFileSync(path.join(root, 'q/x'), '');
      assert.throws(() => withOpened([path.join(root, 'q')], task), { code: 'EACCES' });
      assert.throws(() => removeWhole(path.join(root, 'q')), { code: /EACCES|EPERM/ });
    });
    assert.equal(modeOf(path.join(root, 'q')), 0o555);
  });

  it('are taken away with what is in them, and put back as they were', async function () {
    const root = openToAll(temporaryFolder());
    const kept = path.join(root, 'kept');
    await asNobody(this, () => {
      writeFiles(root, { 'q/x': '1', 'c/d/y': '2' });
      for (const name of ['q', 'c/d']) fs.chmodSync(path.join(root, name), 0o500);
      const file = moveAside(path.join(root, 'q/x'), path.join(kept, 'q/x'));
      assert.equal(fs.readFileSync(file, 'utf8'), '1');
      assert.equal(modeOf(path.join(root, 'q')), 0o500);
      const folder = moveAside(path.join(root, 'c/d'), path.join(kept, 'd'));
      assert.equal(modeOf(folder), 0o500);
      assert.ok(moveBack(file, root, 'q/x'));
      assert.ok(moveBack(folder, root, 'c/d'));
      assert.equal(fs.readFileSync(path.join(root, 'c/d/y'), 'utf8'), '2');
      assert.equal(modeOf(path.join(root, 'c/d')), 0o500);
      assert.equal(modeOf(path.join(root, 'q')), 0o500);
      removeWhole(path.join(root, 'q'));
      removeWhole(path.join(root, 'c'));
    });
    assert.deepEqual(fs.readdirSync(root), ['kept']);
  });

  it('are taken away at the end of a step that left them among its temporary files', async function () {
    const root = openToAll(temporaryFolder());
    await asNobody(this, () => {
      const scratch = new Scratch({ TMPDIR: root });
      const folder = scratch.take();
      writeFiles(folder, { 'ro/x': '1' });
      fs.chmodSync(path.join(folder, 'ro'), 0o500);
      scratch.giveBack(folder);
      scratch.close();
    });
    assert.deepEqual(fs.readdirSync(root), []);
  });

  it('come back with their mode where a step failed that had none of its own', async () => {
    const rig = openRig({ 'out/q/x': 'mine' });
    fs.chmodSync(rig.path('out/q'), 0o510);
    const run = await rig.ran(rig.plan(`  s: { run: exit 1, outputs: [out] }`));
    assert.equal(run.status, 'failed');
    assert.equal(rig.read('out/q/x'), 'mine');
    assert.equal(modeOf(rig.path('out/q')), 0o510);
    assert.deepEqual(warnings(run, 'displaced'), []);
  });
});

describe('what is moved aside to another volume', () => {
  const there = '/dev/shm';
  let other = '';

  before(function () {
    const here = temporaryFolder();
    const isOther = fs.existsSync(there) && fs.statSync(there).dev !== fs.statSync(here).dev;
    if (!isOther) cannotRun(this, 'there is no second volume here');
  });

  beforeEach(() => {
    other = fs.mkdtempSync(path.join(there, 'reprise-test-'));
  });

  afterEach(() => removeWhole(other));

  it('is whole there, with its mode and time, before it goes here', () => {
    const root = temporaryFolder();
    writeFiles(root, { 'o.txt': 'mine', 'd/e/x': 'deep' });
    const time = new Date('2001-02-03T04:05:06Z');
    fs.utimesSync(path.join(root, 'o.txt'), time, time);
    fs.chmodSync(path.join(root, 'o.txt'), 0o400);
    fs.symlinkSync('gone', path.join(root, 'l'));
    const file = moveAside(path.join(root, 'o.txt'), path.join(other, 'a/o.txt'));
    assert.equal(fs.readFileSync(file, 'utf8'), 'mine');
    assert.equal(modeOf(file), 0o400);
    assert.equal(fs.statSync(file).mtimeMs, time.getTime());
    assert.equal(fs.readlinkSync(moveAside(path.join(root, 'l'), path.join(other, 'l'))), 'gone');
    const folder = moveAside(path.join(root, 'd'), path.join(other, 'd'));
    assert.equal(fs.readFileSync(path.join(folder, 'e/x'), 'utf8'), 'deep');
    assert.deepEqual(fs.readdirSync(root), []);
    assert.ok(moveBack(file, root, 'o.txt'));
    assert.equal(modeOf(path.join(root, 'o.txt')), 0o400);
  });

  it('is no pipe: that stays, and so does all else that the step would have moved', async () => {
    const rig = openRig({ 'out/a.txt': 'mine' });
    fs.rmSync(path.join(rig.project.store, 'runs'), { recursive: true, force: true });
    fs.symlinkSync(other, path.join(rig.project.store, 'runs'));
    const make = rig.plan(`  p: { run: "mkfifo out/pipe; touch p", outputs: [p] }`);
    assert.equal((await rig.ran(make)).status, 'succeeded');
    const run = await rig.ran(rig.plan(`  s: { run: "touch out/x", outputs: [out] }`));
    const [step] = run.steps;
    assert.equal(step?.failure?.code, 'step-not-kept', JSON.stringify(run.steps));
    const { cause } = step.failure;
    assert.equal(cause.code === 'file-unreadable' && cause.path, 'out/pipe');
    assert.deepEqual(fs.readdirSync(rig.path('out')).sort(), ['a.txt', 'pipe']);
    assert.equal(rig.read('out/a.txt'), 'mine');
  });
});
