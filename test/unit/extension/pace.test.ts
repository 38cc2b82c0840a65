import * as assert from 'node:assert/strict';

import { pauseAfter, piecesOf } from '../../../src/extension/runs/pace';

describe('the pace of a terminal', () => {
  it('takes what was printed in pieces, every byte once and in order', () => {
    for (const length of [0, 1, 32 * 1024, 256 * 1024 + 7]) {
      const bytes = Buffer.from(Array.from({ length }, (_, at) => at % 251));
      const pieces = [...piecesOf(bytes)];
      assert.ok(Buffer.concat(pieces).equals(bytes));
      assert.ok(pieces.every((piece) => piece.length > 0 && piece.length <= 32 * 1024));
    }
  });

  it('looks less often at what takes long to look at, and never too seldom', () => {
    assert.deepEqual([1, 60, 100, 10_000].map(pauseAfter), [300, 300, 500, 2000]);
  });
});
