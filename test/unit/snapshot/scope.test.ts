import assert from 'node:assert/strict';

import { isOutput, outputScope } from '../../../src/snapshot/outputScope';
import { mayBeParentOf, mayHoldMatch } from '../../../src/snapshot/patternFolders';
import { splitBySize } from '../../../src/snapshot/splitBySize';
import type { ScannedFile } from '../../../src/snapshot/scan';

describe('outputScope', () => {
  const scope = outputScope(['m.json', 'out', 'parts/*.csv']);

  it('tells an output itself from what lies in one', () => {
    const told = ['m.json', 'out', 'out/a/b', 'parts/a.csv', 'parts/a/b.csv', 'outer', 'parts'].map(
      scope,
    );
    assert.deepEqual(told, ['own', 'own', 'inside', 'inside', null, null, null]);
  });

  it('leaves tracked files to the source tree where they lie in an output', () => {
    const told = ['m.json', 'out/README', 'parts/a.csv'].map((path) => [
      isOutput(scope, { path, tracked: true }),
      isOutput(scope, { path, tracked: false }),
    ]);
    assert.deepEqual(told, [
      [true, true],
      [false, true],
      [false, true],
    ]);
  });
});

describe('mayHoldMatch', () => {
  const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['*.csv', ['.'], ['a', 'a/b']],
    ['a/*/c.csv', ['a', 'a/x'], ['b', 'a/x/y', 'a/.x']],
    ['a/**/c.csv', ['a', 'a/x', 'a/x/y/z'], ['b', 'b/a', 'a/.x', 'a/x/.y/z']],
    ['**/.hidden/*', ['a', '.hidden', 'a/.other'], []],
    ['{a/b,c}/x', ['a', 'a/b', 'c', 'a/b/c'], []],
    ['x[ab]/y', ['xa', 'xb'], ['xc']],
  ];

  it('tells the folders that have to be walked from those that need not be', () => {
    for (const [pattern, yes, no] of cases) {
      const may = mayHoldMatch(pattern);
      assert.deepEqual(
        yes.filter((folder) => !may(folder)),
        [],
        pattern,
      );
      assert.deepEqual(no.filter(may), [], pattern);
    }
  });

  it('knows the parents of an output that is written out', () => {
    const isParent = mayBeParentOf('a/b/c.txt');
    assert.deepEqual(['a', 'a/b', 'a/b/c.txt', 'a/x', 'ab'].map(isParent), [
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('splitBySize', () => {
  const mega = 2 ** 20;
  const file = (path: string, size: number, tracked = false): ScannedFile => ({
    path,
    kind: 'file',
    stat: { size, mtimeMs: 0, ctimeMs: 0, inode: 0, mode: 0 },
    target: null,
    tracked,
    ignored: false,
  });
  const names = (files: readonly ScannedFile[]): string[] => files.map(({ path }) => path);

  it('puts aside what is over 10 MiB by itself, never what is tracked', () => {
    const files = [file('b', 10 * mega + 1), file('a', 10 * mega), file('t', 99 * mega, true)];
    const { small, large } = splitBySize(files);
    assert.deepEqual([names(small), names(large)], [['a', 't'], ['b']]);
  });

  it('puts the largest of the rest aside until it is no more than 200 MiB', () => {
    const files = Array.from({ length: 25 }, (_, at) => file(`f${10 + at}`, 9 * mega));
    files.push(file('larger', 10 * mega), file('tracked', 10 * mega, true));
    const { small, large } = splitBySize(files);
    assert.deepEqual(names(large), ['f10', 'f11', 'f12', 'larger']);
    assert.equal(small.length, 23);
  });
});
