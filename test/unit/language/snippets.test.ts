import * as assert from 'node:assert/strict';

import { completeSnippets } from '../../../src/language/complete/snippets';
import { cursorPlace } from '../../../src/language/cursorPlace';

describe('whole pieces of a pipeline file', () => {
  it('are ranked, because an editor sorts what has one rank by the alphabet', () => {
    const text = 'steps:\n  ';
    const offered = completeSnippets(text, cursorPlace(text, text.length));
    assert.deepEqual(
      offered.map(({ label, rank }) => [label, rank]),
      [
        ['step', 0],
        ['matrix step', 1],
      ],
    );
  });
});
