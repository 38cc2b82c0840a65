import assert from 'node:assert/strict';
import * as path from 'node:path';

import { reprise } from '../support/extension';
import { folders } from '../support/workspace';

describe('in a workspace of two folders', () => {
  it('the extension is active, and both are there', () => {
    assert.ok(reprise().isActive);
    assert.deepEqual(
      folders().map((folder) => path.basename(folder)),
      ['one', 'two'],
    );
  });
});
