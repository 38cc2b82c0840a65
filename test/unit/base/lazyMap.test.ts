import assert from 'node:assert/strict';

import { lazyMap } from '../../../src/base/lazyMap';

describe('a map made when it is asked', () => {
  it('is made once, by the first question, whichever it is', () => {
    const asks: readonly ((map: ReadonlyMap<string, number>) => unknown)[] = [
      (map) => map.size,
      (map) => map.get('a'),
      (map) => map.has('a'),
      (map) => map.forEach(() => undefined),
      (map) => [...map.keys()],
      (map) => [...map.values()],
      (map) => [...map.entries()],
      (map) => [...map],
    ];
    for (const ask of asks) {
      let made = 0;
      const plain = new Map([
        ['a', 1],
        ['b', 2],
      ]);
      const lazy = lazyMap(() => (made++, plain));
      assert.equal(made, 0);
      assert.deepEqual(ask(lazy), ask(plain));
      ask(lazy);
      assert.equal(made, 1);
    }
  });
});
