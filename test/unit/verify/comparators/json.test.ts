import * as assert from 'node:assert/strict';

import { canonicalJson } from '../../../../src/base/json';
import type { Json } from '../../../../src/base/json';
import type { FileComparison } from '../../../../src/verify/comparators/choose';
import type { Rule } from '../../../../src/verify/comparators/comparator';
import { changeText } from '../../../../src/present/values';
import { comparedFiles, fileSide, rule } from '../../../support/fileSides';

const judge = (was: string, is: string, by: Rule = rule()): Promise<FileComparison> =>
  comparedFiles('m.json', [fileSide(was), fileSide(is)], by);

const places = ({ differences }: FileComparison): unknown[] =>
  differences.map(({ at, was, is, delta }) => [at, was, is, delta]);

describe('comparing JSON', () => {
  it('names the path, both values and how far they are apart', async () => {
    const judged = await judge(
      '{"loss": {"val": 0.25}, "odd key": "a", "list": [1, {"x": true}], "gone": {"a": 1}}',
      '{"loss": {"val": 0.5}, "odd key": "b", "list": [1, {"x": null}, 3], "new": 0}',
    );
    assert.deepEqual(places(judged), [
      ['$.loss.val', 0.25, 0.5, 0.25],
      ['$["odd key"]', 'a', 'b', null],
      ['$.list[1].x', true, null, null],
      ['$.list[2]', null, 3, null],
      ['$.gone', { a: 1 }, null, null],
      ['$.new', null, 0, null],
    ]);
    assert.equal(judged.differencesTotal, 6);
  });

  it('tells a null that is written from nothing at all', async () => {
    const judged = await judge(
      '{"a": null, "b": 1, "c": null, "d": null, "e": null, "f": 2}',
      '{"a": false, "b": null, "c": {"x": null}, "e": 3, "g": null}',
    );
    const words = judged.differences.map(
      (one) => `${one.at} ${changeText(one)} (${one.writtenNull ?? 'none'})`,
    );
    assert.deepEqual(words, [
      '$.a null → false (was)',
      '$.b 1 → null (is)',
      '$.c null → {"x":null} (was)',
      '$.d null → nothing (was)',
      '$.e null → 3 (was)',
      '$.f 2 → nothing (none)',
      '$.g nothing → null (is)',
    ]);
    assert.deepEqual(places(judged)[3], ['$.d', null, null, null]);
  });

  it('finds members in whatever order, nested and beside unequal ones', async () => {
    const judged = await judge(
      '{"a": {"p": 1, "q": [1, 2]}, "b": 2, "c": 3}',
      '{"c": 3, "b": 5, "a": {"q": [1, 7], "p": 1}}',
    );
    assert.deepEqual(places(judged), [
      ['$.a.q[1]', 2, 7, 5],
      ['$.b', 2, 5, 3],
    ]);
  });

  it('excuses no byte order mark that one side alone has', async () => {
    const judged = await judge('[1]', '\ufeff[1.5]', rule({ tolerance: { absolute: 1 } }));
    assert.equal(judged.verdict, 'different');
    assert.deepEqual(places(judged), [['byte order mark', null, 'U+FEFF', null]]);
  });

  it('says where only the spelling differs, and shows the lines', async () => {
    const judged = await judge('{"a": 1.0, "b": "\\u00e9"}\n', '{"b": "é", "a": 1}\n');
    assert.equal(judged.verdict, 'different');
    assert.match(judged.notes.join(), /Every value is the same/);
    assert.deepEqual(places(judged), [
      ['line 1', '{"a": 1.0, "b": "\\u00e9"}', '{"b": "é", "a": 1}', null],
    ]);
  });

  it('keeps the digits of numbers that no double holds', async () => {
    const judged = await judge('[9007199254740993, 1e999]', '[9007199254740995, 1]');
    assert.deepEqual(places(judged), [
      ['$[0]', '9007199254740993', '9007199254740995', 2],
      ['$[1]', '1e999', 1, null],
    ]);
  });

  it('makes differences that a report can hold, however large the numbers are', async () => {
    const judged = await judge(
      '{"a": 1e17, "b": [1], "c": 1.5, "d": 1e308, "e": "x"}',
      '{"a": 3e17, "b": {"n": 9007199254740993}, "c": 2e17, "d": -1e308, "e": [1e30]}',
    );
    assert.deepEqual(places(judged), [
      ['$.a', '1e17', '3e17', null],
      ['$.b', [1], '{"n": 9007199254740993}', null],
      ['$.c', 1.5, '2e17', null],
      ['$.d', '1e308', '-1e308', null],
      ['$.e', 'x', '[1e30]', null],
    ]);
    assert.doesNotThrow(() => canonicalJson(places(judged) as Json));
  });

  it('lets no rule for another place excuse digits that a double does not hold', async () => {
    const other = rule({ ignore: { paths: ['$.took'] } });
    const judged = await judge(
      '{"x": 0.12345678901234567890123, "took": 1}',
      '{"x": 0.12345678901234567890124, "took": 2}',
      other,
    );
    assert.equal(judged.verdict, 'different');
    assert.deepEqual(
      judged.differences.map(({ at, was }) => [at, was]),
      [['$.x', '0.12345678901234567890123']],
    );
  });

  it('shows the beginning of what is large', async () => {
    const judged = await judge('{"a": 1}', `{"a": "${'x'.repeat(5000)}"}`);
    assert.match(JSON.stringify(places(judged)), /^\[\["\$\.a",1,"\\"x{199}…",null\]\]$/);
  });

  it('excuses numbers within bounds and nothing beside them', async () => {
    const near = rule({ tolerance: { relative: 0.01 } });
    const judged = await judge(
      '{"x": 1.0, "big": 100, "k": "same"}',
      '{"x": 1.001, "big": 102, "k": "other"}',
      near,
    );
    assert.equal(judged.verdict, 'different');
    assert.deepEqual(
      judged.differences.map(({ at }) => at),
      ['$.big', '$.k'],
    );
    assert.match(judged.notes.join(), /1 number excused, furthest apart 0.001/);
  });

  it('does not look at an ignored path, whichever side has it', async () => {
    const by = rule({ ignore: { paths: ['$.meta', '$..took'] } });
    const judged = await judge(
      '{"meta": {"host": "a"}, "runs": [{"took": 1, "n": 1}, {"n": 2}]}',
      '{"runs": [{"n": 1}, {"n": 2, "took": "long"}]}',
      by,
    );
    assert.equal(judged.verdict, 'equivalent');
    assert.match(judged.notes.join(), /\$\.meta: not looked at, 1 of 1 place excused/);
    assert.match(judged.notes.join(), /\$\.\.took: not looked at, 2 of 2 places excused/);
  });

  it('lets the number of elements count, ignored or not', async () => {
    const judged = await judge(
      '{"log": [1, 2]}',
      '{"log": [7]}',
      rule({ ignore: { paths: ['$.log[*]'] } }),
    );
    assert.deepEqual(places(judged), [['$.log[1]', 2, null, null]]);
  });

  it('reads what a pattern leaves', async () => {
    const by = rule({ ignore: { patterns: ['"at": "[^"]*",'] }, tolerance: { absolute: 1 } });
    const judged = await judge('{"at": "10:00", "n": 1}', '{"at": "11:30", "n": 2}', by);
    assert.equal(judged.verdict, 'equivalent');
    assert.match(judged.notes.join(), /taken out in 1 place.*1 number excused/);
  });

  it('says what it cannot read', async () => {
    const judged = await judge('{"a": 1,}', '{"a": 1}', rule({ tolerance: { absolute: 1 } }));
    assert.equal(judged.comparator, 'bytes');
    assert.match(judged.notes.join(), /cannot be read as JSON/);
  });

  it('reads Python’s words for numbers, and a byte order mark', async () => {
    const judged = await judge('\ufeff[NaN, -Infinity, 1]', '\ufeff[NaN, -Infinity, 2]');
    assert.deepEqual(places(judged), [['$[2]', 1, 2, 1]]);
  });
});
