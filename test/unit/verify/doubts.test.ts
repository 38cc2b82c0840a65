import * as assert from 'node:assert/strict';

import { digestOf } from '../../../src/base/digest';
import type { Plan, PlanStep } from '../../../src/pipeline/model';
import { doubtsOf, doubtsOfLeft } from '../../../src/verify/doubts';
import { planStep } from '../../support/planStep';

const PLAN: Plan = {
  format: 1,
  pipeline: 'pipeline.yaml',
  name: null,
  python: null,
  lock: null,
  folder: '.',
  source: null,
  steps: [
    planStep({
      name: 'a',
      inputs: [
        { path: 'big', cache: false },
        { path: 'small.txt', cache: true },
      ],
    }),
    planStep({ name: 'b' }),
  ],
};

describe('doubts about a re-run', () => {
  it('hold for the steps that ran while the project changed', () => {
    const doubts = doubtsOf(
      [{ code: 'project-changed', paths: ['1', '2', '3', '4'], steps: ['b'] }],
      PLAN,
    );
    assert.deepEqual(
      [...doubts],
      [['b', ['While it ran, the project itself changed: 1, 2, 3, ….']]],
    );
  });

  it('hold for every step where an environment leads back into the project', () => {
    const doubts = doubtsOf([{ code: 'not-redirected', paths: ['.venv/x.pth'] }], PLAN);
    assert.deepEqual([...doubts.keys()], ['a', 'b']);
  });

  it('hold where an input changed that the room shares, not where a step changed its own copy', () => {
    const warning = { code: 'input-changed-during-step', step: 'a', paths: ['big/1'] } as const;
    assert.deepEqual([...doubtsOf([warning], PLAN)], []);
    assert.deepEqual(
      [...doubtsOf([{ ...warning, shared: true }], PLAN)],
      [['a', ['An input that the room shares with the workspace changed: big/1.']]],
    );
  });

  it('are no more than the warnings that make them', () => {
    assert.deepEqual([...doubtsOf([{ code: 'products', paths: ['x'] }], PLAN)], []);
  });

  it('hold where an output was left otherwise than the first run left it', () => {
    const outputs = (...paths: readonly string[]): PlanStep['outputs'] =>
      paths.map((path) => ({ path, kind: null, cache: true, tolerance: null, ignore: null }));
    const plan = {
      ...PLAN,
      steps: [planStep({ name: 'a', outputs: outputs('a', 'x.txt') }), planStep({ name: 'b' })],
    };
    const [one, two] = [digestOf('1'), digestOf('2')];
    const of = (was: object, is: object): unknown =>
      Object.fromEntries(
        doubtsOfLeft(plan, new Map(Object.entries(was)), new Map(Object.entries(is))),
      );
    assert.deepEqual(of({ 'x.txt': one }, { 'x.txt': one }), {});
    assert.deepEqual(of({ 'x.txt': one }, {}), {}, 'somebody may have edited it by hand');
    for (const [was, is] of [
      [{ 'x.txt': one }, { 'x.txt': two }],
      [{}, { 'x.txt': two }],
      [{ 'x.txt': null }, { 'x.txt': null }],
      [{}, { 'a/2': one }],
    ] as const) {
      const why = Object.keys(is).join();
      assert.deepEqual(of(was, is), {
        a: [`After it had ended, its output changed, and not as in the saved run: ${why}.`],
      });
    }
  });
});
