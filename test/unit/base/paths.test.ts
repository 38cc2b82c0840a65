import assert from 'node:assert/strict';
import * as path from 'node:path';

import {
  absoluteIn,
  byCodeUnit,
  isWithin,
  joinRelative,
  leaves,
  parentFinder,
  parentsOf,
  relativeTo,
} from '../../../src/base/paths';

describe('paths', () => {
  it('sort by UTF-16 code unit, not by any locale', () => {
    assert.deepEqual(['b', 'B', 'a', 'é', 'z', '_', '\u{1f600}', '\ufb33'].sort(byCodeUnit), [
      'B',
      '_',
      'a',
      'b',
      'z',
      'é',
      '\u{1f600}',
      '\ufb33',
    ]);
    assert.equal(byCodeUnit('a', 'a'), 0);
  });

  it('know what lies in a folder', () => {
    assert.ok(isWithin('a/b', 'a') && isWithin('a', 'a') && isWithin('x', '.'));
    assert.ok(!isWithin('ab', 'a') && !isWithin('a', 'a/b'));
  });

  it('are joined and tidied', () => {
    assert.equal(joinRelative('sub', '../x/./y/'), 'x/y');
    assert.equal(joinRelative('.', '.'), '.');
    assert.equal(joinRelative('a', '../../b'), '../b');
  });

  it('leave a folder only by going up', () => {
    assert.ok(leaves('..') && leaves('../a'));
    assert.ok(!leaves('..a') && !leaves('a/b'));
  });

  it('go between this machine and POSIX', () => {
    const root = path.resolve('/some/root');
    assert.equal(relativeTo(root, root), '.');
    assert.equal(relativeTo(root, path.join(root, 'a', 'b')), 'a/b');
    assert.equal(absoluteIn(root, 'a/b'), path.join(root, 'a', 'b'));
  });

  it('have parents, nearest first', () => {
    assert.deepEqual(parentsOf('a/b/c'), ['a/b', 'a']);
    assert.deepEqual(parentsOf('a'), []);
    const parentOf = parentFinder();
    const found = ['a/b/c', 'a/b/d', 'a/c', 'e', 'b/c', 'c/c', 'a/b', 'a/bc/d'].map(parentOf);
    assert.deepEqual(found, ['a/b', 'a/b', 'a', null, 'b', 'c', 'a', 'a/bc']);
  });
});
