import assert from 'node:assert/strict';

import { reprise } from '../support/extension';

describe('beside a pipeline file that cannot be read', () => {
  it('the extension activates all the same', () => {
    assert.ok(reprise().isActive);
  });
});
