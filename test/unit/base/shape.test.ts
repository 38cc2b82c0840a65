import assert from 'node:assert/strict';

import * as shape from '../../../src/base/shape';
import type { Shape } from '../../../src/base/shape';

/** Values of every kind that JSON can hold, and some that it cannot. */
const VALUES: Readonly<Record<string, unknown>> = {
  text: 'a',
  'no text': '',
  whole: 3,
  minus: -1,
  fraction: 0.5,
  huge: 2 ** 53,
  'not a number': Number.NaN,
  infinite: Number.POSITIVE_INFINITY,
  true: true,
  false: false,
  null: null,
  'not there': undefined,
  list: ['a'],
  'empty list': [],
  object: { a: 'a' },
  'empty object': {},
};

function accepted(of: Shape): string[] {
  return Object.entries(VALUES)
    .filter(([, value]) => of(value))
    .map(([name]) => name);
}

describe('shape', () => {
  const { isText, isNumber } = shape;
  const cases: readonly (readonly [string, Shape, readonly string[]])[] = [
    ['isText', isText, ['text', 'no text']],
    ['isNumber', isNumber, ['whole', 'minus', 'fraction', 'huge']],
    ['isWhole', shape.isWhole, ['whole', 'minus']],
    ['isFlag', shape.isFlag, ['true', 'false']],
    ['isAnything', shape.isAnything, Object.keys(VALUES).filter((name) => name !== 'not there')],
    ['isOneOf', shape.isOneOf('a', 3, true, null), ['text', 'whole', 'true', 'null']],
    ['orNull', shape.orNull(isText), ['text', 'no text', 'null']],
    ['optional', shape.optional(isText), ['text', 'no text', 'not there']],
    ['listOf', shape.listOf(isText), ['list', 'empty list']],
    ['recordOf', shape.recordOf(isText), ['object', 'empty object']],
    ['objectOf', shape.objectOf({ a: isText }), ['object']],
    ['objectOf nothing', shape.objectOf({}), ['object', 'empty object']],
    ['isObject', shape.isObject, ['object', 'empty object']],
  ];
  for (const [name, of, wanted] of cases) {
    it(`${name} accepts its own and nothing else`, () => {
      assert.deepEqual(accepted(of), wanted);
    });
  }

  it('looks at every element, value and member', () => {
    assert.equal(shape.listOf(isText)(['a', 1]), false);
    assert.equal(shape.recordOf(isText)({ a: 'a', b: 1 }), false);
    const both = shape.objectOf({ a: isText, b: shape.optional(isNumber) });
    assert.deepEqual([{ a: 'a' }, { a: 'a', b: 1 }, { a: 'a', b: 'b' }, { b: 1 }].map(both), [
      true,
      true,
      false,
      false,
    ]);
  });

  it('lets members pass that a later writer may have added', () => {
    assert.ok(shape.objectOf({ a: isText })({ a: 'a', added: [{}] }));
  });
});
