import * as assert from 'node:assert/strict';

import { compareFiles } from '../../../../src/verify/comparators/choose';
import { Patterns } from '../../../../src/verify/comparators/patterns';
import { comparedFiles, fileSide, hugeSide, rule } from '../../../support/fileSides';

/** Takes longer on this text than anybody has. */
const ENDLESS = '(a+)+$';
const HOSTILE = `${'a'.repeat(60)}!`;

describe('ignore patterns', () => {
  const remove = async (text: string, patterns: readonly string[], mostMs = 10_000) => {
    const runner = new Patterns({ mostMs });
    try {
      const { bytes, counts } = await runner.takeOut(own(text), patterns);
      return [bytes.toString(), ...counts];
    } finally {
      await runner.close();
    }
  };

  it('are applied one after another, everywhere', async () => {
    assert.deepEqual(await remove('a1b2', ['\\d', 'b']), ['a', 2, 1]);
  });

  it('stand at lines with ^ and $, and take whole characters', async () => {
    assert.deepEqual(await remove('x\nat 🎈\ny', ['^at .$']), ['x\n\ny', 1]);
  });

  it('count no place where they match nothing', async () => {
    assert.deepEqual(await remove('abc', ['x*']), ['abc', 0]);
  });

  it('are given up where they would leave half a character', async () => {
    // the escaped hyphen keeps it from being read by code points
    await assert.rejects(remove('a🎈', ['a\\-?|\\udf88']), /half a character/);
  });

  it('are given up where they do not end', async () => {
    await assert.rejects(
      remove(HOSTILE, ['b', ENDLESS], 2000),
      /\(a\+\)\+\$ did not come to an end/,
    );
  });

  it('excuse nothing where they are no expressions', async () => {
    await assert.rejects(remove('a', ['(']), /not a regular expression/);
  });

  it('have their time for all files together', async () => {
    const patterns = new Patterns({ mostMs: 50 });
    const by = rule({ ignore: { patterns: [ENDLESS] } });
    for (const path of ['a.txt', 'b.txt', 'c.csv', 'd.json']) {
      const sides = [fileSide(HOSTILE), fileSide(`b\n${HOSTILE}`)] as const;
      const judged = await compareFiles(path, sides, by, { patterns, cancel: null });
      assert.deepEqual([judged.verdict, judged.comparator], ['different', 'bytes']);
      assert.match(judged.notes.join(), /did not come to an end/);
    }
    await patterns.close();
  });

  it('are ended by a cancel in the midst of a match', async () => {
    const cancel = new AbortController();
    const patterns = new Patterns({ cancel: cancel.signal, mostMs: 2 ** 30 });
    await patterns.takeOut(own('a'), ['a']);
    const asked = patterns.takeOut(own(HOSTILE), [ENDLESS]);
    cancel.abort();
    await assert.rejects(asked, /cancelled/);
    await assert.rejects(patterns.takeOut(own('a'), ['a']), /cancelled/);
    await patterns.close();
  });

  it('that may reach over the end of a line are applied to no more than fits into memory', async () => {
    const lines = 'a \n'.repeat(2 ** 22);
    const side = hugeSide(lines, 2 ** 22);
    const twice = {
      ...side,
      stream: () => hugeSide(lines.repeat(3), 2 ** 22).stream(),
    };
    const by = rule({ ignore: { patterns: ['\\s'] } });
    const judged = await comparedFiles('x.txt', [twice, fileSide('a')], by);
    assert.equal(judged.comparator, 'bytes');
    assert.match(judged.notes.join(), /over the ends of lines, which is done for at most 32 MiB/);
  });
});

/** Bytes that nobody else shares, because they are handed over. */
function own(text: string): Buffer {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  bytes.write(text);
  return bytes;
}
