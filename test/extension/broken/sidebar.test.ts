import assert from 'node:assert/strict';

import { api, rowsBelow, until } from '../support/outline';
import { folder } from '../support/workspace';

describe('the sidebar beside a pipeline file that is broken', () => {
  it('counts its problems, and goes on showing the others', async () => {
    await until(() => {
      const { list } = api().pipelines;
      return list.length === 2 && list.every(({ view }) => view.head !== null) ? true : undefined;
    });
    const head = api().pipelines.of(`${folder()}/pipeline.yaml`)?.view.head;
    assert.ok((head?.errors ?? 0) > 0);
    const rows = await rowsBelow();
    assert.equal(rows.filter((row) => /: \d+ problems? · /.test(row)).length, 1, rows.join('\n'));
  });

  it('asks nothing of a file that cannot run', async () => {
    const pipeline = await until(() => {
      const view = api().pipelines.of(`${folder()}/pipeline.yaml`)?.view;
      return view?.standing.state === 'unknown' && view.past !== null ? view : undefined;
    });
    assert.deepEqual(pipeline.standing, { state: 'unknown' });
  });
});
