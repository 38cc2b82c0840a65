import assert from 'node:assert/strict';

import { digestFromHex, digestOf, digestOfJson, hexOf, isDigest } from '../../../src/base/digest';

const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

describe('digest', () => {
  it('is the sha256 of bytes, and of a text as UTF-8', () => {
    assert.equal(digestOf(''), `sha256:${EMPTY}`);
    assert.equal(digestOf('é'), digestOf(Buffer.from([0xc3, 0xa9])));
    assert.notEqual(digestOf('a'), digestOf('b'));
  });

  it('of JSON does not hang on the order of keys, but on that of lists', () => {
    assert.equal(digestOfJson({ a: 1, b: 2 }), digestOfJson({ b: 2, a: 1 }));
    assert.notEqual(digestOfJson([1, 2]), digestOfJson([2, 1]));
  });

  it('goes to hexadecimal digits and back', () => {
    assert.equal(hexOf(digestOf('')), EMPTY);
    assert.equal(digestFromHex(EMPTY), digestOf(''));
  });

  it('is known by its form', () => {
    assert.ok(isDigest(`sha256:${EMPTY}`));
    for (const wrong of [
      EMPTY,
      `sha256:${EMPTY.toUpperCase()}`,
      `sha256:${EMPTY}0`,
      'md5:00',
      7,
      null,
    ]) {
      assert.ok(!isDigest(wrong), String(wrong));
    }
  });
});
