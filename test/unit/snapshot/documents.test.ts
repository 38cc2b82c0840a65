import assert from 'node:assert/strict';

import { digestOf, digestOfJson } from '../../../src/base/digest';
import { canonicalJson } from '../../../src/base/json';
import type { Json } from '../../../src/base/json';
import type { Plan, PlanStep } from '../../../src/pipeline/model';
import { getPlan, parsePlan, putPlan } from '../../../src/snapshot/planDocument';
import { recipeJson, recipeOf } from '../../../src/snapshot/recipe';
import { snapshotDigest } from '../../../src/snapshot/snapshot';
import { digestOfOutput, subTree } from '../../../src/snapshot/subTree';
import { memoryStore } from '../../../src/store/memoryStore';
import { encodeTree } from '../../../src/store/tree';
import type { TreeEntry } from '../../../src/store/treeModel';
import { WHOLE_FILES, WHOLE_PIPELINE, read } from '../../support/pipelines';
import { output, plan, step } from '../../support/plan';
import { failure, value } from '../../support/results';

const FACTS = { inputTree: digestOf('inputs'), lock: digestOf('lock') };

function recipe(given: Partial<PlanStep> = {}, facts = FACTS): string {
  const one = step('train', ['in'], ['b', 'a'], {
    params: { 'params.yaml': { 'train.lr': 0.1 } },
    variables: { SEED: '1' },
    ...given,
  });
  return digestOfJson(recipeJson(recipeOf(one, facts)));
}

describe('a recipe', () => {
  it('is what was asked, in a form that is written down', () => {
    const one = step('train', ['in'], ['b', 'a', 'b'], {
      params: { p: { big: 2 ** 60, n: [1e400] } },
    });
    assert.deepEqual(recipeOf(one, FACTS), {
      format: 1,
      shell: 'sh',
      commands: ['true'],
      workingFolder: '.',
      params: { p: { big: '1152921504606847000', n: ['Infinity'] } },
      variables: {},
      lock: FACTS.lock,
      inputs: FACTS.inputTree,
      outputs: ['a', 'b'],
    });
  });

  it('does not change with what is no part of the question', () => {
    const same: Partial<PlanStep>[] = [
      { name: 'other', group: 'g', needs: ['x'], timeoutMs: 1, retries: 3, resources: { cpus: 4 } },
      { inputs: [{ path: 'elsewhere', cache: false }] },
      {
        outputs: [
          output('a', false),
          { ...output('b'), kind: 'metrics', tolerance: { relative: 1 } },
        ],
      },
      { params: { 'params.yaml': { 'train.lr': 0.1 }, 'empty.yaml': {} } },
    ];
    for (const given of same) assert.equal(recipe(given), recipe(), JSON.stringify(given));
  });

  it('changes with everything that is', () => {
    const others: Partial<PlanStep>[] = [
      { commands: ['false'] },
      { commands: ['true', 'true'] },
      { shell: 'bash' },
      { workingFolder: 'sub' },
      { params: { 'params.yaml': { 'train.lr': 0.2 } } },
      { params: { 'other.yaml': { 'train.lr': 0.1 } } },
      { variables: { SEED: '2' } },
      { variables: {} },
      { outputs: [output('a')] },
    ];
    const all = new Set([recipe(), ...others.map((given) => recipe(given))]);
    all.add(recipe({}, { ...FACTS, lock: digestOf('another') }));
    all.add(recipe({}, { ...FACTS, inputTree: digestOf('another') }));
    assert.equal(all.size, others.length + 3);
  });
});

