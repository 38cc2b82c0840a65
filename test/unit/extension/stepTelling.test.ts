import * as assert from 'node:assert/strict';

import { StepTelling } from '../../../src/extension/runs/stepTelling';
import type { StepDetail } from '../../../src/records/pastModel';
import { stepDetail } from '../../support/pastFacts';

describe('what a terminal says of the steps themselves', () => {
  const place = { width: 7, at: 0 };
  const before = '\u001b[36mtrain   │\u001b[0m ';
  const waiting = stepDetail({
    name: 'train',
    status: 'waiting',
    startedAt: null,
    durationMs: null,
    attempts: 0,
  });
  const running: StepDetail = { ...waiting, status: 'running', attempts: 1 };

  it('is nothing before a step has begun', () => {
    const telling = new StepTelling();
    assert.equal(telling.began(waiting, 1, place), '');
    assert.equal(telling.ended(waiting, place), '');
    assert.equal(telling.isOver(waiting), false);
  });

  it('is that it began and why, and how long it took, each once', () => {
    const telling = new StepTelling();
    const step: StepDetail = { ...running, reason: { kind: 'never-run' } };
    assert.equal(telling.began(step, 1, place), `${before}▸ running (never run)\u001b[0m\r\n`);
    assert.equal(telling.began(step, 1, place), '');
    assert.equal(telling.ended(step, place), '');
    const done: StepDetail = { ...step, status: 'succeeded', durationMs: 2500 };
    assert.equal(telling.ended(done, place), `${before}\u001b[32m✓ 2.5 s\u001b[39m\u001b[0m\r\n`);
    assert.equal(telling.ended(done, place), '');
    assert.equal(telling.isOver(done), true);
  });

  it('tells each attempt, those that were over before anybody looked too', () => {
    const telling = new StepTelling();
    const third: StepDetail = { ...running, attempts: 3 };
    assert.match(telling.began(third, 1, place), /▸ running\u001b/);
    assert.match(telling.began(third, 2, place), /▸ running, attempt 2\u001b/);
    assert.match(telling.began(third, 3, place), /▸ running, attempt 3\u001b/);
    assert.equal(telling.began(third, 4, place), '');
  });

  const endings: readonly (readonly [Partial<StepDetail>, RegExp])[] = [
    [
      {
        status: 'failed',
        durationMs: 400,
        failure: { code: 'step-exit', step: 'train', exit: 2, signal: null },
      },
      /31m✗ failed \(exit 2\), 0\.4 s/,
    ],
    [{ status: 'reused', reusedFrom: 'r-1' }, /2m↺ reused from r-1/],
    [{ status: 'blocked', blockedBy: 'prepare' }, /33m⊘ not started, because prepare failed/],
    [{ status: 'cancelled', durationMs: 12_000 }, /33m■ cancelled, 12 s/],
  ];
  for (const [end, words] of endings) {
    it(`says of a step that it was ${end.status}`, () => {
      assert.match(new StepTelling().ended({ ...waiting, ...end }, place), words);
    });
  }
});
