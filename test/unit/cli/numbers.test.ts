import assert from 'node:assert/strict';

import { atLeastOne, timeSpan } from '../../../src/cli/numbers';

describe('numbers in options', () => {
  it('takes whole numbers from one', () => {
    assert.equal(atLeastOne('12'), 12);
    for (const text of ['0', '-1', '1.5', '1e3', '', 'x', '9'.repeat(20)]) {
      assert.throws(() => atLeastOne(text), /whole number/, text);
    }
  });

  it('takes spans of time', () => {
    assert.deepEqual(
      ['0', '90s', '30m', '12h', '7d', '1.5h'].map(timeSpan),
      [0, 90_000, 1_800_000, 43_200_000, 604_800_000, 5_400_000],
    );
    for (const text of ['', '7', 'd', '-1d', '1w', '1 d']) {
      assert.throws(() => timeSpan(text), /takes a time/, text);
    }
  });
});
