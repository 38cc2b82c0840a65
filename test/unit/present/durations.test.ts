import assert from 'node:assert/strict';

import { durationText, elapsedText, exactTime, relativeTime } from '../../../src/present/durations';

describe('durations', () => {
  const durations: readonly [number, string][] = [
    [0, '0.0 s'],
    [420, '0.4 s'],
    [9_940, '9.9 s'],
    [9_960, '10 s'],
    [48_200, '48 s'],
    [59_600, '1:00'],
    [72_000, '1:12'],
    [3_599_400, '59:59'],
    [3_599_600, '1 h 00'],
    [7_500_000, '2 h 05'],
  ];
  for (const [milliseconds, text] of durations) {
    it(`${milliseconds} ms are ${text}`, () => assert.equal(durationText(milliseconds), text));
  }

  it('counts up in whole seconds', () => {
    assert.equal(elapsedText(-5), '0:00');
    assert.equal(elapsedText(7_999), '0:07');
    assert.equal(elapsedText(7_509_000), '2:05:09');
  });

  it('tells how long ago something was, and the date of what is long ago', () => {
    const now = Date.UTC(2026, 10, 24, 12);
    const ago = (minutes: number): string => relativeTime(now - minutes * 60_000, now);
    assert.deepEqual([0, 12, 120, 3 * 1440, 40 * 1440].map(ago), [
      'just now',
      '12 min ago',
      '2 h ago',
      '3 d ago',
      '2026-10-15',
    ]);
    assert.equal(relativeTime(now + 5000, now), 'just now', 'a clock that was set back');
  });

  it('tells a moment in UTC', () => {
    assert.equal(exactTime(Date.UTC(2026, 10, 24, 8, 57, 12)), '2026-11-24 08:57:12 UTC');
  });
});
