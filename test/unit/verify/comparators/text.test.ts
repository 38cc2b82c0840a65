import * as assert from 'node:assert/strict';
import { Readable } from 'node:stream';

import { ok } from '../../../../src/base/result';
import type { FileComparison } from '../../../../src/verify/comparators/choose';
import type { Rule } from '../../../../src/verify/comparators/comparator';
import { lineDifferences } from '../../../../src/verify/comparators/lineDifferences';
import { seededRandom } from '../../../support/seededRandom';
import { blocksOf, comparedFiles, fileSide, hugeSide, rule } from '../../../support/fileSides';

const judge = (was: string, is: string, by: Rule = rule()): Promise<FileComparison> =>
  comparedFiles('log.txt', [fileSide(was), fileSide(is)], by);

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

  it('never loses a line, whatever both texts are', async () => {
    const random = seededRandom('lines');
    const below = (most: number): number => Math.floor(random() * most);
    const line = (): string => ['a', 'b', 'cc', '', 'a'][below(5)] ?? '';
    for (let round = 0; round < 500; round++) {
      const make = (): string =>
        Array.from({ length: below(8) }, line).join('\n') + (below(2) ? '\n' : '');
      const [was, is] = [make(), make()];
      const { list } = await lineDifferences(
        'f',
        blocksOf(was, 1 + below(4)),
        blocksOf(is, 1 + below(4)),
      );
      assert.equal(list.total === 0, was === is, JSON.stringify([was, is]));
      const count = (side: 'was' | 'is'): number =>
        list.kept.filter((d) => d[side] !== null).length;
      const lengths = [was, is].map((text) => (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).length);
      assert.equal(count('was') - count('is'), (lengths[0] ?? 0) - (lengths[1] ?? 0));
    }
  });

  it('finds what was put in far before the end, and goes on from there', async () => {
    const lines = Array.from({ length: 60_000 }, (_, at) => `line ${at} ${at % 7 ? 'x' : ''}\n`);
    const now = [...lines];
    now[55_000] = 'changed\n';
    now.splice(40_000, 300);
    now.splice(10, 0, 'put in\n', 'too\n');
    for (const [a, b] of [
      [1000, 1000],
      [77, 30_000],
    ]) {
      const { list, byPlace } = await lineDifferences(
        'f',
        blocksOf(lines.join(''), a),
        blocksOf(now.join(''), b),
      );
      assert.equal(byPlace, false);
      assert.equal(list.total, 303);
      assert.deepEqual(
        list.kept.slice(0, 3).map(({ at, was, is }) => [at, was, is]),
        [
          ['line 11', null, 'put in'],
          ['line 12', null, 'too'],
          ['line 40001', 'line 40000 x', null],
        ],
      );
    }
  });

  it('shows a line of many bytes by the part that differs, in whole characters', async () => {
    const long = '🎈ä'.repeat(20_000);
    const judged = await judge(`${long}1${long}\n`, `${long}2${long}\n`);
    const [was, is] = places(judged).flat().slice(1) as [string, string];
    assert.match(was, /^…[^12\ufffd]+1[^12\ufffd]+…$/);
    assert.match(is, /^…[^12\ufffd]+2[^12\ufffd]+…$/);
    assert.ok(was.length <= 302);
  });
});

describe('texts of any size', () => {
  const log = (time: (line: number) => number): string =>
    Array.from({ length: 4000 }, (_, line) => `step ${line} in ${time(line)} s ä\n`).join('');

  it('are judged in pieces, patterns and all', async () => {
    const sides = [
      hugeSide(
        log((line) => line),
        501,
      ),
      hugeSide(
        log(() => 1.5),
        1999,
      ),
    ] as const;
    const by = rule({ ignore: { patterns: ['in [0-9.]+', ' s'] } });
    const judged = await comparedFiles('log.txt', sides, by);
    assert.deepEqual([judged.verdict, judged.comparator], ['equivalent', 'text']);
    assert.deepEqual(judged.notes, [
      'ignore pattern in [0-9.]+: taken out in 4000 places.',
      'ignore pattern  s: taken out in 4000 places.',
    ]);
    assert.equal((await comparedFiles('log.txt', sides)).differencesTotal, 4000);
  });

  it('are judged by bytes where they turn out to be no text', async () => {
    const broken = Buffer.concat([Buffer.from(log((line) => line)), Buffer.from([0xff])]);
    const judged = await comparedFiles('log.txt', [hugeSide(broken, 900), hugeSide('x\n')]);
    assert.deepEqual([judged.verdict, judged.comparator], ['different', 'bytes']);
    assert.match(judged.notes.join(), /not UTF-8/);
  });

  it('are doubted where their bytes turn out damaged, if a rule counts', async () => {
    const broken = function* (): Generator<Buffer> {
      yield Buffer.from('a\n');
      throw new Error('damaged');
    };
    const stream = () => Promise.resolve(ok(Readable.from(broken())));
    const sides = [{ ...hugeSide('a\n'), stream }, hugeSide('ab\n')] as const;
    for (const path of ['log.txt', 'm.csv', 'm.bin']) {
      const doubted = await comparedFiles(path, sides, rule({ ignore: { patterns: ['b'] } }));
      assert.equal(doubted.verdict, 'incomparable', path);
      assert.equal((await comparedFiles(path, sides)).verdict, 'different', path);
    }
  });
});
