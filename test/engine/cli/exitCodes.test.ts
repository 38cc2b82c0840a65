import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { ask, reprise } from '../../support/example';
import { projectOf } from '../../support/project';
import { writeFiles } from '../../support/temporary';

const RANDOM = `version: v1.0
steps:
  draw:
    run: od -An -N8 -tx8 /dev/urandom > drawn.txt
    outputs: [drawn.txt]
`;

const BROKEN = `name: broken
version: v1.0
steps:
  a:
    run: touch ran
    ouputs: [ran]
`;

describe('exit codes of the command line', function () {
  this.timeout(120_000);

  it('0 from definition to verdict, and the verdict first', () => {
    const folder = projectOf();
    for (const args of [
      ['plan'],
      ['status'],
      ['run'],
      ['save'],
      ['versions'],
      ['runs'],
      ['show'],
    ]) {
      const done = reprise(folder, args);
      assert.equal(done.exit, 0, `${args.join(' ')}: ${done.stderr}`);
    }
    const done = reprise(folder, ['verify', 'v1.0']);
    assert.equal(done.exit, 0, done.stderr);
    assert.match(done.stdout, /^✓ Reproducible: 2 outputs in 2 steps, byte for byte\.\n/);
    assert.equal(reprise(folder, ['fsck']).exit, 0);
    assert.equal(reprise(folder, ['gc', '--dry-run']).exit, 0);
  });

  it('1 where a version came out otherwise, and the sentence says where it began', () => {
    const folder = projectOf(RANDOM, {});
    ask(folder, ['run']);
    ask(folder, ['save']);
    const report = ask(folder, ['verify', 'v1.0'], 1);
    assert.equal(report['verdict'], 'different');
    assert.match(String(report['sentence']), /^Not reproducible: it began at draw: /);
    const again = ask(folder, ['run', '--version', 'v1.0']);
    const graded = reprise(folder, ['diff', 'v1.0', String(again['run'])]);
    assert.equal(graded.exit, 1);
    assert.match(graded.stdout, /^✗ Not reproducible: it began at draw: .*drawn\.txt/);
  });

  it('2 for wrong use, with a word near by', () => {
    const folder = projectOf();
    const wrong: readonly (readonly [readonly string[], RegExp])[] = [
      [['frobnicate'], /Unknown command 'frobnicate'/],
      [['run', 'nosuchstep'], /nosuchstep/],
      [['run', 'uper'], /Did you mean upper\?/],
      [['verify', 'v1.0'], /v1\.0.*nothing is saved/],
      [['save'], /reprise run/],
      [['logs'], /reprise run/],
      [['cancel'], /nothing is running/i],
      [['pin', 'nosuchrun'], /nosuchrun/],
      [['plan', '-f', 'absent.yaml'], /absent\.yaml/],
      [['init'], /pipeline\.yaml is there already/],
      [['version', 'not a label'], /is no label/],
      [['completion', 'bsh'], /Did you mean bash\?/],
    ];
    for (const [args, told] of wrong) {
      const done = reprise(folder, args);
      assert.equal(done.exit, 2, `${args.join(' ')}: ${done.stderr}`);
      assert.match(done.stderr, told);
      assert.equal(done.stdout, '');
    }
  });

  it('2 for a pipeline file with errors, told with line and column, and nothing runs', () => {
    const folder = projectOf(BROKEN, {});
    for (const command of ['plan', 'run', 'status']) {
      const done = reprise(folder, [command]);
      assert.equal(done.exit, 2);
      assert.match(done.stderr, /pipeline\.yaml:6:5: .*ouputs.*outputs.*\[[a-z-]+\]/);
    }
    assert.ok(!fs.existsSync(path.join(folder, 'ran')));
    assert.ok(!fs.existsSync(path.join(folder, '.reprise')), 'looking makes nothing');
  });

  it('2 for a label that is taken, with the difference, and nothing is lost', () => {
    const folder = projectOf();
    ask(folder, ['run']);
    ask(folder, ['save']);
    assert.match(reprise(folder, ['save']).stdout, /saved already/);
    writeFiles(folder, { 'words.txt': 'three\n' });
    const run = reprise(folder, ['run']);
    assert.equal(run.exit, 0);
    assert.match(run.stderr, /v1\.0 is saved already/);
    const taken = reprise(folder, ['save', 'v1.0']);
    assert.equal(taken.exit, 2);
    assert.match(taken.stderr, /upper/);
    assert.equal(ask(folder, ['verify', 'v1.0'])['verdict'], 'identical');
  });

  it('3 where a step fails, with the end of its log and where to see more', () => {
    const folder = projectOf(`steps:\n  a:\n    run: echo "what went wrong"; exit 5\n`, {});
    const done = reprise(folder, ['run']);
    assert.equal(done.exit, 3);
    assert.match(done.stdout, /a failed with exit 5/);
    assert.match(done.stdout, /\| what went wrong\n/);
    const [, command] = /`reprise (logs \S+ a)`/.exec(done.stdout) ?? [];
    assert.equal(reprise(folder, command!.split(' ')).stdout, 'what went wrong\n');
    assert.equal(reprise(folder, ['logs', 'a']).stdout, 'what went wrong\n');
    assert.equal(reprise(folder, ['save', 'v1']).exit, 2);
  });

  it('4 where the store is damaged', () => {
    const folder = projectOf();
    ask(folder, ['run']);
    ask(folder, ['save']);
    const record = path.join(folder, '.reprise/versions/pipeline.yaml/v1.0.json');
    const text = fs.readFileSync(record, 'utf8');
    fs.chmodSync(record, 0o644);
    fs.writeFileSync(record, text.replace('"label"', '"lebal"'));
    assert.equal(reprise(folder, ['verify', 'v1.0']).exit, 4);
    const listed = reprise(folder, ['versions']);
    assert.equal(listed.exit, 4);
    assert.match(listed.stderr, /v1\.0/);
    const checked = reprise(folder, ['fsck']);
    assert.equal(checked.exit, 4);
    assert.match(checked.stdout, /damaged/);
  });

  it('3 where the pipeline file, or a first one, cannot be written', () => {
    // Beside so long a name no temporary file fits.
    const file = `${'x'.repeat(235)}.pipeline.yaml`;
    const folder = projectOf('steps: {}\n', {
      [file]: 'version: v1.0\nsteps: { a: { run: "true" } }\n',
    });
    for (const args of [
      ['version', 'v2', '-f', file],
      ['init', '-f', `${file}/pipeline.yaml`],
    ]) {
      const done = reprise(folder, args);
      assert.equal(done.exit, 3, done.stderr);
      assert.match(done.stderr, /Reprise cannot write in /);
      assert.doesNotMatch(done.stderr, /internal error/);
    }
    assert.match(fs.readFileSync(path.join(folder, file), 'utf8'), /^version: v1\.0$/m);
  });

  it('0 where the place for temporary files is no folder', () => {
    const folder = projectOf('steps: { a: { run: "test -d $TMPDIR" } }\n', { file: '' });
    for (const TMPDIR of [
      'nowhere',
      path.join(folder, 'file'),
      path.join(folder, 'no', 'folder'),
    ]) {
      const done = reprise(folder, ['run'], { TMPDIR });
      assert.equal(done.exit, 0, done.stderr);
    }
  });
});
