import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { Pipeline, RepriseError, compare } from '../../../src/engine';
import type { StepRecord } from '../../../src/records/runModel';
import { cannotRun } from '../../support/cannotRun';
import { temporaryFolder, writeFiles } from '../../support/temporary';

const FILE = `name: words
version: v1.0
steps:
  upper:
    run: tr a-z A-Z < words.txt > upper.txt
    inputs: [words.txt]
    outputs: [upper.txt]
  count:
    run: wc -l < upper.txt > count.txt
    inputs: [upper.txt]
    outputs: [count.txt]
`;

const DEFINITION = {
  name: 'words',
  steps: {
    upper: {
      run: 'tr a-z A-Z < words.txt > upper.txt',
      inputs: ['words.txt'],
      outputs: ['upper.txt'],
    },
    count: { run: 'wc -l < upper.txt > count.txt', inputs: ['upper.txt'], outputs: ['count.txt'] },
  },
};

describe('the code door', function () {
  this.timeout(120_000);

  it('does the main job, opened from a file', async () => {
    const folder = project();
    const pipeline = await Pipeline.open('pipeline.yaml', { folder });
    assert.equal(pipeline.version, 'v1.0');
    pipeline.version = 'v2.0';
    const first = await pipeline.run();
    await pipeline.save();
    const saved = await Pipeline.load('v2.0', { folder });
    const second = await saved.run();
    const report = await compare(first, second);
    assert.equal(report.verdict, 'identical');
    assert.match(report.sentence, /^Reproducible/);
  });

  it('gives a pipeline defined in code the digests of the command line', async () => {
    const inCode = project();
    const defined = await Pipeline.define(DEFINITION, { folder: inCode });
    defined.version = 'v1.0';
    const first = await defined.run();
    await defined.save();
    const again = await (await Pipeline.load('v1.0', { folder: inCode })).run();
    assert.equal((await compare(first, again)).verdict, 'identical');

    const onCommandLine = project();
    cli(onCommandLine, 'run');
    const run = (cli(onCommandLine, 'show', '--json') as { run: typeof first }).run;
    const opened = await Pipeline.open('pipeline.yaml', { folder: project() });
    const fromFile = await opened.run();
    assert.deepEqual(digestsOf(first.steps), digestsOf(run.steps));
    assert.deepEqual(digestsOf(fromFile.steps), digestsOf(run.steps));
    assert.equal(fromFile.snapshot, run.snapshot);
  });

  it('compares the runs that it is given, whatever labels are called by their ids', async () => {
    const folder = project();
    const steps = {
      roll: { run: 'od -An -N8 -tx8 /dev/urandom > roll.txt', outputs: ['roll.txt'] },
    };
    const pipeline = await Pipeline.define({ name: 'dice', steps }, { folder });
    pipeline.version = 'v1.0';
    const first = await pipeline.run({ reuse: 'none' });
    const second = await pipeline.run({ reuse: 'none' });
    await pipeline.save(first.id, { run: second.id });
    const report = await compare(first, second);
    assert.deepEqual([report.verdict, report.run], ['different', second.id]);
    assert.deepEqual(report.compared?.was, { kind: 'run', name: first.id });
    assert.equal((await compare(first, first)).verdict, 'identical');
  });

  it('takes no run of another project for one of this', async () => {
    const [here, there] = [project(), project()];
    const first = await (await Pipeline.open('pipeline.yaml', { folder: here })).run();
    const second = await (await Pipeline.open('pipeline.yaml', { folder: there })).run();
    const disguised = { ...second, id: first.id };
    await assert.rejects(compare(first, disguised), { code: 'run-unknown' });
    assert.equal((await compare(first, first)).verdict, 'identical');
  });

  it('says of a pipeline file that is closed to it that it cannot be read, not that it is gone', async function () {
    if (process.getuid?.() !== 0) cannotRun(this, 'only root can become somebody else here');
    const folder = project();
    fs.chmodSync(folder, 0o755);
    fs.chmodSync(path.join(folder, 'pipeline.yaml'), 0o600);
    process.seteuid?.(65534);
    try {
      await assert.rejects(Pipeline.open('pipeline.yaml', { folder }), { code: 'file-unreadable' });
    } finally {
      process.seteuid?.(0);
    }
  });

  it('throws one class of error, with its code and facts', async () => {
    const folder = project();
    await assert.rejects(Pipeline.load('v9.9', { folder }), (error) => {
      assert.ok(error instanceof RepriseError);
      assert.equal(error.code, 'version-unknown');
      assert.match(error.message, /v9\.9/);
      return true;
    });
    await assert.rejects(Pipeline.open('absent.yaml', { folder }), {
      code: 'pipeline-file-missing',
    });
    const pipeline = await Pipeline.open('pipeline.yaml', { folder });
    assert.throws(() => (pipeline.version = 'no good'), { code: 'label-invalid' });
    const failing = await Pipeline.define(
      { name: 'failing', steps: { a: { run: 'exit 4' } } },
      { folder },
    );
    await assert.rejects(failing.run(), { code: 'steps-failed' });
  });
});

function digestsOf(steps: readonly StepRecord[]): unknown {
  return steps.map(({ name, recipe, outcome }) => ({ name, recipe, outcome }));
}

function project(): string {
  const folder = temporaryFolder();
  writeFiles(folder, { 'pipeline.yaml': FILE, 'words.txt': 'one\ntwo\n' });
  return folder;
}

function cli(folder: string, ...args: string[]): unknown {
  const main = path.join(__dirname, '../../../../dist/cli.js');
  const out = execFileSync(process.execPath, [main, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return args.includes('--json') ? JSON.parse(out.toString()) : out.toString();
}
