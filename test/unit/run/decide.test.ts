import * as assert from 'node:assert/strict';

import { digestOf } from '../../../src/base/digest';
import type { Digest } from '../../../src/base/digest';
import {
  changedPaths,
  chooseOutcome,
  contradictionOf,
  reasonsBetween,
} from '../../../src/run/decide';
import type { KnownOutcome } from '../../../src/run/decide';
import { recipeOf } from '../../../src/snapshot/recipe';
import type { PlanStep } from '../../../src/pipeline/model';
import type { TreeEntry } from '../../../src/store/treeModel';
import { planStep } from '../../support/planStep';

const [KEY, OTHER_KEY, TREE, OTHER_TREE, ONE, TWO] = ['k', 'o', 't', 'u', '1', '2'].map((text) =>
  digestOf(text),
) as [Digest, Digest, Digest, Digest, Digest, Digest];

const known = (run: string, more: Partial<KnownOutcome> = {}): KnownOutcome => ({
  run,
  outcome: ONE,
  environmentKey: KEY,
  sourceTree: TREE,
  ...more,
});

describe('decide', () => {
  it('chooses the newest outcome under the same environment key', () => {
    const list = [known('3', { environmentKey: OTHER_KEY }), known('2'), known('1')];
    const want = { environmentKey: KEY, mode: 'full' as const };
    assert.equal(chooseOutcome(list, want)?.known.run, '2');
    assert.equal(chooseOutcome([list[0]!], want), null);
    assert.equal(chooseOutcome([], want), null);
  });

  it('takes no account of the key, or of anything, where asked to', () => {
    const list = [known('3', { environmentKey: OTHER_KEY })];
    const choose = (mode: 'recipe' | 'none') => chooseOutcome(list, { environmentKey: KEY, mode });
    assert.equal(choose('recipe')?.known.run, '3');
    assert.equal(choose('none'), null);
  });

  it('prefers the same key also where only the recipe counts', () => {
    const list = [known('3', { environmentKey: OTHER_KEY }), known('2')];
    const choice = chooseOutcome(list, { environmentKey: KEY, mode: 'recipe' });
    assert.equal(choice?.known.run, '2');
  });

  it('says so where the same start had another outcome', () => {
    const want = { environmentKey: KEY, mode: 'full' as const };
    const both = [known('2'), known('1', { outcome: TWO })];
    assert.equal(chooseOutcome(both, want)?.contradictedBy, '1');
    const elsewhere = [known('2'), known('1', { outcome: TWO, sourceTree: OTHER_TREE })];
    assert.equal(chooseOutcome(elsewhere, want)?.contradictedBy, null);
    const older = [known('3', { sourceTree: OTHER_TREE }), ...both];
    assert.equal(chooseOutcome(older, want)?.contradictedBy, '1', 'wherever on record');
  });

  it('looks at each outcome on record a few times, however many there are', () => {
    let looks = 0;
    const many = Array.from({ length: 5000 }, (_, at) => ({
      ...known(String(at)),
      get environmentKey() {
        looks += 1;
        return KEY;
      },
    }));
    const want = { environmentKey: KEY, mode: 'full' as const };
    assert.equal(chooseOutcome(many, want)?.contradictedBy, null);
    assert.ok(looks < 10 * many.length, `${looks} looks`);
  });

  it('names every path whose entry is another one, came or went', () => {
    const file = { path: 'f', kind: 'file', executable: false, size: 1, digest: ONE } as const;
    const link = { path: 'l', kind: 'link', target: 'f' } as const;
    const was: TreeEntry[] = [{ path: 'd', kind: 'folder' }, file, link];
    assert.deepEqual(changedPaths(was, [...was].reverse()), []);
    const others: TreeEntry[] = [
      { ...file, digest: TWO },
      { ...file, executable: true },
      { ...file, size: 2 },
      { path: 'f', kind: 'folder' },
      { ...link, path: 'f' },
    ];
    for (const other of others) assert.deepEqual(changedPaths([file], [other]), ['f']);
    assert.deepEqual(changedPaths([link], [{ ...link, target: 'g' }]), ['l']);
    assert.deepEqual(changedPaths([file, link], [{ path: 'd', kind: 'folder' }, file]), ['d', 'l']);
  });

  it('finds no contradiction without an equal start', () => {
    const now = { outcome: TWO, environmentKey: KEY, sourceTree: TREE };
    assert.equal(contradictionOf([known('1')], now), '1');
    assert.equal(contradictionOf([known('1', { outcome: TWO })], now), null);
    assert.equal(contradictionOf([known('1', { environmentKey: OTHER_KEY })], now), null);
    assert.equal(
      contradictionOf([known('1', { sourceTree: null })], { ...now, sourceTree: null }),
      null,
    );
  });

  describe('reasonsBetween', () => {
    const base = planStep({
      name: 's',
      params: { 'params.yaml': { lr: 0.1, epochs: 3 } },
      variables: { REGION: 'south' },
      outputs: [{ path: 'o', kind: null, cache: true, tolerance: null, ignore: null }],
    });
    const file = (path: string, text: string): TreeEntry => ({
      path,
      kind: 'file',
      executable: false,
      size: text.length,
      digest: digestOf(text),
    });
    const asked = (step: PlanStep, inputs: TreeEntry[] = [], lock: Digest | null = null) => ({
      recipe: recipeOf(step, { inputTree: digestOf(JSON.stringify(inputs)), lock }),
      inputs,
    });
    const kinds = (step: PlanStep) => reasonsBetween(asked(base), asked(step));

    it('is empty where the same is asked', () => assert.deepEqual(kinds(base), []));

    it('names inputs that changed, came and went', () => {
      const was = asked(base, [file('a', '1'), file('b', '1'), file('c', '1')]);
      const is = asked(base, [file('a', '1'), file('b', '2'), file('d', '1')]);
      assert.deepEqual(reasonsBetween(was, is), [{ kind: 'input', paths: ['b', 'c', 'd'] }]);
    });

    it('names params with what they were and are', () => {
      assert.deepEqual(kinds({ ...base, params: { 'params.yaml': { lr: 0.2, new: true } } }), [
        { kind: 'param', key: 'epochs', was: 3, is: null },
        { kind: 'param', key: 'lr', was: 0.1, is: 0.2 },
        { kind: 'param', key: 'new', was: null, is: true },
      ]);
    });

    it('names variables, command, shell, outputs and lock', () => {
      assert.deepEqual(kinds({ ...base, variables: { REGION: 'north' } }), [
        { kind: 'variable', name: 'REGION', was: 'south', is: 'north' },
      ]);
      assert.deepEqual(kinds({ ...base, commands: ['false'] }), [
        { kind: 'command', part: 'commands' },
      ]);
      assert.deepEqual(kinds({ ...base, shell: 'bash' }), [{ kind: 'command', part: 'shell' }]);
      assert.deepEqual(kinds({ ...base, outputs: [] }), [{ kind: 'command', part: 'outputs' }]);
      assert.deepEqual(kinds({ ...base, workingFolder: 'sub' }), [
        { kind: 'command', part: 'working-folder' },
      ]);
      assert.deepEqual(reasonsBetween(asked(base), asked(base, [], ONE)), [
        { kind: 'lock', path: null },
      ]);
    });
  });
});
