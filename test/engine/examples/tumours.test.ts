import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

import type { Report } from '../../../src/records/report';
import type { VersionRecord } from '../../../src/records/versionModel';
import { ask, copyOfExample, giveEnvironment, listing } from '../../support/example';

const STEPS = [
  'prepare',
  'featurise',
  'train@forest',
  'train@logistic',
  'evaluate@forest',
  'evaluate@logistic',
];

describe('the scikit-learn example through the command line', function () {
  this.timeout(300_000);

  // its environment is large, so that one project serves all tests, in their order
  let folder = '';
  let project = '';
  before(function () {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'reprise-example-')));
    project = copyOfExample('tumours', folder);
    giveEnvironment(this, project);
  });
  after(() => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));

  it('is read as six steps', () => {
    const plan = ask(project, ['plan']) as unknown as { steps: { name: string }[] };
    assert.deepEqual(plan.steps.map((step) => step.name).sort(), [...STEPS].sort());
  });

  it('runs, and is saved with what is installed', () => {
    assert.equal(ask(project, ['run', '-j', '2']).status, 'succeeded');
    const metrics = fs.readFileSync(path.join(project, 'metrics/forest.json'), 'utf8');
    const { accuracy } = JSON.parse(metrics) as { accuracy: number };
    assert.ok(accuracy > 0.9, `an accuracy of ${accuracy}`);

    assert.equal(ask(project, ['save', 'v1.0']).outcome, 'saved');
    const file = path.join(project, '.reprise/versions/pipeline.yaml/v1.0.json');
    const saved = JSON.parse(fs.readFileSync(file, 'utf8')) as VersionRecord;
    const installed = saved.environment.packages.flatMap((one) => one.packages);
    for (const name of ['scikit-learn', 'numpy', 'joblib']) {
      assert.ok(
        installed.some((one) => one.name === name),
        `${name} is not recorded`,
      );
    }
  });

  it('is identical again whatever happened to the workspace, which stays as it is', () => {
    disturb(project);
    const before = listing(project);
    const report = ask(project, ['verify', 'v1.0', '-j', '2']) as unknown as Report;
    assert.deepEqual(listing(project), before);
    assert.equal(report.verdict, 'identical', report.sentence);
    assert.equal(report.reproducible, true);
    assert.deepEqual(report.environment.drift, []);
    assert.deepEqual(report.steps.map((step) => step.name).sort(), [...STEPS].sort());
    assert.ok(report.steps.every((step) => step.verdict === 'identical' && step.role === null));
  });

  it('re-runs and compares one at a time, and names the package that is not what it was', () => {
    bump(project, 'joblib');
    const rerun = ask(project, ['run', '--version', 'v1.0']);
    const graded = ask(project, ['diff', 'v1.0', String(rerun.run)]) as unknown as Report;
    assert.equal(graded.verdict, 'identical');
    assert.deepEqual(
      graded.environment.drift.map((drift) => drift.what),
      ['package joblib'],
    );
  });
});

/** Changes code and params, and deletes outputs. */
function disturb(project: string): void {
  const params = path.join(project, 'params.yaml');
  fs.writeFileSync(params, fs.readFileSync(params, 'utf8').replace('trees: 120', 'trees: 3'));
  fs.writeFileSync(path.join(project, 'src', 'train.py'), 'raise SystemExit("changed")\n');
  fs.appendFileSync(path.join(project, 'src', 'prepare.py'), '\nprint("changed")\n');
  for (const name of ['models', 'metrics', 'predictions', 'data/features']) {
    fs.rmSync(path.join(project, name), { recursive: true });
  }
}

/** Gives a package of the project's environment another version, as its metadata tells it. */
function bump(project: string, name: string): void {
  const site = fs
    .readdirSync(path.join(project, '.venv'), { recursive: true, encoding: 'utf8' })
    .find((entry) => entry.endsWith('site-packages'));
  assert.ok(site, 'the environment has no site-packages');
  const folder = path.join(project, '.venv', site);
  const info = fs.readdirSync(folder).find((entry) => new RegExp(`^${name}-.*\\.dist-info$`).test(entry));
  assert.ok(info, `${name} is not installed`);
  const metadata = path.join(folder, info, 'METADATA');
  const text = fs.readFileSync(metadata, 'utf8');
  fs.writeFileSync(metadata, text.replace(/^Version: .*$/m, 'Version: 99.0'));
  fs.renameSync(path.join(folder, info), path.join(folder, `${name}-99.0.dist-info`));
}
