import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { digestOf } from '../../../src/base/digest';
import { canClone, checkSpace } from '../../../src/snapshot/checkSpace';
import type { TreeEntry } from '../../../src/store/treeModel';
import { cannotRun } from '../../support/cannotRun';
import { temporaryFolder } from '../../support/temporary';

const MIB = 2 ** 20;

describe('the space that a load needs', () => {
  const file = (path: string, size: number): TreeEntry => {
    return { path, kind: 'file', executable: false, size, digest: digestOf(path) };
  };
  const entries = [
    file('large', 10 * MIB),
    file('small', MIB - 1),
    { path: 'd', kind: 'folder' } as const,
  ];

  it('is that of all files, where none can be cloned', () => {
    const folder = path.join(temporaryFolder(), 'new', 'one');
    const asked: string[] = [];
    const clones = (into: string): boolean => {
      asked.push(into);
      return false;
    };
    const needed = 11 * MIB - 1;
    assert.equal(checkSpace(folder, entries, { clones, free: needed }), null);
    assert.deepEqual(asked, [], 'nobody has to be asked where there is enough');
    const free = needed - 1;
    const failure = { code: 'not-enough-space', folder, needed, free };
    assert.deepEqual(checkSpace(folder, entries, { clones, free }), failure);
    assert.deepEqual(asked, [path.dirname(path.dirname(folder))]);
  });

  it('is that of the small ones, where large ones are cloned', () => {
    const folder = temporaryFolder();
    const clones = (): boolean => true;
    assert.equal(checkSpace(folder, entries, { clones, free: MIB - 1 }), null);
    const told = checkSpace(folder, entries, { clones, free: MIB - 2 });
    assert.deepEqual(told, { code: 'not-enough-space', folder, needed: MIB - 1, free: MIB - 2 });
  });

  it('is asked of the disk by a clone that leaves nothing behind', function () {
    if (process.platform !== 'linux')
      cannotRun(this, 'the cp of Linux tells whether there are clones');
    const folder = temporaryFolder();
    const from = path.join(folder, 'from');
    fs.writeFileSync(from, 'x'.repeat(5000));
    const cp = spawnSync('cp', ['--reflink=always', from, path.join(folder, 'to')]);
    fs.rmSync(path.join(folder, 'to'), { force: true });
    assert.equal(canClone(from, folder), cp.status === 0);
    assert.equal(canClone(path.join(folder, 'absent'), folder), false);
    assert.deepEqual(fs.readdirSync(folder), ['from']);
  });
});
