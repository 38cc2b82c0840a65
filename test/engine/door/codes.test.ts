import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { diff, processHost, runPipeline } from '../../../src/engine';
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

  it('run-id-taken', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'pipeline.yaml': STEP });
    const first = await runPipeline({ folder, host, targets: [], runId: 'mine' });
    assert.ok(first.ok && first.value.run.status === 'succeeded');
    const again = await runPipeline({ folder, host, targets: [], runId: 'mine' });
    assert.deepEqual(again, { ok: false, failure: { code: 'run-id-taken', id: 'mine' } });
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
