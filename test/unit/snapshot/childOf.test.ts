import assert from 'node:assert/strict';

import { byCodeUnit } from '../../../src/base/paths';
import { childOf } from '../../../src/snapshot/folderListing';
import type { Listed, SeenFolder } from '../../../src/snapshot/folderListing';

const STAT = { size: 1, mtimeMs: 1, ctimeMs: 1, inode: 1, mode: 0o644 };

describe('the child of a folder that was seen', () => {
  it('is found by its name among all others, a folder not', () => {
    const kinds = {
      a: 'folder',
      'a-b': 'file',
      'a.b': 'file',
      a0: 'link',
      b: 'file',
      'b.c': 'other',
    };
    const folder = seen(kinds);
    for (const [name, kind] of Object.entries(kinds)) {
      assert.equal(childOf(folder, name)?.kind ?? 'folder', kind, name);
    }
    for (const name of ['', 'A', 'a-', 'a/', 'ab', 'b.', 'z', '\uffff']) {
      assert.equal(childOf(folder, name), null, name);
    }
    assert.equal(childOf(seen({}), 'a'), null);
  });
});

/** In the order in which a walk has them: a folder counts with the slash behind its name. */
function seen(kinds: Readonly<Record<string, string>>): SeenFolder {
  const keyOf = ({ name, kind }: Listed): string => (kind === 'folder' ? `${name}/` : name);
  const children = Object.entries(kinds).map(([name, kind]): Listed => ({
    name,
    path: name,
    kind: kind as Listed['kind'],
    stat: STAT,
  }));
  children.sort((one, other) => byCodeUnit(keyOf(one), keyOf(other)));
  const names = children.map(({ name }) => name);
  return { names, notUtf8: [], error: null, environment: false, children, neverTaken: [] };
}
