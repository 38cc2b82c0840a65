import * as assert from 'node:assert/strict';

import { notInGitText } from '../../../src/present/saveText';

describe('what a clone would lack', () => {
  it('is said with how many files, the first of them, and what to do', () => {
    assert.equal(
      notInGitText('v1.0', ['a.csv', 'b.csv', 'c.csv', 'd.csv']),
      '4 files of v1.0 are in no commit yet: a.csv, b.csv, c.csv and 1 more. Git carries the lists of a ' +
        'version, not the bytes: until they are committed, a clone cannot load it.',
    );
    assert.match(
      notInGitText('v1.0', ['a.csv']) ?? '',
      /^1 file of v1\.0 is in no commit yet: a\.csv\. /,
    );
  });

  it('is not said where there is nothing, or no git', () => {
    assert.equal(notInGitText('v1.0', []), null);
    assert.equal(notInGitText('v1.0', null), null);
  });
});
