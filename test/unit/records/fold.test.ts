import assert from 'node:assert/strict';

import type { RunEvent, RunEventBody } from '../../../src/records/events';
import { digestOf } from '../../../src/base/digest';
import { emptyRunState, foldEvents } from '../../../src/records/fold';

function events(...bodies: RunEventBody[]): RunEvent[] {
  return bodies.map((body, at) => ({ ...body, number: at + 1, at: 100 + at }));
}

const FAILURE = { code: 'step-exit', step: 'b', exit: 3, signal: null } as const;

const WHOLE = events(
  { type: 'started', run: 'r1', pipeline: 'p.yaml', version: null, steps: ['a', 'b', 'c', 'd'] },
  { type: 'captured', files: 3, bytes: 9, sourceTree: digestOf('s') },
  { type: 'step-reused', step: 'a', from: 'r0', recipe: digestOf('r'), outcome: digestOf('o') },
  {
    type: 'step-started',
    step: 'b',
    attempt: 1,
    log: 'logs/b/1.log',
    reason: { kind: 'never-run' },
  },
  { type: 'step-process', step: 'b', attempt: 1, pid: 7, startTime: null },
  { type: 'step-attempt-failed', step: 'b', attempt: 1, failure: FAILURE, retrying: true },
  { type: 'step-started', step: 'b', attempt: 2, log: 'logs/b/2.log', reason: null },
  { type: 'step-failed', step: 'b', failure: FAILURE, durationMs: 5 },
  { type: 'step-blocked', step: 'c', by: 'b' },
  { type: 'warning', warning: { code: 'products', paths: ['x'] } },
  { type: 'cancel-asked', by: 'file' },
  { type: 'step-cancelled', step: 'd' },
  { type: 'ended', status: 'cancelled', durationMs: 50 },
);

describe('foldEvents', () => {
  it('tells how a run and its steps stand', () => {
    const state = foldEvents(WHOLE);
    const steps = Object.entries(state.steps).map(([name, { status }]) => `${name} ${status}`);
    assert.deepEqual(steps, ['a reused', 'b failed', 'c blocked', 'd cancelled']);
    assert.deepEqual(state.steps['b'], {
      status: 'failed',
      attempt: 2,
      startedAt: 103,
      durationMs: 5,
      reason: null,
      log: 'logs/b/2.log',
      failure: FAILURE,
      blockedBy: null,
      reusedFrom: null,
    });
    assert.deepEqual(
      [state.run, state.status, state.startedAt, state.durationMs, state.cancelAsked, state.last],
      ['r1', 'cancelled', 100, 50, true, 13],
    );
    assert.deepEqual(state.warnings, [{ code: 'products', paths: ['x'] }]);
  });

  it('comes to the same in pieces, with events met twice, and leaves earlier states alone', () => {
    for (let at = 0; at <= WHOLE.length; at++) {
      const first = foldEvents(WHOLE.slice(0, at));
      const kept = structuredClone(first);
      assert.deepEqual(foldEvents(WHOLE.slice(Math.max(0, at - 2)), first), foldEvents(WHOLE));
      assert.deepEqual(first, kept);
    }
  });

  it('passes over an event that a later program wrote', () => {
    const unknown = { type: 'from-the-future', number: 1, at: 1 } as unknown as RunEvent;
    assert.deepEqual(foldEvents([unknown]), { ...emptyRunState(), last: 1 });
  });

  it('clears a failure once a later attempt succeeds', () => {
    const [started, , , first, , failed, second] = WHOLE;
    const succeeded = events({
      type: 'step-succeeded',
      step: 'b',
      attempts: 2,
      durationMs: 8,
      recipe: digestOf('r'),
      outcome: digestOf('o'),
    }).map((event) => ({ ...event, number: 8 }));
    const state = foldEvents([started!, first!, failed!, second!, ...succeeded]);
    const { status, failure, durationMs } = state.steps['b'] ?? {};
    assert.deepEqual([status, failure, durationMs], ['succeeded', null, 8]);
  });
});
