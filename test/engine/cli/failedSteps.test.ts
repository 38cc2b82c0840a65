import assert from 'node:assert/strict';

import { ask, reprise } from '../../support/example';
import { projectOf } from '../../support/project';

const PIPELINE = `version: v1.0
steps:
  boom:
    run: printf '10 %%\\r\\033[31m100 %%\\033[0m\\n'; exit 3
    outputs: [boom.txt]
  after:
    run: cp boom.txt after.txt
    inputs: [boom.txt]
    outputs: [after.txt]
  last:
    run: cp after.txt last.txt
    inputs: [after.txt]
    outputs: [last.txt]
  alone:
    run: echo alone > alone.txt
    outputs: [alone.txt]
`;

describe('what is said of failed steps', function () {
  this.timeout(120_000);

  it('which were not started because of that, and which of them need not wait', () => {
    const folder = projectOf(PIPELINE, {});
    const done = reprise(folder, ['run', '-j', '1']);
    assert.equal(done.exit, 3);
    for (const name of ['after', 'last', 'alone']) {
      assert.match(done.stderr, new RegExp(`⊘ ${name}  not started, because boom failed\n`));
    }
    assert.match(done.stdout, /^✗ Failed: 4 steps \(1 failed, 3 not started\) in /);
    assert.match(done.stdout, /\n {4}\| 100 %\n/);
    assert.match(done.stdout, /Not started, because of that: after, last, alone\.\n/);
    assert.match(done.stdout, /`--keep-going` runs what does not need boom: alone\.\n/);
    const on = reprise(folder, ['run', '-j', '1', '--keep-going']);
    assert.match(on.stdout, /^✗ Failed: 4 steps \(1 succeeded, 1 failed, 2 not started\) in /);
    assert.doesNotMatch(on.stdout, /keep-going/);
    assert.match(reprise(folder, ['status']).stdout, /boom +stale: failed last time \(exit 3\)/);
  });

  it('why such a run cannot be saved, nor one of some steps or of a version', () => {
    const folder = projectOf(PIPELINE, {});
    const failed = String(ask(folder, ['run', '-j', '1'], 3)['run']);
    const part = String(ask(folder, ['run', 'alone'])['run']);
    const said = (run: string): string => reprise(folder, ['save', 'v1.0', '--run', run]).stderr;
    assert.match(said(failed), /cannot be saved: boom, after, last, alone did not succeed\. /);
    assert.match(said(part), /cannot be saved: it ran only alone\. /);
    const good = projectOf();
    ask(good, ['run']);
    ask(good, ['save']);
    const again = reprise(good, ['run', '--version', 'v1.0']).stdout;
    const id = /`reprise diff v1\.0 (\S+)` compares\.\n$/.exec(again)?.[1] ?? '';
    const refused = reprise(good, ['save', 'v1.1', '--run', id]).stderr;
    assert.match(refused, /cannot be saved: it is a re-run of v1\.0, which is saved already\. /);
  });
});
