import * as assert from 'node:assert/strict';

import type { FileComparison } from '../../../../src/verify/comparators/choose';
import type { Rule } from '../../../../src/verify/comparators/comparator';
import { CsvRows } from '../../../../src/verify/comparators/csvRows';
import { blocksOf, comparedFiles, fileSide, hugeSide, rule } from '../../../support/fileSides';

const judge = (
  was: string,
  is: string,
  by: Rule = rule(),
  path = 'm.csv',
): Promise<FileComparison> => comparedFiles(path, [fileSide(was), fileSide(is)], by);

const places = ({ differences }: FileComparison): unknown[] =>
  differences.map(({ at, was, is, delta }) => [at, was, is, delta]);

describe('comparing tables', () => {
  it('names row and column, both cells and how far they are apart', async () => {
    const judged = await judge(
      'epoch,loss,note\n1,0.5,a\n2,0.25,b\n3,0.125,c\n',
      'epoch,loss,note\n1,0.5,a\n2,0.75,B\n3\n4,0.1,d\n',
    );
    assert.equal(judged.comparator, 'table');
    assert.deepEqual(places(judged), [
      ['row 2, loss', '0.25', '0.75', 0.5],
      ['row 2, note', 'b', 'B', null],
      ['row 3', '3,0.125,c', '3', null],
      ['row 4', null, '4,0.1,d', null],
    ]);
  });

  it('tells digits apart that a double does not hold, unless bounds hold', async () => {
    const [was, is] = ['a\n0.12345678901234567890123\n', 'a\n0.12345678901234567890124\n'];
    const by = (absolute: number): Rule => rule({ tolerance: { columns: { a: { absolute } } } });
    assert.equal((await judge(was, is, by(1e-24))).verdict, 'different');
    assert.equal((await judge(was, is, by(1e-20))).verdict, 'equivalent');
    assert.equal((await judge('a\n1.0\n', 'a\n1\n', by(0))).verdict, 'equivalent');
  });

  it('says how far large numbers are apart where a report can hold it', async () => {
    const judged = await judge('a,b\n9007199254740993,1e300\n', 'a,b\n9007199254740995,-1e300\n');
    assert.deepEqual(places(judged), [
      ['row 1, a', '9007199254740993', '9007199254740995', 2],
      ['row 1, b', '1e300', '-1e300', null],
    ]);
  });

  it('excuses no byte order mark that one side alone has', async () => {
    const by = rule({ tolerance: { absolute: 1 } });
    const judged = await judge('\ufeffa,b\n1,2\n', 'a,b\n1,2.5\n', by);
    assert.equal(judged.verdict, 'different');
    assert.deepEqual(places(judged), [['byte order mark', 'U+FEFF', null, null]]);
    assert.equal((await judge('\ufeffa,b\n1,2\n', '\ufeffa,b\n1,2.5\n', by)).verdict, 'equivalent');
  });

  it('holds every other column to the letter', async () => {
    const by = rule({ tolerance: { columns: { loss: { absolute: 0.01 } } } });
    const judged = await judge('epoch,loss\n2,0.250\n', 'epoch,loss\n2.001,0.251\n', by);
    assert.equal(judged.verdict, 'different');
    assert.deepEqual(
      judged.differences.map(({ at }) => at),
      ['row 1, epoch'],
    );
  });

  it('lets the rule of a column count before that of the whole', async () => {
    const by = rule({ tolerance: { absolute: 1, columns: { strict: { absolute: 0 } } } });
    const judged = await judge('strict,loose\n1,1\n', 'strict,loose\n1.5,1.5\n', by);
    assert.deepEqual(
      judged.differences.map(({ at }) => at),
      ['row 1, strict'],
    );
  });

  it('applies no rule to cells whose columns have other names', async () => {
    const by = rule({ tolerance: { absolute: 1 }, ignore: { columns: ['a'] } });
    const judged = await judge('a,b\n1,1\n', 'b,a\n1.5,1.5\n', by);
    assert.deepEqual(
      judged.differences.map(({ at }) => at),
      ['header', 'row 1, column 1', 'row 1, column 2'],
    );
  });

  it('takes cells for what is written, at the very edge of bounds too', async () => {
    const by = rule({ tolerance: { columns: { loss: { absolute: 0.01 } } } });
    const cells = (loss: string): string => `loss\n${loss}\n`;
    assert.equal((await judge(cells('0.50'), cells('0.51'), by)).verdict, 'equivalent');
    assert.equal((await judge(cells('0.50'), cells('0.5100001'), by)).verdict, 'different');
  });

  it('tells an empty table from one of an empty row', async () => {
    const judged = await judge('', '\n', rule({ ignore: { columns: ['a'] } }));
    assert.deepEqual([judged.verdict, places(judged)], ['different', [['header', null, '', null]]]);
  });

  it('reads a cell as a number only where it is written as one', async () => {
    const by = rule({ tolerance: { absolute: 1e9, relative: 10 } });
    for (const [was, is] of [
      ['0x10', '16'],
      ['1_0', '10'],
      ['', '0'],
      ['true', '1'],
      ['1e999', '1'],
      ['9007199254740993', 'x'],
      ['-', '0'],
      ['1 2', '12'],
      ['12\t', '12.5'],
    ]) {
      const judged = await judge(`a,b\n${was},1\n`, `a,b\n${is},1\n`, by);
      assert.equal(judged.verdict, 'different', `${was} ${is}`);
    }
    for (const [was, is] of [
      ['1', '1.0'],
      ['+1', '1'],
      [' 1.5', '1.5 '],
      ['.5', '0.5'],
      ['1e3', '1000'],
      ['NaN', 'nan'],
      ['-Infinity', '-inf'],
      ['0.1234567890123456', '0.1234567890123457'],
    ]) {
      const judged = await judge(`a,b\n${was},1\n`, `a,b\n${is},1\n`, by);
      assert.equal(judged.verdict, 'equivalent', `${was} ${is}`);
    }
  });

  it('says that a column of a rule is not there', async () => {
    const by = rule({ ignore: { columns: ['tok'] } });
    const judged = await judge('took\n1\n', 'took\n2\n', by);
    assert.equal(judged.verdict, 'different');
    assert.match(judged.notes.join(), /no column tok/);
  });

  it('reads tabs in .tsv, and a byte order mark', async () => {
    const by = rule({ ignore: { columns: ['a'] } });
    const judged = await judge('\ufeffa\tb\n1\t2\n', '\ufeffa\tb\n9\t2\n', by, 'm.tsv');
    assert.equal(judged.verdict, 'equivalent');
  });

  it('says where only quotes differ', async () => {
    const judged = await judge('a\n"x"\n', 'a\nx\n');
    assert.equal(judged.verdict, 'different');
    assert.match(judged.notes.join(), /Every cell is the same/);
    assert.deepEqual(places(judged), [['line 2', '"x"', 'x', null]]);
  });
});

