import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { digestOf } from '../../../src/base/digest';
import { contentOf } from '../../../src/records/contentOf';
import { openRig } from '../../support/rig';

const STEPS = `
  a:
    run: echo hi > o.txt; mkdir -p out/x; echo 1 > out/x/1; echo 22 > out/2
    params: [rate]
    outputs: [o.txt, out, { big.bin: { kind: data, cache: false } }]
  b: { run: cat o.txt, inputs: [o.txt] }`;
const HEAD = 'params: { rate: 0.5 }\nenvironment: { lock: r.lock }';

describe('the content of a run', () => {
  it('is its lock file, and of each step the params and what the outputs came to', async () => {
    const rig = openRig({ 'r.lock': 'x==1\n' });
    const plan = rig.plan(STEPS.replace('echo hi', 'echo big > big.bin; echo hi'), HEAD);
    const run = await rig.ran(plan);
    const content = await contentOf(rig.store, run);
    assert.ok(content);
    assert.deepEqual(content.lock, { path: 'r.lock', digest: digestOf('x==1\n') });
    assert.deepEqual(content.steps[1], { name: 'b', params: {}, outputs: [] });
    const [step] = content.steps;
    assert.ok(step);
    assert.deepEqual(step.params, { '(inline)': { rate: 0.5 } });
    const [file, folder, big] = step.outputs;
    const plain = { kind: null, cache: true };
    assert.deepEqual(file, {
      path: 'o.txt',
      ...plain,
      files: 1,
      size: 3,
      digest: digestOf('hi\n'),
    });
    assert.deepEqual(
      { ...folder, digest: 0 },
      { path: 'out', ...plain, files: 2, size: 5, digest: 0 },
    );
    assert.match(folder?.digest ?? '', /^sha256:/);
    assert.deepEqual([big?.kind, big?.cache, big?.size], ['data', false, 4]);
  });

  it('is without outcomes where steps failed, and not to be had without the plan', async () => {
    const rig = openRig({ 'r.lock': 'x==1\n' });
    const plan = rig.plan('  a: { run: exit 1, outputs: [o] }', HEAD);
    fs.rmSync(rig.path('r.lock'));
    const run = await rig.ran(plan);
    const content = await contentOf(rig.store, run);
    assert.deepEqual(content?.lock, { path: 'r.lock', digest: null });
    const none = { path: 'o', kind: null, cache: true, files: 0, size: 0, digest: null };
    assert.deepEqual(content.steps, [{ name: 'a', params: {}, outputs: [none] }]);
    fs.rmSync(path.join(rig.project.store, 'objects'), { recursive: true });
    assert.equal(await contentOf(rig.store, { ...run, plan: null }), null);
    assert.equal(await contentOf(rig.store, { ...run, plan: digestOf('none') }), null);
  });
});
