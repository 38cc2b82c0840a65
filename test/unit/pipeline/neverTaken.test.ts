import * as assert from 'node:assert/strict';

import { holdsNeverTaken, isNeverTaken, neverTakenPart } from '../../../src/pipeline/neverTaken';
import { isLookalike } from '../../../src/pipeline/ownedName';

describe('isNeverTaken', () => {
  it('knows names of folders from names of files', () => {
    assert.ok(isNeverTaken('__pycache__', true) && !isNeverTaken('__pycache__', false));
    assert.ok(isNeverTaken('x.pyc', false) && !isNeverTaken('x.pyc', true));
    assert.ok(isNeverTaken('.git', false) && isNeverTaken('.git', true));
    assert.ok(holdsNeverTaken('a/.reprise/x') && !holdsNeverTaken('a/.reprised/x.py'));
  });

  it('knows names that another file system would take for ours', () => {
    for (const name of [
      '.GIT',
      '.Git',
      '.git.',
      '.git ',
      'git~1',
      '.REPRISE',
      'REPRIS~2',
      '.g\u200cit',
      '\u200d.git',
    ]) {
      assert.ok(isNeverTaken(name, true) && isNeverTaken(name, false) && isLookalike(name), name);
      assert.equal(neverTakenPart(`a/${name}/x`), name);
    }
    for (const name of ['.git', '.reprise']) {
      assert.ok(isNeverTaken(name, true) && !isLookalike(name), name);
    }
    for (const name of [
      'git',
      '.gitignore',
      'GIT',
      'x.git',
      '.git2',
      'git~',
      'reprise~1',
      '.reprises',
      'a~1',
    ]) {
      assert.ok(!isNeverTaken(name, true) && !isLookalike(name), name);
    }
  });

  it('takes the last name of a declared path for either', () => {
    const told = ['a/__pycache__', 'a/__pycache__/b', '**/*.pyc', 'odd.pyc/b', 'a/.gitignore'].map(
      neverTakenPart,
    );
    assert.deepEqual(told, ['__pycache__', '__pycache__', '*.pyc', null, null]);
  });
});
