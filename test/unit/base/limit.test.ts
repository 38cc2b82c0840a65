import assert from 'node:assert/strict';

import { mapLimited } from '../../../src/base/limit';

describe('mapLimited', () => {
  it('gives results in the order of the items, whichever ends first', async () => {
    const ends: (() => void)[] = [];
    const under = mapLimited([1, 2, 3], 3, async (item) => {
      await new Promise<void>((resolve) => ends.push(resolve));
      return item * 10;
    });
    for (const end of ends.reverse()) end();
    assert.deepEqual(await under, [10, 20, 30]);
  });

  it('has no more than so many under way', async () => {
    let [now, most] = [0, 0];
    await mapLimited(Array.from({ length: 20 }), 4, async () => {
      most = Math.max(most, ++now);
      await Promise.resolve();
      now--;
    });
    assert.equal(most, 4);
  });

  it('rejects where a task does, and takes no item as well as many', async () => {
    await assert.rejects(
      mapLimited([1], 2, () => Promise.reject(new Error('no'))),
      /no/,
    );
    assert.deepEqual(await mapLimited([], 3, () => Promise.resolve(1)), []);
  });
});
