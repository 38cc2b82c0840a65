import assert from 'node:assert/strict';

import { columns } from '../../../src/present/columns';
import { ANSI } from '../../../src/present/paint';
import { changeText, deltaText, placeText, valueText } from '../../../src/present/values';

describe('values', () => {
  const moved = (was: number, is: number) => ({ file: 'f', at: null, was, is, delta: is - was });

  it('prints a number as JSON does, text in quotes, absence in words', () => {
    assert.equal(valueText(0.1), '0.1');
    assert.equal(valueText('a "b"'), '"a \\"b\\""');
    assert.equal(valueText(null), 'nothing');
    assert.equal(valueText({ a: [1] }), '{"a":[1]}');
    assert.equal(valueText('x'.repeat(100), 11), '"xxxx…xxxx"'.padEnd(11));
  });

  it('says only that something differs where neither value is known', () => {
    assert.equal(changeText({ was: null, is: null }), 'differs');
    assert.equal(changeText({ was: 1, is: null }), '1 → nothing');
    assert.equal(changeText({ was: 1, is: null, writtenNull: 'is' }), '1 → null');
  });

  it('tells how far a number moved, with a true minus and the share', () => {
    assert.equal(deltaText(moved(0.913, 0.907)), '−0.006 (−0.66 %)');
    assert.equal(deltaText(moved(-2, -1)), '+1 (+50 %)');
    assert.equal(deltaText(moved(0, 3)), '+3');
    assert.equal(deltaText({ ...moved(0, 0), delta: null }), '');
  });

  it('names a place by what the comparator counts', () => {
    assert.equal(placeText('3', 'text'), 'line 3');
    assert.equal(placeText('128', 'bytes'), 'byte 128');
    assert.equal(placeText('$.a', 'json'), '$.a');
    assert.equal(placeText('mode', 'bytes'), 'mode');
    assert.equal(placeText(null, 'bytes'), '');
  });

  it('aligns columns whatever their colours', () => {
    assert.deepEqual(
      columns(
        [
          ['a', 'x'],
          [ANSI.bad('bbb'), 'y'],
          ['ü', ''],
        ],
        '> ',
      ),
      ['> a    x', `> ${ANSI.bad('bbb')}  y`, '> ü'],
    );
  });
});
