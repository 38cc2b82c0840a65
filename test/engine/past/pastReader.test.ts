import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { Pipeline } from '../../../src/engine';
import { processHost } from '../../../src/base/host';
import { verify } from '../../../src/engine/verifying';
import { PastReader } from '../../../src/engine/past/answerPast';
import type {
  PipelineHead,
  PipelinePast,
  RunDetail,
  VersionDetail,
} from '../../../src/records/pastModel';
import { projectOf } from '../../support/project';
import { temporaryFolder, writeFiles } from '../../support/temporary';

const FLAKY = `name: dice
version: v1.0
steps:
  roll:
    run: head -c 8 /dev/urandom | od -An -tx1 > roll.txt
    outputs: [roll.txt: { kind: metrics }]
  copy:
    run: cp roll.txt copy.txt
    inputs: [roll.txt]
    outputs: [copy.txt]
`;

describe('the past of a pipeline', function () {
  this.timeout(60_000);

  it('is empty where nothing ever ran, and makes no store', async () => {
    const folder = projectOf();
    const past = await pastOf(folder);
    assert.deepEqual(
      { runs: past.runs, versions: past.versions, exists: past.exists },
      { runs: [], versions: [], exists: false },
    );
    assert.equal(fs.existsSync(path.join(folder, '.reprise')), false);
  });

  it('names the folders outside a window that a pipeline reads and writes, and none inside it', async () => {
    const base = fs.realpathSync(temporaryFolder());
    const pipeline = `steps:
  a:
    run: cp ../shared/in.txt out/a.txt
    inputs: [../shared/in.txt, linked, 'data/*.csv', here.txt]
    outputs: [out/a.txt]
`;
    writeFiles(base, {
      'project/window/pipeline.yaml': pipeline,
      'project/window/here.txt': '',
      'project/window/data/x.csv': '',
      'project/shared/in.txt': '',
      'project/shared/deep/not-read.txt': '',
      'disk/one/1.txt': '',
      'disk/one/two/2.txt': '',
    });
    fs.mkdirSync(path.join(base, 'project/.reprise'));
    fs.symlinkSync(path.join(base, 'disk'), path.join(base, 'project/window/linked'));
    fs.symlinkSync(path.join(base, 'project/window'), path.join(base, 'other-name'));
    for (const window of ['project/window', 'other-name']) {
      const answer = await new PastReader({ mayStart: false }).answer({
        kind: 'pipeline',
        file: path.join(base, window, 'pipeline.yaml'),
        window: [path.join(base, window)],
      });
      assert.ok(answer.ok);
      const head = answer.value as PipelineHead;
      assert.equal(head.root, path.join(base, 'project'), window);
      assert.deepEqual(
        head.outside.map((folder) => path.relative(base, folder)),
        ['disk', 'disk/one', 'disk/one/two', 'project/shared'],
      );
    }
  });

  it('tells versions with their last verdict, and runs with how they ended', async () => {
    const folder = projectOf(FLAKY, {});
    await verified(folder);
    const past = await pastOf(folder);
    const [version] = past.versions;
    assert.equal(version?.last?.verdict, 'different');
    assert.deepEqual(version.last.began, { step: 'roll', output: 'roll.txt' });
    assert.deepEqual(version.last.steps['copy'], {
      verdict: 'different',
      role: 'carrier',
      output: 'copy.txt',
    });
    assert.deepEqual(
      past.runs.map(({ purpose, status, savedAs, verdict }) => ({
        purpose,
        status,
        savedAs,
        verdict,
      })),
      [
        { purpose: 'verify', status: 'succeeded', savedAs: [], verdict: 'different' },
        { purpose: 'run', status: 'succeeded', savedAs: ['v1.0'], verdict: null },
      ],
    );
    assert.equal(past.total, 2);
  });

  it('says that a run is about to begin while its record is not there', async () => {
    const folder = projectOf(FLAKY, {});
    await verified(folder);
    fs.mkdirSync(path.join(folder, '.reprise', 'runs', '29991231T235959999Z-aaaaaa'));
    assert.equal((await pastOf(folder)).beginning, true);
  });

  it('gives runs page by page', async () => {
    const folder = projectOf(FLAKY, {});
    await verified(folder);
    const past = await pastOf(folder, 1);
    assert.deepEqual([past.runs.length, past.more, past.total], [1, true, 2]);
  });

  it('tells of a version each output with its size, its digest and what was said of it', async () => {
    const folder = projectOf(FLAKY, {});
    await verified(folder);
    const answer = await new PastReader({ mayStart: true }).answer({
      kind: 'version',
      file: fileIn(folder),
      label: 'v1.0',
    });
    assert.ok(answer.ok);
    const { steps, files } = answer.value as VersionDetail;
    assert.equal(files, 1);
    const [output] = steps[0]?.outputs ?? [];
    assert.equal(output?.kind, 'metrics');
    assert.equal(output.size, fs.statSync(path.join(folder, 'roll.txt')).size);
    assert.match(output.digest ?? '', /^sha256:/);
    assert.equal(output.judged?.verdict, 'different');
  });

  it('tells of a run its steps, why they ran, their logs and outputs', async () => {
    const folder = projectOf();
    const pipeline = await Pipeline.open('pipeline.yaml', { folder });
    await pipeline.run();
    const [head] = (await pastOf(folder)).runs;
    const answer = await new PastReader({ mayStart: true }).answer({
      kind: 'run',
      file: fileIn(folder),
      id: head?.id ?? '',
    });
    assert.ok(answer.ok);
    const { steps, environment } = answer.value as RunDetail;
    assert.deepEqual(
      steps.map(({ name, status, reason, outputs }) => ({
        name,
        status,
        reason: reason?.kind,
        outputs: outputs.map((one) => one.path),
      })),
      [
        { name: 'upper', status: 'succeeded', reason: 'never-run', outputs: ['upper.txt'] },
        { name: 'count', status: 'succeeded', reason: 'never-run', outputs: ['count.txt'] },
      ],
    );
    assert.ok(steps.every(({ logs }) => logs.length === 1 && fs.existsSync(logs[0] ?? '')));
    assert.ok(environment !== null);
  });

  it('names a version whose record is damaged', async () => {
    const folder = projectOf(FLAKY, {});
    await verified(folder);
    const file = path.join(folder, '.reprise', 'versions', 'pipeline.yaml', 'v1.0.json');
    fs.chmodSync(file, 0o644);
    fs.writeFileSync(file, '{');
    const past = await pastOf(folder);
    assert.deepEqual([past.versions, past.damaged], [[], ['v1.0']]);
  });
});

async function pastOf(folder: string, count = 20): Promise<PipelinePast> {
  const answer = await new PastReader({ mayStart: true }).answer({
    kind: 'past',
    file: fileIn(folder),
    count,
  });
  assert.ok(answer.ok);
  return answer.value as PipelinePast;
}

async function verified(folder: string): Promise<void> {
  const pipeline = await Pipeline.open('pipeline.yaml', { folder });
  await pipeline.run();
  await pipeline.save();
  const report = await verify({
    folder,
    host: processHost(),
    version: 'v1.0',
    rules: 'saved',
    environment: 'recorded',
  });
  assert.ok(report.ok);
}

function fileIn(folder: string): string {
  return path.join(folder, 'pipeline.yaml');
}