describe('rows of a table', () => {
  const rowsOf = async (text: string, lines = 1): Promise<(readonly string[])[]> => {
    const rows = new CsvRows(blocksOf(text, lines), ',');
    const found: (readonly string[])[] = [];
    for (let row = await rows.one(); row !== null; row = await rows.one()) found.push(row);
    return found;
  };

  it('are read with quotes, doubled quotes, and ends of lines in fields', async () => {
    for (const lines of [1, 2, 9]) {
      assert.deepEqual(await rowsOf('a,"b,c","d ""e""",\r\n"two\nlines",x\n\nlast,', lines), [
        ['a', 'b,c', 'd "e"', ''],
        ['two\nlines', 'x'],
        [],
        ['last', ''],
      ]);
    }
  });

  it('take a quote in the midst of a field as it stands', async () => {
    assert.deepEqual(await rowsOf('5" pipe,x\n'), [['5" pipe', 'x']]);
  });

  it('are doubted where one has no end', async () => {
    await assert.rejects(rowsOf('a\n"x\ny\n'), /a quote is not closed/);
    await assert.rejects(
      rowsOf(`a\n"${'x\n'.repeat(40_000)}"\n`, 50_000),
      /does not come to an end/,
    );
  });
});

describe('tables of any size', () => {
  const table = (of: (row: number) => string): string =>
    `id,x\n${Array.from({ length: 5000 }, (_, row) => `${row},${of(row)}\n`).join('')}`;

  it('are judged in pieces, whatever rows the pieces hold', async () => {
    const was = table((row) => (row % 3 === 0 ? `"${row}\n.5"` : `${row}.5`));
    const is = table((row) => (row % 3 === 0 ? `"${row}\n.5"` : `${row}.5000001`));
    for (const [piece, piece2] of [
      [1000, 3333],
      [64, 50_000],
    ]) {
      const sides = [hugeSide(was, piece), hugeSide(is, piece2)] as const;
      const judged = await comparedFiles('m.csv', sides, rule({ tolerance: { relative: 1e-6 } }));
      assert.deepEqual(places(judged), []);
      assert.match(judged.notes.join(), /3333 numbers excused/);
      const strict = await comparedFiles('m.csv', sides, rule());
      assert.equal(strict.differencesTotal, 3333);
      assert.equal(strict.differences[0]?.at, 'row 2, x');
    }
  });

  it('are read on where one side has more rows', async () => {
    const was = table(String);
    const sides = [hugeSide(was, 777), hugeSide(`${was}a,"b\nc"\nd,e\n`, 778)] as const;
    const judged = await comparedFiles('m.csv', sides);
    assert.deepEqual(places(judged), [
      ['row 5001', null, 'a,b\nc', null],
      ['row 5002', null, 'd,e', null],
    ]);
  });
});
