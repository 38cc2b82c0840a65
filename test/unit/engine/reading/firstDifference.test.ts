import assert from 'node:assert/strict';

import { firstDifference } from '../../../../src/engine/reading/firstDifference';

/** Bytes in pieces of this size, as a stream gives them. */
async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    yield await Promise.resolve(bytes.subarray(at, at + size));
  }
}

const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, (_, at) => at % 251);

describe('the first difference of bytes', () => {
  for (const [a, b] of [
    [1, 7],
    [64, 64],
    [1000, 3],
  ] as const) {
    it(`is found in pieces of ${a} and ${b}, with the rows around it`, async () => {
      const was = bytes(1000);
      const is = was.with(700, 1);
      const found = await firstDifference(pieces(was, a), pieces(is, b));
      assert.equal(found.first, 700);
      assert.equal(found.from, 656);
      assert.deepEqual([...found.was], [...was.subarray(656, 784)]);
      assert.deepEqual([...found.is], [...is.subarray(656, 784)]);
    });
  }

  it('near the beginning, at the end, and where one side only goes on', async () => {
    const start = await firstDifference(pieces(bytes(40), 8), pieces(bytes(40).with(3, 99), 8));
    assert.deepEqual([start.first, start.from, start.was.length], [3, 0, 40]);
    const longer = await firstDifference(pieces(bytes(100), 16), pieces(bytes(130), 16));
    assert.deepEqual([longer.first, longer.from], [100, 64]);
    assert.deepEqual([longer.was.length, longer.is.length], [36, 66]);
    const empty = await firstDifference(pieces(bytes(0), 1), pieces(bytes(2), 1));
    assert.deepEqual([empty.first, empty.was.length, empty.is.length], [0, 0, 2]);
  });

  it('is none where there is none', async () => {
    const found = await firstDifference(pieces(bytes(300), 10), pieces(bytes(300), 11));
    assert.equal(found.first, null);
  });

  it('reads both to their ends, so that a stream that proves wrong is heard', async () => {
    async function* wrong(): AsyncGenerator<Uint8Array> {
      yield* pieces(bytes(500), 50);
      throw new Error('not the digest');
    }
    await assert.rejects(firstDifference(wrong(), pieces(bytes(10), 5)), /not the digest/);
  });
});
