import assert from 'node:assert/strict';

import { alignDecimals } from '../../../../src/present/reportPage/alignDecimals';
import { valueRows } from '../../../../src/present/reportPage/valueRows';
import { middlePath, visibleText } from '../../../../src/present/reportPage/visibleText';

const figures = (text: string): string => text.replaceAll('\u2007', '_');

describe('texts of the report page', () => {
  it('write out what would hide: turned directions, blanks of no width, control characters', () => {
    assert.equal(visibleText('a\u202egpj.exe'), 'a\\u{202e}gpj.exe');
    assert.equal(visibleText('a\u200bb\u2066c'), 'a\\u{200b}b\\u{2066}c');
    assert.equal(visibleText('end\r\n\u0007\u001b[31m'), 'end␍␊\\u{7}␛[31m');
    assert.equal(visibleText('a\u2028b\ud800'), 'a\\u{2028}b\\u{d800}');
  });

  it('leave alone what a person wrote: tabs, accents, other scripts', () => {
    for (const text of ['a\tb', 'é 漢字 שלום', '<b>&amp;</b>', '😀']) {
      assert.equal(visibleText(text), text);
    }
  });

  it('shorten a path in its middle, by whole folders where that is enough', () => {
    assert.equal(middlePath('a/b.txt', 20), 'a/b.txt');
    assert.equal(middlePath('data/2026/11/24/shard/part.csv', 24), 'data/…/24/shard/part.csv');
    assert.equal(middlePath('data/2026/11/24/shard/part.csv', 16), 'data/…/part.csv');
    const long = middlePath(`models/${'x'.repeat(80)}.bin`, 30);
    assert.equal(long.length, 30);
    assert.match(long, /^models\/x*…x+\.bin$/);
  });

  it('bring decimal points into one line, and leave what is no number', () => {
    assert.deepEqual(alignDecimals(['0.913', '29.88', '7', '"text"']).map(figures), [
      '0.913',
      '29.88_',
      '7____',
      '"text"',
    ]);
    assert.deepEqual(alignDecimals(['1e-7', '−0.25', '']).map(figures), ['1e-7', '−0.25', '']);
  });

  it('tell of each value how far it moved, and how much that is beside the others', () => {
    const moved = (at: string, was: number, is: number) => ({
      file: 'm.json',
      at,
      was,
      is,
      delta: is - was,
    });
    const text = { file: 'm.json', at: '$.name', was: 'a', is: 'b', delta: null };
    const rows = valueRows([moved('$.loss', 2, 3), moved('$.acc', 1, 0.75), text], 'json');
    assert.deepEqual(
      rows.map(({ place, was, is, delta, share, number, bar }) => [
        place,
        figures(was),
        figures(is),
        figures(delta),
        figures(share),
        number,
        bar,
      ]),
      [
        ['loss', '2', '3___', '+1___', '(+50 %)', true, 1],
        ['acc', '1', '0.75', '−0.25', '(−25 %)', true, 0.5],
        ['name', '"a"', '"b"', '', '', false, 0],
      ],
    );
  });
});
