import * as assert from 'node:assert/strict';

import { firstPipeline, isPipelineFileName } from '../../../src/engine/firstPipeline';
import { read } from '../../support/pipelines';

describe('the name of a new pipeline file', () => {
  const good = [
    'pipeline.yaml',
    'train.pipeline.yaml',
    'models/pipeline.yaml',
    'a/b/c.pipeline.yaml',
  ];
  for (const name of good) it(`${name} is one`, () => assert.ok(isPipelineFileName(name)));

  const bad = [
    '',
    'pipeline.yml',
    'mypipeline.yaml',
    '.pipeline.yaml',
    '/tmp/pipeline.yaml',
    '../pipeline.yaml',
    'models/../../pipeline.yaml',
    'models\\..\\..\\pipeline.yaml',
    './pipeline.yaml',
    'C:\\pipeline.yaml',
  ];
  for (const name of bad) it(`${name} is none`, () => assert.ok(!isPipelineFileName(name)));
});

describe('a first pipeline file', () => {
  const names: readonly (readonly [string, string])[] = [
    ['/home/ada/churn/pipeline.yaml', 'churn'],
    ['/home/ada/churn/train.pipeline.yaml', 'train'],
    ['C:\\work\\churn\\pipeline.yaml', 'churn'],
    ['/pipeline.yaml', 'pipeline'],
    ['/home/ada/${{ params.x }}/pipeline.yaml', 'pipeline'],
    ['C:\\pipeline.yaml', 'pipeline'],
    ...[
      'my project',
      'größe',
      'true',
      '1.0',
      '2024-05-01',
      'a: b',
      'a #b',
      '- a',
      "it's",
      'say "hi"',
      'a\nb',
      '*',
      'ends with a dot.',
    ].map((folder) => [`/home/ada/${folder}/pipeline.yaml`, folder] as const),
  ];
  for (const [file, name] of names) {
    it(`at ${JSON.stringify(file)} is called ${JSON.stringify(name)}, and nothing is wrong in it`, () => {
      const reading = read(firstPipeline(file));
      assert.deepEqual(reading.problems, []);
      assert.equal(reading.plan.name, name);
      assert.equal(reading.version, 'v1.0');
    });
  }

  it('names no document that its reader does not have', () => {
    assert.doesNotMatch(firstPipeline('/home/ada/churn/pipeline.yaml'), /docs\//);
  });
});
