import * as assert from 'node:assert/strict';

import { compareFiles } from '../../../../src/verify/comparators/choose';
import type { FileComparison } from '../../../../src/verify/comparators/choose';
import type { Rule } from '../../../../src/verify/comparators/comparator';
import { Excuses } from '../../../../src/verify/comparators/excuses';
import { lineDifferences } from '../../../../src/verify/comparators/lineDifferences';
import { removePatterns } from '../../../../src/verify/comparators/patterns';
import { seededRandom } from '../../../support/seededRandom';
import { fileSide, rule } from '../../../support/fileSides';

const judge = (was: string, is: string, by: Rule = rule()): Promise<FileComparison> =>
  compareFiles('log.txt', [fileSide(was), fileSide(is)], by);

const places = ({ differences }: FileComparison): unknown[] =>
  differences.map(({ at, was, is }) => [at, was, is]);

describe('comparing text', () => {
  it('lines up what was added and taken away', async () => {
    const judged = await judge('a\nb\nc\nd\ne\n', 'a\nc\nD\ne\nf\n');
    assert.deepEqual(places(judged), [
      ['line 2', 'b', null],
      ['line 4', 'd', 'D'],
      ['line 5', null, 'f'],
    ]);
  });

  it('shows ends of lines where they are what differs', async () => {
    assert.deepEqual(places(await judge('a\r\nb\n', 'a\nb')), [
      ['line 1', 'a\r\n', 'a\n'],
      ['line 2', 'b\n', 'b'],
    ]);
  });

  it('says how far a line that is a number moved', async () => {
    const { differences } = await judge('0.5\n', '0.75\n');
    assert.equal(differences[0]?.delta, 0.25);
  });

  it('says it exactly beyond 2^53, and not at all where no report can hold it', async () => {
    const { differences } = await judge(
      '9007199254740993\n1e300\n 7\n',
      '9007199254740996\n-1e300\n +9\n',
    );
    assert.deepEqual(
      differences.map(({ delta }) => delta),
      [3, null, 2],
    );
  });

  it('shows the part of a long line in which it differs', async () => {
    const long = 'x'.repeat(4000);
    const judged = await judge(`${long}1${long}\n`, `${long}2${long}\n`);
    const [was, is] = places(judged).flat().slice(1) as [string, string];
    assert.match(was, /^…x+1x+…$/);
    assert.match(is, /^…x+2x+…$/);
    assert.ok(was.length <= 302);
  });

  it('says that a tolerance is nothing for plain text', async () => {
    const judged = await judge('0.5\n', '0.5000001\n', rule({ tolerance: { relative: 1 } }));
    assert.equal(judged.verdict, 'different');
    assert.match(judged.notes.join(), /tolerance says nothing about plain text/);
  });

  it('compares by place where too much differs to align it', async () => {
    const was = Array.from({ length: 3000 }, (_, i) => `was ${i}\n`).join('');
    const is = Array.from({ length: 3001 }, (_, i) => `is ${i}\n`).join('');
    const judged = await judge(was, is);
    assert.equal(judged.differencesTotal, 3001);
    assert.match(judged.notes.join(), /by their place/);
  });

  it('never loses a line, whatever both texts are', () => {
    const random = seededRandom('lines');
    const below = (most: number): number => Math.floor(random() * most);
    const line = (): string => ['a', 'b', 'cc', '', 'a'][below(5)] ?? '';
    for (let round = 0; round < 500; round++) {
      const make = (): string =>
        Array.from({ length: below(8) }, line).join('\n') + (below(2) ? '\n' : '');
      const [was, is] = [make(), make()];
      const { list } = lineDifferences('f', Buffer.from(was), Buffer.from(is));
      assert.equal(list.total === 0, was === is, JSON.stringify([was, is]));
      const count = (side: 'was' | 'is'): number =>
        list.kept.filter((d) => d[side] !== null).length;
      const lengths = [was, is].map((text) => (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).length);
      assert.equal(count('was') - count('is'), (lengths[0] ?? 0) - (lengths[1] ?? 0));
    }
  });
});

describe('ignore patterns', () => {
  const remove = (texts: readonly [string, string], patterns: readonly string[], mostMs = 10_000) =>
    removePatterns(texts, patterns, { excuses: new Excuses(), mostMs });

  it('are applied one after another, everywhere', () => {
    assert.deepEqual(remove(['a1b2', 'ab3'], ['\\d', 'b']), { ok: true, value: ['a', 'a'] });
  });

  it('stand at lines with ^ and $, and take whole characters', () => {
    assert.deepEqual(remove(['x\nat 1\ny', 'x\nat 🎈\ny'], ['^at .$']), {
      ok: true,
      value: ['x\n\ny', 'x\n\ny'],
    });
  });

  it('are given up where they do not end', () => {
    const text = `${'a'.repeat(40)}!`;
    const removed = remove([text, `${text}!`], ['(a+)+$'], 50);
    assert.ok(!removed.ok);
    assert.match(removed.failure, /did not come to an end/);
  });

  it('excuse nothing where they are no expressions', () => {
    const removed = remove(['a', 'b'], ['(']);
    assert.ok(!removed.ok);
    assert.match(removed.failure, /not a regular expression/);
  });
});
