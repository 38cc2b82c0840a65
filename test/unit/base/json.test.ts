import assert from 'node:assert/strict';

import { canonicalJson, exactJson, exactNumber } from '../../../src/base/json';

describe('canonicalJson', () => {
  it('sorts keys by UTF-16 code unit, at every depth', () => {
    // RFC 8785, 3.2.3: a surrogate pair sorts before U+FB33.
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, ö: 7 };
    const keys = [...canonicalJson(value).matchAll(/:(\d)/g)].map(([, digit]) => digit);
    assert.equal(keys.join(''), '2467153');
    assert.equal(
      canonicalJson({ b: { d: 1, c: [2, { z: 1, y: 2 }] }, a: null }),
      '{"a":null,"b":{"c":[2,{"y":2,"z":1}],"d":1}}',
    );
  });

  it('prints numbers as ECMAScript does', () => {
    assert.equal(canonicalJson([1.0, 1e-7, -0, 4.5, 0.002, 1e-27]), '[1,1e-7,0,4.5,0.002,1e-27]');
  });

  it('leaves undefined members out and escapes only what has to be', () => {
    assert.equal(canonicalJson({ a: undefined, b: '\n"\\/\u2028é' }), '{"b":"\\n\\"\\\\/\u2028é"}');
  });

  it('refuses what a reader could not read back', () => {
    for (const wrong of [NaN, Infinity, -Infinity, 2 ** 53]) {
      assert.throws(() => canonicalJson({ a: [wrong] }), /canonical JSON/);
    }
  });
});

describe('exactNumber', () => {
  it('keeps a number that JSON holds exactly', () => {
    for (const value of [0, -1, 1.5, Number.MAX_SAFE_INTEGER, 1e-300])
      assert.equal(exactNumber(value), value);
  });

  it('gives the source text of any other', () => {
    assert.equal(exactNumber(Infinity), 'Infinity');
    assert.equal(exactNumber(9007199254740993, '9007199254740993'), '9007199254740993');
  });
});

describe('exactJson', () => {
  it('turns numbers that JSON would not hold into text, at every depth', () => {
    assert.deepEqual(exactJson({ a: [1, 2 ** 60, { b: Infinity }], c: null, d: 'x' }), {
      a: [1, '1152921504606847000', { b: 'Infinity' }],
      c: null,
      d: 'x',
    });
  });
});
