import * as assert from 'node:assert/strict';

import { LookQueue } from '../../../src/extension/language/lookQueue';

describe('what waits to be looked at', () => {
  const all = (queue: LookQueue<string>): readonly (string | undefined)[] => {
    const taken: (string | undefined)[] = [];
    do taken.push(queue.next());
    while (taken.at(-1) !== undefined);
    return taken;
  };

  it('is taken as it came, each once, and what was only just opened before it', () => {
    const queue = new LookQueue<string>();
    queue.add('a', 'a', { first: false });
    queue.add('b', 'b', { first: false });
    assert.ok(!queue.hasFirst);
    queue.add('c', 'c', { first: true });
    queue.add('b', 'b, opened', { first: true });
    assert.ok(queue.hasFirst);
    assert.deepEqual(all(queue), ['c', 'b, opened', 'a', undefined]);
  });

  it('keeps its place where it changes meanwhile, and is gone where it was taken out', () => {
    const queue = new LookQueue<string>();
    queue.add('a', 'a', { first: false });
    queue.add('b', 'b', { first: true });
    queue.add('b', 'b, typed into', { first: false });
    queue.delete('a');
    assert.deepEqual(all(queue), ['b', undefined]);
    queue.add('b', 'b', { first: false });
    queue.delete('b');
    assert.deepEqual(all(queue), [undefined]);
  });
});