describe('a plan as a document', () => {
  const whole = read(WHOLE_PIPELINE, WHOLE_FILES).plan;

  it('comes back as it was', async () => {
    const store = memoryStore();
    const digest = value(await putPlan(store, whole));
    assert.equal(digest, digestOf(canonicalJson(whole as unknown as Json)));
    assert.deepEqual(value(await getPlan(store, digest)), JSON.parse(JSON.stringify(whole)));
  });

  it('is damage where any part is missing or something else', () => {
    const text = canonicalJson(whole as unknown as Json);
    assert.ok(parsePlan(text) !== null);
    const parts = [...Object.keys(whole), ...Object.keys(whole.steps[0] ?? {})];
    for (const key of new Set(parts)) {
      const without: unknown = JSON.parse(text, (name, member: unknown) =>
        name === key ? undefined : member,
      );
      assert.equal(parsePlan(JSON.stringify(without)), null, key);
    }
    for (const other of ['', 'null', '[]', '7', '"plan"', text.slice(0, -1)]) {
      assert.equal(parsePlan(other), null, other);
    }
    assert.equal(parsePlan(text.replace('"format":1', '"format":2')), null);
  });

  it('is damage where a path says what no pipeline file can: it leaves the project', () => {
    const one = step('a', ['in'], ['out'], { params: { 'params.yaml': { lr: 1 } } });
    const good = plan([one], { lock: 'a.lock', source: ['src/**'] });
    const inside = ['.', 'a b/é', '.dvc/x', '{a,b}/*.csv', 'x/..y', '**/*.py', 'a[0-9]', 'git'];
    const outside = ['../x', 'a/../../x', '/etc/x', '{a,../../x}', '..', '', 'a\0', '**/../../x'];
    const owned = [
      '.git/hooks/x',
      'sub/.reprise',
      '.GIT/config',
      'GIT~1/x',
      '.git. /x',
      '.g\u200cit/x',
    ];
    const place: ((path: string) => Plan)[] = [
      (path) => plan([step('a', [path], ['out'])]),
      (path) => plan([step('a', ['in'], [path])]),
      (path) => plan([{ ...one, workingFolder: path }]),
      (path) => plan([{ ...one, params: { [path]: { lr: 1 } } }]),
      (path) => ({ ...good, lock: path }),
      (path) => ({ ...good, folder: path }),
      (path) => ({ ...good, pipeline: path }),
      (path) => ({ ...good, source: ['src', path] }),
    ];
    for (const at of place) {
      for (const path of inside) assert.ok(parsePlan(JSON.stringify(at(path))), path);
      for (const path of [...outside, ...owned]) {
        assert.equal(parsePlan(JSON.stringify(at(path))), null, path);
      }
    }
  });

  it('is a failure that names it where the store has none, or something else', async () => {
    const store = memoryStore();
    const absent = digestOf('absent');
    assert.deepEqual(failure(await getPlan(store, absent)), {
      code: 'tree-missing',
      digest: absent,
    });
    const foreign = value(await store.putBytes(Buffer.from('{}')));
    assert.equal(failure(await getPlan(store, foreign)).code, 'tree-damaged');
  });
});

describe('a snapshot', () => {
  const parts = {
    plan: digestOf('plan'),
    sourceTree: digestOf('source'),
    steps: [{ name: 'a', recipe: digestOf('r'), outcome: digestOf('o') }],
  };

  it('is the digest of its parts and nothing beside them', () => {
    const more = { ...parts, steps: [{ ...parts.steps[0]!, durationMs: 5 }], label: 'v1' };
    assert.equal(snapshotDigest(more), snapshotDigest(parts));
    assert.equal(snapshotDigest(parts), digestOfJson({ format: 1, ...parts }));
    const other = { ...parts, steps: [{ ...parts.steps[0]!, outcome: digestOf('p') }] };
    assert.notEqual(snapshotDigest(other), snapshotDigest(parts));
  });
});

describe('digestOfOutput', () => {
  const file = (path: string): TreeEntry => ({
    path,
    kind: 'file',
    executable: false,
    size: 1,
    digest: digestOf(path),
  });
  const entries: TreeEntry[] = [
    file('m.json'),
    { path: 'out', kind: 'folder' },
    file('out/a'),
    file('p-1'),
    file('p-2'),
  ];

  it('is the digest of a plain file, of a tree for folders and patterns, null where there is nothing', () => {
    assert.equal(digestOfOutput(entries, 'm.json'), digestOf('m.json'));
    assert.equal(digestOfOutput(entries, 'out'), digestOf(encodeTree(entries.slice(1, 3))));
    assert.equal(digestOfOutput(entries, 'p-*'), digestOf(encodeTree(entries.slice(3))));
    assert.equal(digestOfOutput(entries, 'nothing'), null);
    assert.deepEqual(subTree(entries, 'out'), entries.slice(1, 3));
  });

  it('does not depend on what else lies in the outcome', () => {
    const folder = entries.slice(1, 3);
    assert.equal(digestOfOutput(folder, 'out'), digestOfOutput(entries, 'out'));
  });
});
