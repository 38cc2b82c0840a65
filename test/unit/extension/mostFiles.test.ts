import * as assert from 'node:assert/strict';

import { firstFiles, MOST_FILES } from '../../../src/extension/pipelines/mostFiles';
import { viewMessage } from '../../../src/present/outline/viewMessage';

describe('a window with very many pipeline files', () => {
  const names = (count: number): string[] =>
    Array.from({ length: count }, (_, at) => `/${String(count - at).padStart(4, '0')}`);

  it('shows the first ones, and knows that there are more', () => {
    const { files, isMore } = firstFiles(names(MOST_FILES + 1));
    assert.deepEqual([files.length, files[0], isMore], [MOST_FILES, '/0001', true]);
  });

  it('shows all where that are not too many', () => {
    const { files, isMore } = firstFiles(names(MOST_FILES));
    assert.deepEqual([files.length, files.at(-1), isMore], [MOST_FILES, '/0500', false]);
  });

  it('says so above the tree, beside what else there is to say', () => {
    assert.equal(viewMessage({ restricted: false, more: null }), '');
    const more = viewMessage({ restricted: false, more: MOST_FILES });
    assert.match(more, /^There are more than 500 pipeline files here, and only 500 are shown\./);
    const both = viewMessage({ restricted: true, more: MOST_FILES });
    assert.match(both, /^Restricted Mode: .* not run\. There are more than 500 /);
  });
});
