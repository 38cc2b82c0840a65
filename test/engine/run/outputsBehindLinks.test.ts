import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { linkAbove, linkOnTheWay } from '../../../src/snapshot/linkOnTheWay';
import { openRig, stepOf } from '../../support/rig';
import { temporaryFolder, writeFiles } from '../../support/temporary';

/** A folder of the user's, outside of the project. */
function elsewhere(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  return folder;
}

function bytesIn(folder: string): Record<string, string> {
  const names = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = names
    .filter((one) => one.isFile())
    .map((one) => path.join(one.parentPath, one.name));
  return Object.fromEntries(
    files.map((file) => [path.relative(folder, file), fs.readFileSync(file, 'utf8')]),
  );
}

describe('outputs behind a link that a step makes', () => {
  it('are not moved aside: the step that declares them fails before it starts', async () => {
    const mine = elsewhere({ 'o.txt': 'mine' });
    const rig = openRig();
    const run = await rig.ran(
      rig.plan(`
  a: { run: "ln -s ${mine} res; echo a > a.txt", outputs: [a.txt] }
  b: { run: "echo new > res/o.txt", inputs: [a.txt], outputs: [res/o.txt] }`),
    );
    const step = stepOf(run, 'b');
    assert.deepEqual(step.failure, {
      code: 'output-link-leads-out',
      step: 'b',
      path: 'res',
      target: mine,
    });
    assert.equal(step.attempts, 0);
    assert.deepEqual(bytesIn(mine), { 'o.txt': 'mine' });
  });

  it('have no parent folders made for them there', async () => {
    const mine = elsewhere({});
    const rig = openRig();
    const run = await rig.ran(
      rig.plan(`
  a: { run: "ln -s ${mine} res; echo a > a.txt", outputs: [a.txt] }
  b: { run: "true", inputs: [a.txt], outputs: [res/deep/er/o.txt, "res/deep/*.csv"] }`),
    );
    assert.equal(stepOf(run, 'b').failure?.code, 'output-link-leads-out');
    assert.deepEqual(fs.readdirSync(mine), []);
  });

  for (const outputs of ['results/run1', '"results/run1/*.csv"']) {
    it(`are not taken away before another attempt: ${outputs}`, async () => {
      const mine = elsewhere({ 'run1/precious.csv': 'mine' });
      const rig = openRig();
      const run = await rig.ran(
        rig.plan(`
  s: { run: "rm -rf results; ln -s ${mine} results; exit 1", outputs: [${outputs}], retries: 2 }`),
      );
      assert.equal(stepOf(run, 's').failure?.code, 'output-link-leads-out');
      assert.equal(stepOf(run, 's').attempts, 1);
      assert.deepEqual(bytesIn(mine), { 'run1/precious.csv': 'mine' });
    });
  }

  it('are not put back there after a failure', async () => {
    const mine = elsewhere({});
    const rig = openRig({ 'results/x': 'was here' });
    const run = await rig.ran(
      rig.plan(`
  s: { run: "rm -rf results; ln -s ${mine} results; exit 1", outputs: [results/x] }`),
    );
    assert.equal(run.status, 'failed');
    assert.deepEqual(bytesIn(mine), {});
    const displaced = path.join(rig.records.runFolder(run.id), 'displaced');
    assert.deepEqual(bytesIn(displaced), { 'results/x': 'was here' });
  });

  it('are not restored there when their step is reused', async () => {
    const mine = elsewhere({ 'o.txt': 'mine' });
    const rig = openRig({ 'in.txt': '1' });
    const steps = (first: string): string => `
  a: { run: "${first}; cp in.txt a.txt", inputs: [in.txt], outputs: [a.txt] }
  b: { run: "echo new > res/o.txt", inputs: [a.txt], outputs: [res/o.txt] }`;
    await rig.ran(rig.plan(steps('true')));
    const run = await rig.ran(rig.plan(steps(`rm -rf res; ln -s ${mine} res`)));
    assert.equal(stepOf(run, 'b').failure?.code, 'output-link-leads-out');
    assert.deepEqual(bytesIn(mine), { 'o.txt': 'mine' });
  });
});

describe('a link on the way to a path', () => {
  it('is the first one, and that of the path itself where it is asked for', () => {
    const root = temporaryFolder();
    writeFiles(root, { 'a/b/c.txt': '1' });
    fs.symlinkSync('a', path.join(root, 'l'));
    fs.symlinkSync('c.txt', path.join(root, 'a/b/d.txt'));
    assert.deepEqual(linkAbove(root, 'l/b/d.txt'), { path: 'l', target: 'a' });
    assert.equal(linkAbove(root, 'a/b/d.txt'), null);
    assert.deepEqual(linkOnTheWay(root, 'a/b/d.txt'), { path: 'a/b/d.txt', target: 'c.txt' });
    assert.equal(linkOnTheWay(root, 'a/b/gone.txt'), null);
    assert.equal(linkOnTheWay(root, '.'), null);
  });
});
