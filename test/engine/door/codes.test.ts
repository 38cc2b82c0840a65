import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

import {
  checkStore,
  diff,
  labelOf,
  listRuns,
  processHost,
  runPipeline,
  saveVersion,
} from '../../../src/engine';
import { temporaryFolder, writeFiles } from '../../support/temporary';

const STEP = 'steps:\n  a: { run: "echo 1 > o", outputs: [o] }\n';
const host = processHost();

describe('failures that only the whole comes to', function () {
  this.timeout(60_000);

  it('pipeline-file-ambiguous', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'a.pipeline.yaml': STEP, 'b.pipeline.yaml': STEP });
    const ran = await runPipeline({ folder, host, targets: [] });
    const files = ['a.pipeline.yaml', 'b.pipeline.yaml'];
    assert.deepEqual(ran, {
      ok: false,
      failure: { code: 'pipeline-file-ambiguous', folder, files },
    });
  });

  it('text-not-utf8: nothing is done with a pipeline file in another encoding', async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'pipeline.yaml');
    const texts = [
      [Buffer.from(`# gr\u00fcn\nversion: v1.0\n${STEP}`, 'latin1'), 1, 5],
      [Buffer.concat([Buffer.from(`${STEP}# \uFFFD `), Buffer.from([0xef, 0xbf, 0x20])]), 3, 5],
    ] as const;
    for (const [bytes, line, column] of texts) {
      fs.writeFileSync(file, bytes);
      const ran = await runPipeline({ folder, host, targets: [] });
      assert.ok(!ran.ok && ran.failure.code === 'pipeline-has-problems');
      const told = ran.failure.problems.map(({ code, range }) => [code, range.line, range.column]);
      assert.deepEqual(told, [['text-not-utf8', line, column]]);
      const labelled = await labelOf({ folder, host, label: 'v2.0' });
      assert.ok(!labelled.ok && labelled.failure.code === 'pipeline-has-problems');
      assert.deepEqual(fs.readFileSync(file), bytes);
    }
    assert.ok(!fs.existsSync(path.join(folder, '.reprise')));
  });

  it('guesses at no params in another encoding', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'pipeline.yaml': `params: params.yaml\n${STEP}` });
    fs.writeFileSync(path.join(folder, 'params.yaml'), Buffer.from('name: gr\u00fcn\n', 'latin1'));
    const ran = await runPipeline({ folder, host, targets: [] });
    assert.ok(!ran.ok && ran.failure.code === 'pipeline-has-problems');
    assert.deepEqual(ran.failure.problems[0]?.code, 'params-file-missing');
  });

  it('finds runs and damage though git has taken the store’s format away, and is in nobody’s way', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'pipeline.yaml': STEP });
    const git = (...args: string[]): string =>
      execFileSync('git', ['-c', 'user.name=n', '-c', 'user.email=e@example.org', ...args], {
        cwd: folder,
        encoding: 'utf8',
        stdio: 'pipe',
      });
    git('init', '-q', '-b', 'new');
    git('add', 'pipeline.yaml');
    git('commit', '-q', '-m', 'before Reprise');
    git('branch', 'old');
    const ran = await runPipeline({ folder, host, targets: [], runId: 'mine' });
    assert.ok(ran.ok && ran.value.run.status === 'succeeded');
    git('add', '-A');
    git('commit', '-q', '-m', 'with Reprise');
    git('checkout', '-q', 'old');
    assert.ok(!fs.existsSync(path.join(folder, '.reprise/format')));
    const runs = listRuns({ folder, host });
    assert.deepEqual(runs.ok && runs.value.runs.map(({ id }) => id), ['mine']);
    for (const file of fs.readdirSync(path.join(folder, '.reprise/objects/packs'))) {
      fs.rmSync(path.join(folder, '.reprise/objects/packs', file));
    }
    const record = path.join(folder, '.reprise/runs/mine/run.json');
    const text = fs.readFileSync(record, 'utf8');
    fs.writeFileSync(record, text.replace('succeeded', 'SUCCEEDED'));
    const checked = await checkStore({ folder, host });
    assert.ok(checked.ok && checked.value.damaged);
    fs.writeFileSync(record, text);
    git('checkout', '-q', 'new');
    git('checkout', '-q', 'old');
    assert.ok((await runPipeline({ folder, host, targets: [] })).ok);
    assert.equal(fs.readFileSync(path.join(folder, '.reprise/format'), 'utf8'), '1\n');
  });

  it('run-id-taken', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'pipeline.yaml': STEP });
    const first = await runPipeline({ folder, host, targets: [], runId: 'mine' });
    assert.ok(first.ok && first.value.run.status === 'succeeded');
    const again = await runPipeline({ folder, host, targets: [], runId: 'mine' });
    assert.deepEqual(again, { ok: false, failure: { code: 'run-id-taken', id: 'mine' } });
  });

  it('run-id-taken: by a version of that label', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'pipeline.yaml': STEP });
    await runPipeline({ folder, host, targets: [] });
    assert.ok((await saveVersion({ folder, host, label: 'v1.0' })).ok);
    const run = await runPipeline({ folder, host, targets: [], runId: 'v1.0' });
    assert.deepEqual(run, { ok: false, failure: { code: 'run-id-taken', id: 'v1.0' } });
  });

  it('run-unfinished: a run that never came to an end is nothing to compare', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'pipeline.yaml': STEP });
    await runPipeline({ folder, host, targets: [], runId: 'whole' });
    const runs = path.join(folder, '.reprise', 'runs');
    const whole = JSON.parse(
      fs.readFileSync(path.join(runs, 'whole', 'run.json'), 'utf8'),
    ) as object;
    const cut = { ...whole, id: 'cut', endedAt: null, status: 'running', digest: undefined };
    writeFiles(runs, { 'cut/run.json': JSON.stringify(cut) });
    const judged = await diff({ folder, host, was: 'whole', is: 'cut' });
    assert.ok(!judged.ok);
    assert.deepEqual(judged.failure, { code: 'run-unfinished', id: 'cut' });
  });
});
