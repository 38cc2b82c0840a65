import assert from 'node:assert/strict';

import {
  countText,
  listText,
  shortDigest,
  shortened,
  sizeText,
} from '../../../src/present/amounts';

describe('amounts', () => {
  const sizes: readonly [number, string][] = [
    [0, '0 B'],
    [812, '812 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [1234, '1.2 kB'],
    [9949, '9.9 kB'],
    [9951, '10 kB'],
    [34_000_000, '34 MB'],
    [999_600, '1.0 MB'],
    [4_294_967_296, '4.3 GB'],
    [2e15, '2000 TB'],
  ];
  for (const [bytes, text] of sizes) {
    it(`${bytes} bytes are ${text}`, () => assert.equal(sizeText(bytes), text));
  }

  it('counts with the noun in its number', () => {
    assert.equal(countText(1, 'step'), '1 step');
    assert.equal(countText(0, 'step'), '0 steps');
    assert.equal(countText(2, 'box', 'boxes'), '2 boxes');
  });

  it('names the first few of many', () => {
    assert.equal(listText(['a', 'b']), 'a, b');
    assert.equal(listText(['a', 'b', 'c', 'd'], 2), 'a, b and 2 more');
  });

  it('keeps both ends of what it shortens', () => {
    assert.equal(shortened('abcdefghij', 5), 'ab…ij');
    assert.equal(shortened('abcde', 5), 'abcde');
  });

  it('shortens a digest to twelve digits', () => {
    assert.equal(shortDigest(`sha256:0123456789abcdef${'0'.repeat(48)}`), '0123456789ab');
  });
});
