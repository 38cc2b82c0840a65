import assert from 'node:assert/strict';

import { digestOf, digestOfJson } from '../../../src/base/digest';
import type { Digest } from '../../../src/base/digest';
import type { Plan } from '../../../src/pipeline/model';
import { versionDifferences } from '../../../src/records/versionDifferences';
import type { VersionContent } from '../../../src/records/versionDifferences';
import { putPlan } from '../../../src/snapshot/planDocument';
import { recipeJson, recipeOf } from '../../../src/snapshot/recipe';
import { memoryStore } from '../../../src/store/memoryStore';
import { output, plan, step } from '../../support/plan';
import { value } from '../../support/results';

const store = memoryStore();

function tree(files: Readonly<Record<string, string>>): Promise<Digest> {
  const entries = Object.entries(files).map(([path, text]) =>
    text === '/'
      ? ({ path, kind: 'folder' } as const)
      : ({
          path,
          kind: 'file',
          executable: false,
          size: text.length,
          digest: digestOf(text),
        } as const),
  );
  return store.putTree(entries).then(value);
}

interface Given {
  readonly plan?: Plan;
  readonly source?: Readonly<Record<string, string>>;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly lock?: Digest;
}

const PLAN = plan([step('train', ['rates.txt'], ['model.txt', 'parts'])]);

async function content(given: Given = {}): Promise<VersionContent> {
  const of = given.plan ?? PLAN;
  const inputTree = await tree(given.inputs ?? { 'rates.txt': '1' });
  const outcome = await tree(given.outputs ?? { 'model.txt': 'm', parts: '/', 'parts/1': 'p' });
  const steps = of.steps.map((one) => ({
    name: one.name,
    recipe: digestOfJson(recipeJson(recipeOf(one, { inputTree, lock: given.lock ?? null }))),
    inputTree,
    outcome,
    environmentKey: digestOf('key'),
    reusedFrom: null,
    durationMs: null,
  }));
  const source = given.source ?? { 'a.py': 'a', 'rates.txt': '1' };
  return { plan: value(await putPlan(store, of)), sourceTree: await tree(source), steps };
}

async function differences(was: Given, is: Given): Promise<string[]> {
  return versionDifferences(store, await content(was), await content(is));
}

describe('versionDifferences', () => {
  it('names inputs, outputs and source files that changed, came or went', async () => {
    assert.deepEqual(await differences({}, {}), []);
    const found = await differences(
      {},
      {
        inputs: { 'rates.txt': '2' },
        outputs: { 'model.txt': 'n', parts: '/', 'parts/2': 'p' },
        source: { 'b.py': 'b', 'rates.txt': '2', lib: '/' },
      },
    );
    assert.deepEqual(found, [
      'train: input rates.txt changed',
      'train: output model.txt changed',
      'train: output parts/2 added',
      'train: output parts/1 removed',
      'source file b.py added',
      'source folder lib added',
      'source file a.py removed',
    ]);
  });

  it('names what was asked otherwise', async () => {
    const other = step('train', ['rates.txt', 'more.txt'], ['model.txt', 'parts'], {
      commands: ['false'],
      shell: 'bash',
      params: { 'params.yaml': { lr: 0.2 } },
      variables: { SEED: '2', NEW: '1' },
      timeoutMs: 5,
      outputs: [{ ...output('model.txt'), tolerance: { relative: 0.1 } }, output('parts')],
    });
    const was = step('train', ['rates.txt'], ['model.txt', 'parts'], {
      params: { 'params.yaml': { lr: 0.1, gone: 1 } },
      variables: { SEED: '1' },
    });
    const found = await differences({ plan: plan([was]) }, { plan: plan([other], { name: 'n' }) });
    assert.deepEqual(found, [
      'the name of the pipeline changed',
      'train: command changed',
      'train: shell changed from sh to bash',
      'train: param gone removed',
      'train: param lr changed from 0.1 to 0.2',
      'train: variable SEED changed from "1" to "2"',
      'train: variable NEW added',
      'train: output model.txt declared otherwise',
      'train: declared inputs changed',
      'train: timeout changed',
    ]);
  });

  it('names steps that came or went, and a lock file that changed', async () => {
    const two = plan([...PLAN.steps, step('eval', [], [])]);
    assert.deepEqual(await differences({}, { plan: two }), ['step eval added']);
    assert.deepEqual(await differences({ plan: two }, {}), ['step eval removed']);
    const turned = plan([...two.steps].reverse());
    assert.deepEqual(await differences({ plan: two }, { plan: turned }), [
      'the order of the steps changed',
    ]);
    const lock = digestOf('lock');
    assert.deepEqual(await differences({}, { lock }), ['train: the lock file changed']);
  });

  it('says what digests alone tell where documents are missing', async () => {
    const was = await content();
    const gone = digestOf('gone');
    const is = {
      ...was,
      plan: gone,
      sourceTree: gone,
      steps: was.steps.map((one) => ({ ...one, outcome: gone })),
    };
    assert.deepEqual(await versionDifferences(store, was, is), [
      'the plan changed',
      'train: the outcome changed',
      'source files changed',
    ]);
  });
});
