import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

import type { Report } from '../../../src/records/report';
import { ask, copyOfExample, listing, reprise } from '../../support/example';
import { temporaryFolder } from '../../support/temporary';

const METRICS = 'metrics/metrics.json';

describe('the quickstart example through the command line', function () {
  this.timeout(120_000);

  it('goes through the eight rows', () => {
    const project = copyOfExample('quickstart', temporaryFolder());
    const plan = ask(project, ['plan']) as unknown as { version: string; steps: { name: string }[] };
    assert.equal(plan.version, 'v1.0');
    assert.deepEqual(
      plan.steps.map((step) => step.name),
      ['prepare', 'train', 'evaluate'],
    );

    const run = ask(project, ['run']);
    assert.equal(run.status, 'succeeded');
    const outputA = digestOf(path.join(project, METRICS));
    assert.equal(ask(project, ['save']).outcome, 'saved');
    assert.equal(ask(project, ['save']).outcome, 'same', 'a second save of the same is no change');

    const loaded = path.join(path.dirname(project), 'loaded');
    ask(project, ['load', 'v1.0', loaded, '--outputs']);
    for (const name of ['pipeline.yaml', 'params.yaml', 'src/train.py', 'data/houses.csv', METRICS]) {
      const was = fs.readFileSync(path.join(project, name));
      assert.ok(was.equals(fs.readFileSync(path.join(loaded, name))), name);
    }

    const rerun = ask(project, ['run', '--version', 'v1.0']);
    const graded = ask(project, ['diff', 'v1.0', String(rerun.run)]) as unknown as Report;
    assert.equal(graded.verdict, 'identical');
    const metrics = graded.steps.flatMap((step) => step.outputs).find((one) => one.path === METRICS);
    assert.deepEqual([metrics?.was, metrics?.is], [outputA, outputA]);

    const report = ask(project, ['verify', 'v1.0']) as unknown as Report;
    assert.equal(report.verdict, 'identical');
    assert.equal(report.firstDivergence, null);
    assert.deepEqual(
      report.steps.map(({ name, verdict, role }) => [name, verdict, role]),
      [
        ['prepare', 'identical', null],
        ['train', 'identical', null],
        ['evaluate', 'identical', null],
      ],
    );
    assert.equal(reprise(project, ['fsck']).exit, 0);
  });

  it('verifies the saved version, not the workspace, and leaves the workspace as it is', () => {
    const project = copyOfExample('quickstart', temporaryFolder());
    ask(project, ['run']);
    ask(project, ['save']);
    const params = path.join(project, 'params.yaml');
    fs.writeFileSync(params, fs.readFileSync(params, 'utf8').replace('epochs: 400', 'epochs: 2'));
    fs.writeFileSync(path.join(project, 'src', 'train.py'), 'raise SystemExit("changed")\n');
    fs.rmSync(path.join(project, 'models'), { recursive: true });
    fs.rmSync(path.join(project, METRICS));

    const before = listing(project);
    const report = ask(project, ['verify', 'v1.0']) as unknown as Report;
    assert.equal(report.verdict, 'identical');
    assert.deepEqual(listing(project), before);
  });

  it('reuses every step the second time, and puts a deleted output back', () => {
    const project = copyOfExample('quickstart', temporaryFolder());
    ask(project, ['run']);
    const outputA = digestOf(path.join(project, METRICS));
    fs.rmSync(path.join(project, METRICS));
    const again = ask(project, ['run']) as unknown as { steps: { name: string; status: string }[] };
    assert.deepEqual(
      again.steps.map((step) => step.status),
      ['reused', 'reused', 'reused'],
    );
    assert.equal(digestOf(path.join(project, METRICS)), outputA);
  });

  it('says where it began when a step is flaky', () => {
    const project = copyOfExample('quickstart', temporaryFolder());
    const file = path.join(project, 'src', 'train.py');
    const code = fs.readFileSync(file, 'utf8');
    const flaky = code
      .replace('import math', 'import math\nimport random')
      .replace('list(csv.DictReader(file))', 'random.sample(list(csv.DictReader(file)), 150)');
    assert.ok(flaky.includes('random.sample'));
    fs.writeFileSync(file, flaky);
    ask(project, ['run']);
    ask(project, ['save']);
    const report = ask(project, ['verify', 'v1.0'], 1) as unknown as Report;
    assert.deepEqual(report.firstDivergence, { step: 'train', output: 'models/model.json' });
    assert.deepEqual(
      report.steps.map((step) => step.role),
      [null, 'source', 'carrier'],
    );
    const model = report.steps[1]?.outputs[0];
    assert.equal(model?.verdict, 'different');
    assert.notEqual(model.was, model.is);
    assert.ok(model.differences.length > 0, 'no difference is named');
  });
});

function digestOf(file: string): string {
  return `sha256:${createHash('sha256').update(fs.readFileSync(file)).digest('hex')}`;
}
