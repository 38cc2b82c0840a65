import * as assert from 'node:assert/strict';

import { readPipeline } from '../../../src/pipeline/readPipeline';
import { getPlan, putPlan } from '../../../src/snapshot/planDocument';
import { memoryStore } from '../../../src/store/memoryStore';
import { memoryReader } from '../../support/memoryReader';

describe('bounds of a plan', () => {
  it('are kept whole, also beyond 2^53', async () => {
    const text = `steps:
  a:
    run: make
    outputs:
      - o.json: { tolerance: { relative: 1e300, absolute: 0.1, paths: { "$.x": { ulp: 4 } } } }
      - p.json
`;
    const { plan, problems } = readPipeline(text, {
      file: 'pipeline.yaml',
      reader: memoryReader({}),
    });
    assert.deepEqual(problems, []);
    const store = memoryStore();
    const kept = await putPlan(store, plan);
    assert.ok(kept.ok);
    assert.deepEqual(await getPlan(store, kept.value), { ok: true, value: plan });
  });
});
