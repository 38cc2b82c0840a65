import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { ask, reprise } from '../../support/example';
import { projectOf } from '../../support/project';
import { temporaryFolder, writeFiles } from '../../support/temporary';

describe('what diff says', function () {
  this.timeout(120_000);

  it('reproducible of a re-run only; of anything else whether the outputs are the same', () => {
    const folder = projectOf();
    const first = String(ask(folder, ['run'])['run']);
    ask(folder, ['save']);
    const again = String(ask(folder, ['run', '--version', 'v1.0'])['run']);
    for (const was of ['v1.0', first]) {
      const graded = ask(folder, ['diff', was, again]);
      assert.equal(graded['mode'], 'replay');
      assert.equal(graded['reproducible'], true);
      assert.match(String(graded['sentence']), /^Reproducible: 2 outputs in 2 steps/);
    }
    for (const [was, is] of [
      ['v1.0', 'v1.0'],
      ['v1.0', first],
      [again, 'v1.0'],
    ] as const) {
      const graded = ask(folder, ['diff', was, is]);
      assert.equal(graded['mode'], 'diff', `${was} ${is}`);
      assert.equal(graded['verdict'], 'identical');
      assert.equal(graded['reproducible'], false);
      assert.match(String(graded['sentence']), /have the same outputs: 2 outputs in 2 steps/);
    }
    const alone = reprise(folder, ['diff', 'v1.0', 'v1.0']).stdout;
    assert.match(alone, /All 2 steps happened only once .* proves nothing about reproduction\.\n/);
    assert.doesNotMatch(alone, /Reproducible/);
  });

  it('which steps were reused from the other side', () => {
    const folder = projectOf();
    ask(folder, ['run']);
    ask(folder, ['save']);
    writeFiles(folder, {
      'pipeline.yaml': fs
        .readFileSync(path.join(folder, 'pipeline.yaml'), 'utf8')
        .replace('wc -l < upper.txt', 'wc -c < upper.txt')
        .replace('v1.0', 'v1.1'),
    });
    ask(folder, ['run']);
    ask(folder, ['save']);
    const done = reprise(folder, ['diff', 'v1.0', 'v1.1']);
    assert.equal(done.exit, 1);
    assert.match(done.stdout, /^✗ v1\.0 and v1\.1 differ from count on: .* in count\.txt\./);
    assert.match(done.stdout, /upper was reused, not run again\./);
    assert.match(
      done.stdout,
      /v1\.0's run took .* · v1\.1's run took .* · judged by the rules of v1\.0/,
    );
    assert.doesNotMatch(done.stdout, /eproducible/);
  });

  it('what was asked otherwise of the step where it began', () => {
    const folder = temporaryFolder();
    const pipeline = (label: string, more: string): string =>
      `version: ${label}\nparams: { rate: 1, left: 2 }\nsteps:\n` +
      `  a: { run: sh make.sh > a.txt, inputs: [make.sh], outputs: [a.txt], params: [${more}] }\n` +
      '  b: { run: cat a.txt > b.txt, inputs: [a.txt], outputs: [b.txt] }\n' +
      '  c: { run: "date +%N > c.txt", outputs: [c.txt] }\n';
    writeFiles(folder, { 'pipeline.yaml': pipeline('v1.0', 'rate'), 'make.sh': 'echo one\n' });
    ask(folder, ['run']);
    ask(folder, ['save']);
    writeFiles(folder, { 'pipeline.yaml': pipeline('v1.1', 'left'), 'make.sh': 'echo two\n' });
    ask(folder, ['run', '--no-reuse']);
    ask(folder, ['save']);
    const graded = ask(folder, ['diff', 'v1.0', 'v1.1'], 1);
    const notes = (graded['steps'] as { name: string; notes: string[] }[]).map(
      (step) => [step.name, step.notes] as const,
    );
    assert.deepEqual(Object.fromEntries(notes), {
      a: ['Asked otherwise: input make.sh changed, param rate removed, param left added.'],
      b: [], // carries what `a` came to
      c: [], // the same was asked, and something else came out
    });
    const text = reprise(folder, ['diff', 'v1.0', 'v1.1']).stdout;
    assert.match(text, / {2}✗ a {2}different .*\n {6}Asked otherwise: input make\.sh changed, /);
    const again = String(ask(folder, ['run', '--version', 'v1.1'])['run']);
    assert.doesNotMatch(reprise(folder, ['diff', 'v1.1', again]).stdout, /Asked otherwise/);
  });
});
