import assert from 'node:assert/strict';

import { canonicalJson, exactJson, exactNumber } from '../../../src/base/json';
import type { Json } from '../../../src/base/json';
import { seededRandom } from '../../support/seededRandom';

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

  it('keeps keys in their place that an object would move', () => {
    const proto = JSON.parse('{"z":1,"__proto__":{"b":2,"a":[{"10":1,"9":2}]}}') as Json;
    assert.equal(canonicalJson(proto), '{"__proto__":{"a":[{"10":1,"9":2}],"b":2},"z":1}');
    assert.equal(canonicalJson({ b: 0, '9': 1, '10': 2, a: 3 }), '{"10":2,"9":1,"a":3,"b":0}');
    assert.equal(canonicalJson([{ '2': 'x' }, { '1a': 1, '1': 2 }]), '[{"2":"x"},{"1":2,"1a":1}]');
  });

  it('writes what a plain loop would write, whatever the value', () => {
    const random = seededRandom('canonical');
    const dice = (sides: number): number => Math.floor(random() * sides);
    for (let count = 0; count < 500; count++) {
      const value = anyValue(dice, 0);
      const before = JSON.stringify(value);
      assert.equal(canonicalJson(value), plainly(value), before);
      assert.equal(JSON.stringify(value), before);
    }
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

function anyValue(dice: (sides: number) => number, depth: number): Json {
  const keys = ['a', 'b', 'B', 'é', '1', '10', '9x', '__proto_', 'toJSON', '\ud83d', '"', ''];
  switch (dice(depth > 3 ? 4 : 6)) {
    case 0:
      return [null, true, false][dice(3)] ?? null;
    case 1:
      return [0, -0, 1.5, 1 / 3, -7, 1e-9][dice(6)] ?? 0;
    case 2:
    case 3:
      return keys[dice(keys.length)] ?? '';
    case 4:
      return Array.from({ length: dice(4) }, () => anyValue(dice, depth + 1));
    default:
      return Object.fromEntries(
        Array.from({ length: dice(6) }, () => [
          keys[dice(keys.length)],
          dice(9) === 0 ? undefined : anyValue(dice, depth + 1),
        ]),
      ) as Json;
  }
}

function plainly(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(plainly).join(',')}]`;
  const members = Object.entries(value as Readonly<Record<string, Json | undefined>>)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${plainly(member as Json)}`).join(',')}}`;
}
