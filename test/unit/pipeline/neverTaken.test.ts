import * as assert from 'node:assert/strict';

import { holdsNeverTaken, isNeverTaken, neverTakenPart } from '../../../src/pipeline/neverTaken';

describe('isNeverTaken', () => {
  it('knows names of folders from names of files', () => {
    assert.ok(isNeverTaken('__pycache__', true) && !isNeverTaken('__pycache__', false));
    assert.ok(isNeverTaken('x.pyc', false) && !isNeverTaken('x.pyc', true));
    assert.ok(isNeverTaken('.git', false) && isNeverTaken('.git', true));
    assert.ok(holdsNeverTaken('a/.reprise/x') && !holdsNeverTaken('a/.reprised/x.py'));
  });

  it('takes the last name of a declared path for either', () => {
    const told = ['a/__pycache__', 'a/__pycache__/b', '**/*.pyc', 'odd.pyc/b', 'a/.gitignore'].map(
      neverTakenPart,
    );
    assert.deepEqual(told, ['__pycache__', '__pycache__', '*.pyc', null, null]);
  });
});
