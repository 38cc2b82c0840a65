import assert from 'node:assert/strict';

import { digestOf } from '../../../src/base/digest';
import { canonicalJson } from '../../../src/base/json';
import type { Json } from '../../../src/base/json';
import { decodeTree, encodeTree, unsafePath } from '../../../src/store/tree';
import type { TreeEntry } from '../../../src/store/treeModel';

const file = (path: string): TreeEntry => ({
  path,
  kind: 'file',
  executable: path.endsWith('.sh'),
  size: path.length,
  digest: digestOf(path),
});

describe('a tree', () => {
  const entries: readonly TreeEntry[] = [
    file('Z'),
    file('a.sh'),
    file('a/"quoted"\\\u0001'),
    { path: 'b', kind: 'folder' },
    { path: 'ü', kind: 'link', target: '../\u2028 x' },
    file('\ufb01'), // sorts after the next one by code point, before it by code unit
    file('\u{1f600}'),
  ];

  it('is canonical JSON, sorted by code unit', () => {
    const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
    const expected = canonicalJson({ format: 1, entries: sorted as unknown as Json });
    assert.equal(encodeTree(entries).toString(), expected);
    assert.deepEqual(decodeTree(encodeTree(entries))?.entries, sorted);
    assert.equal(encodeTree([]).toString(), '{"entries":[],"format":1}');
  });

  it('holds no path twice', () => {
    assert.throws(() => encodeTree([file('a'), { path: 'a', kind: 'folder' }]), /twice/);
  });

  it('is not read from anything else', () => {
    const good = encodeTree([file('a'), file('b')]).toString();
    for (const text of [
      '',
      'null',
      '[]',
      '{"format":1}',
      good.replace('"format":1', '"format":2'),
      good.replace('"kind":"file"', '"kind":"pipe"'),
      good.replace('sha256:', 'md5:'),
      good.replace('"size":1', '"size":-1'),
      good.replace('"executable":false', '"executable":0'),
      good.replace('"path":"b"', '"path":"a"'),
      good.slice(0, -1),
    ]) {
      assert.equal(decodeTree(Buffer.from(text)), null, text);
    }
  });

  it('names the first path that leads out of its folder', () => {
    assert.equal(unsafePath(entries), null);
    assert.equal(unsafePath([file('a/b'), { path: 'a', kind: 'folder' }]), null);
    const link: TreeEntry = { path: 'a/l', kind: 'link', target: '/' };
    for (const path of [
      '',
      '/x',
      '../x',
      'a/..',
      'a/../b',
      'a//b',
      'a/',
      './a',
      '.',
      '..',
      'a\0',
    ]) {
      assert.equal(unsafePath([file('ok'), file(path)]), path);
    }
    assert.equal(unsafePath([file('a/l/x'), link]), 'a/l/x');
    assert.equal(unsafePath([link, file('a/l/deep/x')]), 'a/l/deep/x');
    assert.equal(unsafePath([file('f'), file('f/x')]), 'f/x');
  });
});
