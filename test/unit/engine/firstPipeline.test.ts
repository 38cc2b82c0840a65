import * as assert from 'node:assert/strict';

import { isPipelineFileName } from '../../../src/engine/firstPipeline';

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
