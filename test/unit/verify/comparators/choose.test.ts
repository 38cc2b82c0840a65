import * as assert from 'node:assert/strict';
import { Readable } from 'node:stream';

import { ok } from '../../../../src/base/result';
import type { Comparator } from '../../../../src/verify/comparators/comparator';
import { jsonComparator } from '../../../../src/verify/comparators/json';
import { textComparator } from '../../../../src/verify/comparators/text';
import { comparedFiles, fileSide, hugeSide, rule } from '../../../support/fileSides';

const sides = [fileSide('was'), fileSide('is')] as const;

function comparatorThat(compare: Comparator['compare']): Comparator {
  return { name: 'odd', most: Infinity, recognises: () => true, compare };
}

describe('choosing a comparator', () => {
  it('asks the first that recognises a file', async () => {
    const names: string[] = [];
    for (const [path, was] of [
      ['a.json', '{"a": 1}'],
      ['A.JSON', '[1]'],
      ['notes.md', 'words'],
      ['model.bin', Buffer.from([0, 1, 2])],
      ['broken.txt', Buffer.from([0x80, 0x81])],
    ] as const) {
      const judged = await comparedFiles(path, [fileSide(was), fileSide('[2]')], rule());
      names.push(judged.comparator);
    }
    assert.deepEqual(names, ['json', 'json', 'text', 'bytes', 'bytes']);
  });

  it('sees text where a head ends in the midst of a character', () => {
    const head = Buffer.from('häß').subarray(0, 4);
    assert.ok(textComparator.recognises({ path: 'x', heads: [head, head] }, rule()));
    assert.ok(!jsonComparator.recognises({ path: 'x.json.gz', heads: [head, head] }, rule()));
  });

  it('falls back to bytes, with a note, where a comparator throws', async () => {
    const throwing = comparatorThat(() => Promise.reject(new Error('out of luck')));
    const judged = await comparedFiles('x', sides, rule({ tolerance: { relative: 1 } }), [
      throwing,
    ]);
    assert.deepEqual([judged.verdict, judged.comparator], ['different', 'bytes']);
    assert.match(judged.notes.join(), /Not judged as odd: .*out of luck/);
    assert.ok(judged.differencesTotal > 0);
  });

  it('does not believe one that excuses without a rule', async () => {
    const generous = comparatorThat(() =>
      Promise.resolve({ verdict: 'equivalent', notes: [], differencesTotal: 0, differences: [] }),
    );
    const judged = await comparedFiles('x', sides, rule(), [generous]);
    assert.deepEqual([judged.verdict, judged.comparator], ['different', 'bytes']);
  });

  it('reads bytes in pieces of any length, and large files without holding them', async () => {
    const [was, is] = [Buffer.alloc(300_000, 1), Buffer.alloc(300_007, 1)];
    [was[0], is[0], is[150_000]] = [0, 0, 9];
    const judged = await comparedFiles('x', [hugeSide(was, 64_000), hugeSide(is, 50_021)], rule());
    assert.deepEqual(
      judged.differences.map(({ at, was: before, is: now }) => [at, before, now]),
      [
        ['byte 150000', '01', '09'],
        ['byte 300000', null, '01010101010101'],
      ],
    );
  });

  it('stays different where the bytes of one side turn out damaged', async () => {
    const damaged = {
      ...hugeSide(Buffer.from([0, 1])),
      stream: () =>
        Promise.resolve(
          ok(
            new Readable({
              read() {
                this.destroy(new Error('damaged'));
              },
            }),
          ),
        ),
    };
    const judged = await comparedFiles('x', [damaged, fileSide(Buffer.from([0, 2]))], rule());
    assert.equal(judged.verdict, 'different');
    assert.match(judged.notes.join(), /cannot be read/);
  });

  it('says that a rule was of no use for bytes', async () => {
    const binary = [fileSide(Buffer.from([0, 1])), fileSide(Buffer.from([0, 2]))] as const;
    const judged = await comparedFiles('x', binary, rule({ tolerance: { absolute: 9 } }));
    assert.equal(judged.verdict, 'different');
    assert.match(judged.notes.join(), /excused nothing/);
  });
});
