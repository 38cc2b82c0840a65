import * as assert from 'node:assert/strict';

import {
  distance,
  readNumber,
  sameNumber,
  ulpDistance,
  within,
} from '../../../../src/verify/comparators/numbers';

const same = (a: string, b: string): boolean => sameNumber(readNumber(a), readNumber(b));

describe('numbers of a document', () => {
  it('are one value however they are spelt', () => {
    for (const [a, b] of [
      ['1', '1.0'],
      ['100', '1e2'],
      ['-0', '0'],
      ['0.1', '0.10'],
      ['NaN', 'NaN'],
      ['-Infinity', '-Infinity'],
      ['9007199254740993', '9007199254740993'],
      ['9007199254740992', '9007199254740992.0'],
      ['9007199254740993', '9007199254740993.00'],
      ['1e400', '10.0e399'],
      ['12.50e-3', '0.0125'],
    ] as const) {
      assert.ok(same(a, b), `${a} ${b}`);
    }
  });

  it('are told apart beyond 2^53 and beyond the largest double', () => {
    for (const [a, b] of [
      ['9007199254740993', '9007199254740992'],
      ['9007199254740993', '9007199254740992.0'],
      ['123456789012345678901234567890', '123456789012345678901234567891'],
      ['1e400', '2e400'],
      ['1e400', 'Infinity'],
      ['NaN', '0'],
      ['Infinity', '-Infinity'],
      ['0.12345678901234567890123', '0.12345678901234567890124'],
      ['1e-400', '5e-330'],
      ['1e-400', '0'],
      ['9007199254740992', '9007199254740992.3'],
      ['1e9007199254740992', '1e9007199254740993'],
      [`1e-${'9'.repeat(400)}`, `1e-${'9'.repeat(401)}`],
    ] as const) {
      assert.ok(!same(a, b), `${a} ${b}`);
    }
  });

  it('pass where any of the given bounds holds', () => {
    const pass = (a: string, b: string, bounds: object): boolean =>
      within(readNumber(a), readNumber(b), bounds);
    assert.ok(pass('1', '1.1', { relative: 0.1 }));
    assert.ok(!pass('1', '1.12', { relative: 0.1 }));
    assert.ok(pass('-1', '1', { absolute: 2 }));
    assert.ok(pass('1', '2', { relative: 1e-9, absolute: 1 }));
    assert.ok(pass('1', '1.0000000000000002', { ulp: 1 }));
    assert.ok(!pass('1', '1.0000000000000004', { ulp: 1 }));
    assert.ok(pass('0', '0', { relative: 0 }));
    assert.ok(!pass('0', '1e-300', { relative: 0.5 }));
    assert.ok(!pass('1', '1.1', {}));
  });

  it('pass by what is written where doubles are rounded to either side of a bound', () => {
    const pass = (a: string, b: string, bounds: object): boolean =>
      within(readNumber(a), readNumber(b), bounds);
    for (const [a, b, absolute] of [
      ['0.5', '0.51', 0.01],
      ['0.3', '0.4', 0.1],
      ['1000000.1', '1000000', 0.1],
      ['-2e-7', '1E-7', 3e-7],
      ['9007199254740993', '9007199254740995', 2],
      ['1', '1.00', 0],
    ] as const) {
      assert.ok(pass(a, b, { absolute }), `${a} ${b}`);
      assert.ok(!pass(a, `${b.replace(/E.*/, '')}001${/E.*/.exec(b)?.[0] ?? ''}`, { absolute }));
    }
    assert.ok(pass('0.09', '0.1', { relative: 0.1 }) && pass('-90', '-1e2', { relative: 0.1 }));
    assert.ok(!pass('0.0899999999999999999999', '0.1', { relative: 0.1 }));
    assert.ok(!pass('0.2', '0.30000000000000000001', { absolute: 0.1 }));
    assert.ok(!pass('1e-400', '2e-400', { absolute: 0 }) && pass('0', '0.0', { relative: 0 }));
    const [far, farther] = [`1e-${'9'.repeat(400)}`, `1e-${'9'.repeat(401)}`];
    assert.ok(!pass(far, farther, { absolute: 0 }) && pass(far, farther, { absolute: 1e-300 }));
  });

  it('pass by what lies between their digits where doubles do not tell them apart', () => {
    const [a, b] = ['0.12345678901234567890123', '0.12345678901234567890124'].map(readNumber);
    assert.ok(a && b);
    assert.equal(distance(a, b).absolute, 1e-23);
    assert.ok(within(a, b, { absolute: 1e-20 }) && within(a, b, { relative: 1e-20 }));
    assert.ok(!within(a, b, { absolute: 1e-24 }) && !within(a, b, { relative: 1e-24 }));
    assert.ok(!within(a, b, {}));
    const tiny = [readNumber('1e-400'), readNumber('5e-330')] as const;
    assert.ok(within(...tiny, { absolute: 1e-9 }) && within(...tiny, { ulp: 1 }));
    assert.ok(!within(...tiny, { relative: 0.5 }));
  });

  it('never pass where one is not finite', () => {
    for (const word of ['NaN', 'Infinity', '1e400']) {
      const bounds = { relative: 10, absolute: 1e308, ulp: Number.MAX_SAFE_INTEGER };
      assert.ok(!within(readNumber(word), readNumber('1'), bounds), word);
    }
    const ends = [readNumber('1.7e308'), readNumber('-1.7e308')] as const;
    assert.ok(!within(...ends, { relative: 1.9 }));
  });

  it('lie apart by what lies between them', () => {
    const apart = distance(readNumber('9007199254740993'), readNumber('9007199254740990'));
    assert.equal(apart.absolute, 3);
    assert.equal(distance(readNumber('2'), readNumber('1')).relative, 0.5);
    assert.equal(distance(readNumber('0'), readNumber('0')).relative, 0);
    assert.equal(ulpDistance(-Number.MIN_VALUE, Number.MIN_VALUE), 2);
    assert.equal(ulpDistance(0, -0), 0);
  });
});
