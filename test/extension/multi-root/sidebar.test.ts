import assert from 'node:assert/strict';

import { api, rowsBelow, until } from '../support/outline';
import { folders } from '../support/workspace';

describe('the sidebar in a workspace of several folders', () => {
  it('has the pipelines of each, told apart by their folders', async () => {
    await until(() => {
      const { list } = api().pipelines;
      return list.length >= folders().length && list.every(({ view }) => view.head !== null)
        ? true
        : undefined;
    });
    const rows = await rowsBelow();
    assert.equal(rows.length, folders().length);
    for (const name of ['one', 'two']) {
      assert.ok(
        rows.some((row) => row.includes(`${name}/pipeline.yaml`)),
        rows.join('\n'),
      );
    }
  });
});
