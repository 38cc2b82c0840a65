import * as assert from 'node:assert/strict';

import { digestOf } from '../../../src/base/digest';
import { git } from '../../support/gitRepository';
import { warnings } from '../../support/rig';
import { brief, saved, stepIn } from './support';

describe('an output that another step changes after its own has ended', function () {
  this.timeout(60_000);

  it('makes its step at best incomparable where the re-run leaves other bytes there', async () => {
    const { verify } = await saved(`
  a: { run: echo 1 > a.txt, outputs: [a.txt] }
  b: { run: "python3 -c 'import uuid; print(uuid.uuid4())' >> a.txt; wc -l < a.txt > b.txt", inputs: [a.txt], outputs: [b.txt] }`);
    const report = await verify();
    assert.deepEqual(brief(report), { a: 'incomparable', b: 'identical' });
    assert.deepEqual([report.verdict, report.reproducible], ['incomparable', false]);
    assert.ok(stepIn(report, 'a').notes.join().includes('a.txt'));
    const [told] = warnings(report, 'changed-during-run');
    assert.deepEqual([told?.paths, told?.outcomes?.length], [['a.txt'], 1]);
  });

  it('is no doubt where both runs leave the same bytes', async () => {
    const { version, verify } = await saved(`
  a: { run: echo 1 > a.txt, outputs: [a.txt] }
  b: { run: "echo 2 >> a.txt; echo > b.txt", inputs: [a.txt], outputs: [b.txt] }`);
    const outcomes = [{ path: 'a.txt', is: digestOf('1\n2\n') }];
    assert.deepEqual(warnings(version, 'changed-during-run')[0]?.outcomes, outcomes);
    const report = await verify();
    assert.deepEqual(brief(report), { a: 'identical', b: 'identical' });
    assert.deepEqual(warnings(report, 'changed-during-run')[0]?.outcomes, outcomes);
  });

  it('is doubted too where it is taken away, or gets a file that its step did not make', async () => {
    const { verify } = await saved(`
  a: { run: "mkdir a; echo 1 > a/1; touch gone; echo c > c", outputs: [a/, gone, c] }
  b: { run: "echo 2 > a/2; rm gone; touch c; echo > b.txt", inputs: [a/1], outputs: [b.txt] }`);
    const report = await verify();
    assert.deepEqual(brief(report), { a: 'incomparable', b: 'identical' });
    assert.deepEqual(warnings(report, 'changed-during-run')[0]?.paths, ['a/2', 'gone']);
  });

  it('is not a tracked file that lies in a folder output and is left alone', async () => {
    const { verify } = await saved(
      `
  a: { run: "echo 1 > a/1", outputs: [a/] }
  b: { run: "cat a/1 > b.txt", inputs: [a/1], outputs: [b.txt] }`,
      { 'a/notes.md': 'kept' },
      (rig) => {
        git(rig.root, 'init', '-q');
        git(rig.root, 'add', '-A');
        git(rig.root, 'commit', '-q', '-m', 'first');
      },
    );
    const report = await verify();
    assert.deepEqual(brief(report), { a: 'identical', b: 'identical' });
    assert.deepEqual(warnings(report, 'changed-during-run'), []);
  });
});
