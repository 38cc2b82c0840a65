import * as assert from 'node:assert/strict';

import { must, openRig } from '../../support/rig';

describe('files that come and go under a store', () => {
  it('file-vanished: a file that is gone before it is taken', async () => {
    const { root, store } = openRig();
    const taken = await store.takeFiles(root, [{ path: 'gone.txt', stat: null, keep: true }], {
      cached: false,
    });
    assert.deepEqual(taken, { ok: false, failure: { code: 'file-vanished', path: 'gone.txt' } });
  });

  it('file-exists: nothing is restored over a file that is there', async () => {
    const rig = openRig({ 'a.txt': 'kept' });
    const { root, store } = rig;
    const options = { cached: false };
    const [file] = must(
      await store.takeFiles(root, [{ path: 'a.txt', stat: null, keep: true }], options),
    );
    assert.ok(file);
    rig.write({ 'a.txt': 'mine' });
    const { digest, size, executable } = file;
    const restored = await store.restore(
      root,
      [{ kind: 'file', path: 'a.txt', digest, size, executable }],
      { overwrite: false },
    );
    assert.deepEqual(restored, { ok: false, failure: { code: 'file-exists', path: 'a.txt' } });
    assert.equal(rig.read('a.txt'), 'mine');
  });
});
