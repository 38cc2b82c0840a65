import assert from 'node:assert/strict';

import { changedRows } from '../../../../src/engine/reading/changedRows';

const rows = (was: string, is: string, delimiter = ',') =>
  changedRows(Buffer.from(was), Buffer.from(is), delimiter);

describe('changed rows', () => {
  it('are those that differ, with what changed in each column before them', async () => {
    const table = await rows(
      'id,price,sold\n1,10,yes\n2,20,yes\n3,30,yes\n',
      'id,price,sold\n1,10,yes\n2,20.5,no\n3,29,yes\n',
    );
    assert.deepEqual(table.columns, [
      { name: 'price', cells: 2, largest: '−1' },
      { name: 'sold', cells: 1, largest: '' },
    ]);
    assert.deepEqual(table.rows, [
      { row: 2, was: ['2', '20', 'yes'], is: ['2', '20.5', 'no'] },
      { row: 3, was: ['3', '30', 'yes'], is: ['3', '29', 'yes'] },
    ]);
    assert.deepEqual([table.total, table.size, table.otherHeader], [2, { was: 3, is: 3 }, null]);
  });

  it('stand alone where the other side has none', async () => {
    const table = await rows('a\n1\n', 'a\n1\n2\n');
    assert.deepEqual(table.rows, [{ row: 2, was: null, is: ['2'] }]);
    assert.deepEqual(table.size, { was: 1, is: 2 });
  });

  it('are counted in all, and the first two hundred shown', async () => {
    const lines = Array.from({ length: 500 }, (_, at) => String(at));
    const table = await rows(
      `a\n${lines.join('\n')}\n`,
      `a\n${lines.map((one) => `${one}.5`).join('\n')}\n`,
    );
    assert.deepEqual([table.total, table.rows.length, table.columns[0]?.cells], [500, 200, 500]);
  });

  it('of a wide table are shown by the first column and those that changed', async () => {
    const wide = Array.from({ length: 40 }, (_, at) => `c${at}`);
    const values = wide.map((_, at) => String(at));
    const table = await rows(
      `${wide.join('\t')}\n${values.join('\t')}\n`,
      `${wide.join('\t')}\n${values.with(30, 'x').join('\t')}\n`,
      '\t',
    );
    assert.deepEqual(table.header, ['c0', 'c30']);
    assert.deepEqual(table.rows, [{ row: 1, was: ['0', '30'], is: ['0', 'x'] }]);
  });

  it('tell of another header', async () => {
    const { otherHeader } = await rows('a,b\n1,2\n', 'a,c\n1,2\n');
    assert.deepEqual(otherHeader, ['a', 'c']);
  });
});
