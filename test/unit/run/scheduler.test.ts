import * as assert from 'node:assert/strict';

import type { PlanStep } from '../../../src/pipeline/model';
import { runSteps } from '../../../src/run/scheduler';
import type { Schedule, StepEnd } from '../../../src/run/scheduler';
import { planStep } from '../../support/planStep';

const steps = (graph: Readonly<Record<string, readonly string[]>>): PlanStep[] =>
  Object.entries(graph).map(([name, needs]) => planStep({ name, needs }));

interface Played {
  readonly started: string[];
  readonly skipped: Record<string, string | null>;
  readonly most: number;
}

/** Plays a schedule; a step ends when all that can start has started, those in `ends` otherwise than `done`. */
async function play(
  graph: Readonly<Record<string, readonly string[]>>,
  options: Partial<Schedule> & { readonly ends?: Readonly<Record<string, StepEnd>> } = {},
): Promise<Played> {
  const started: string[] = [];
  const skipped: Record<string, string | null> = {};
  let [live, most] = [0, 0];
  await runSteps(steps(graph), {
    jobs: 2,
    keepGoing: false,
    pick: () => 0,
    stopped: () => false,
    execute: async ({ name }) => {
      started.push(name);
      most = Math.max(most, ++live);
      await Promise.resolve();
      live--;
      return options.ends?.[name] ?? 'done';
    },
    skip: ({ name }, because) => {
      skipped[name] = because;
    },
    ...options,
  });
  return { started, skipped, most };
}

describe('scheduler', () => {
  it('starts ready steps in plan order, after what they need, so many at once', async () => {
    const played = await play({ a: [], b: ['a'], c: [], d: ['b', 'c'], e: [] });
    assert.deepEqual(new Set(played.started), new Set(['a', 'b', 'c', 'd', 'e']));
    assert.ok(played.started.indexOf('b') > played.started.indexOf('a'));
    assert.equal(played.started.at(-1), 'd');
    assert.equal(played.most, 2);
    assert.deepEqual(played.skipped, {});
  });

  it('is the same every time with one job: plan order', async () => {
    const { started, most } = await play({ a: [], b: [], c: ['a'], d: [] }, { jobs: 1 });
    assert.deepEqual(started, ['a', 'b', 'c', 'd']);
    assert.equal(most, 1);
  });

  it('starts in another order where the dice say so', async () => {
    const { started } = await play(
      { a: [], b: [], c: [] },
      { jobs: 1, pick: (ready) => ready - 1 },
    );
    assert.deepEqual(started, ['c', 'b', 'a']);
  });

  it('starts nothing new after a failure, and says of every other step why', async () => {
    const played = await play(
      { a: [], b: ['a'], c: ['b'], d: [], e: [] },
      { jobs: 1, ends: { a: 'failed' } },
    );
    assert.deepEqual(played.started, ['a']);
    assert.deepEqual(played.skipped, { b: 'a', c: 'a', d: 'a', e: 'a' });
  });

  it('goes on with what does not need the failed step where asked to', async () => {
    const played = await play(
      { a: [], b: ['a'], c: [], d: ['c'] },
      { jobs: 1, keepGoing: true, ends: { a: 'failed' } },
    );
    assert.deepEqual(played.started, ['a', 'c', 'd']);
    assert.deepEqual(played.skipped, { b: 'a' });
  });

  it('starts nothing after a stop', async () => {
    let stopped = false;
    const played = await play(
      { a: [], b: [], c: ['a'] },
      {
        jobs: 1,
        stopped: () => stopped,
        execute: () => {
          stopped = true;
          return Promise.resolve('cancelled');
        },
      },
    );
    assert.deepEqual(played.skipped, { b: null, c: null });
  });

  it('counts a need that is no step of the plan as done', async () => {
    assert.deepEqual((await play({ a: ['elsewhere'] })).started, ['a']);
  });

  it('passes on what a step throws', async () => {
    await assert.rejects(
      play({ a: [] }, { execute: () => Promise.reject(new Error('bug')) }),
      /bug/,
    );
  });

  it('copes with a thousand steps that wait for one', async () => {
    const graph: Record<string, string[]> = { first: [] };
    for (let at = 0; at < 1000; at++) graph[`s${at}`] = ['first'];
    assert.equal((await play(graph, { jobs: 8 })).started.length, 1001);
  });
});
