import * as assert from 'node:assert/strict';

import type { Plan } from '../../../src/pipeline/model';
import { doubtsOf } from '../../../src/verify/doubts';
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
});
