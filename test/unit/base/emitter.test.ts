import assert from 'node:assert/strict';

import { Emitter } from '../../../src/base/emitter';

describe('Emitter', () => {
  it('tells every listener until it is taken away', () => {
    const emitter = new Emitter<number>();
    const heard: string[] = [];
    const stop = emitter.on((value) => heard.push(`a${value}`));
    emitter.on((value) => heard.push(`b${value}`));
    emitter.fire(1);
    stop();
    emitter.fire(2);
    assert.deepEqual(heard, ['a1', 'b1', 'b2']);
  });

  it('lets a listener come and go while one is told', () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    const stop = emitter.on(() => {
      stop();
      emitter.on((value) => heard.push(value));
    });
    emitter.fire(1);
    assert.deepEqual(heard, []);
    emitter.fire(2);
    assert.deepEqual(heard, [2]);
  });
});
