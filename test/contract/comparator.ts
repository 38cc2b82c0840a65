import * as assert from 'node:assert/strict';

import type { FileComparison } from '../../src/verify/comparators/choose';
import { MOST_DIFFERENCES } from '../../src/verify/comparators/comparator';
import type { Comparator, Rule } from '../../src/verify/comparators/comparator';
import { comparedFiles, fileSide, goneSide, hugeSide, rule } from '../support/fileSides';

type Content = string | Buffer;

/** What a comparator brings to the suite. */
export interface ComparatorSamples {
  readonly comparator: Comparator;
  /** A path that it recognises. */
  readonly path: string;
  /** Pairs that no rule of these excuses. */
  readonly different: readonly (readonly [Content, Content])[];
  /** Pairs that a rule excuses, and words of the rule that its note must hold. */
  readonly excused: readonly {
    readonly was: Content;
    readonly is: Content;
    readonly rule: Rule;
    readonly says: string;
  }[];
  /** Pairs that it must not judge. */
  readonly doubtful: readonly (readonly [Content, Content])[];
  /** A pair with this many differences, more than are listed. */
  readonly many: { readonly was: Content; readonly is: Content; readonly count: number };
}

/** Rules that excuse next to nothing, so that a comparator is asked whether it excuses more than that. */
const NARROW: readonly Rule[] = [
  rule({ tolerance: { relative: 0 } }),
  rule({ tolerance: { absolute: 0 } }),
  rule({ ignore: { paths: ['$.absent'] } }),
  rule({ ignore: { patterns: ['absent-everywhere'] } }),
  rule({ ignore: { columns: ['absent'] } }),
];

/** What every comparator promises. */
export function comparatorContract(samples: ComparatorSamples): void {
  const { comparator, path, different, excused, doubtful, many } = samples;

  const judge = (was: Content, is: Content, by: Rule = rule()): Promise<FileComparison> =>
    comparedFiles(path, [fileSide(was), fileSide(is)], by, [comparator]);

  it('is not asked about equal digests', async () => {
    for (const [was] of different) await assert.rejects(judge(was, was), /equal digests/);
  });

  it('excuses nothing without a rule', async () => {
    const pairs = [...different, ...excused.map(({ was, is }) => [was, is] as const)];
    for (const [was, is] of pairs) {
      const judged = await judge(was, is);
      assert.equal(judged.verdict, 'different', `${String(was)} | ${String(is)}`);
      assert.equal(judged.comparator, comparator.name);
      assert.ok(judged.differencesTotal > 0 && judged.differences.length > 0);
    }
  });

  it('excuses no more than a rule says', async () => {
    for (const [was, is] of different) {
      for (const narrow of NARROW) {
        const judged = await judge(was, is, narrow);
        assert.equal(judged.verdict, 'different', `${String(was)} | ${JSON.stringify(narrow)}`);
      }
    }
  });

  it('says which rule excused a difference', async () => {
    for (const { was, is, rule: by, says } of excused) {
      for (const [one, other] of [
        [was, is],
        [is, was],
      ] as const) {
        const judged = await judge(one, other, by);
        assert.equal(judged.verdict, 'equivalent', `${String(one)} | ${String(other)}`);
        assert.equal(judged.comparator, comparator.name);
        assert.ok(judged.notes.join(' ').includes(says), judged.notes.join(' '));
        assert.deepEqual([judged.differencesTotal, judged.differences], [0, []]);
        if (comparator.most < Infinity) continue;
        const huge = [hugeSide(one, 2), hugeSide(other, 3)] as const;
        assert.deepEqual(await comparedFiles(path, huge, by, [comparator]), judged);
      }
    }
  });

  it('counts every difference and lists the first ones', async () => {
    const judged = await judge(many.was, many.is);
    assert.equal(judged.differencesTotal, many.count);
    assert.equal(judged.differences.length, MOST_DIFFERENCES);
    assert.ok(judged.differences.every(({ file, at }) => file === path && at !== null));
  });

  it('leaves what it doubts to bytes, with a note', async () => {
    for (const [was, is] of doubtful) {
      for (const by of [rule(), rule({ tolerance: { relative: 1 } })]) {
        const judged = await judge(was, is, by);
        assert.deepEqual([judged.verdict, judged.comparator], ['different', 'bytes']);
        assert.match(judged.notes.join(' '), new RegExp(`Not judged as ${comparator.name}: `));
      }
    }
  });

  it('reads files of any size in pieces, or leaves what is too large for it to bytes', async () => {
    const [was, is] = different[0] as readonly [Content, Content];
    if (comparator.most === Infinity) {
      const huge = await comparedFiles(path, [hugeSide(was), hugeSide(is)], rule(), [comparator]);
      return assert.deepEqual([huge.verdict, huge.comparator], ['different', comparator.name]);
    }
    const large = { ...fileSide(was), size: comparator.most + 1 };
    const judged = await comparedFiles(path, [large, fileSide(is)], rule(), [comparator]);
    assert.deepEqual([judged.verdict, judged.comparator], ['different', 'bytes']);
    assert.match(judged.notes.join(' '), /larger than/);
  });

  it('judges bytes that are gone by what their digests prove', async () => {
    const [was, is] = different[0] as readonly [Content, Content];
    const sides = [goneSide(String(was)), fileSide(is)] as const;
    const proven = await comparedFiles(path, sides, rule(), [comparator]);
    assert.equal(proven.verdict, 'different');
    const doubted = await comparedFiles(path, sides, rule({ tolerance: { relative: 1 } }), [
      comparator,
    ]);
    assert.equal(doubted.verdict, 'incomparable');
  });

  it('comes to the same judgement again, and from the other side', async () => {
    for (const [was, is] of different) {
      const [first, again] = [await judge(was, is), await judge(was, is)];
      assert.deepEqual(first, again);
      assert.equal((await judge(is, was)).verdict, first.verdict);
    }
  });
}
