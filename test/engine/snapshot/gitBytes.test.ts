import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';

import { digestOf } from '../../../src/base/digest';
import { commitsAdding, filesAt } from '../../../src/base/gitFiles';
import { bytesFinder } from '../../../src/snapshot/findMissing';
import { memoryStore } from '../../../src/store/memoryStore';
import type { FileEntry } from '../../../src/store/treeModel';
import { git } from '../../support/gitRepository';
import { value } from '../../support/results';
import { temporaryFolder, writeFiles } from '../../support/temporary';

const RECORD = '.reprise/versions/sub/pipeline.yaml/v1.0.json';

function fileOf(path: string, text: string): FileEntry {
  const bytes = Buffer.from(text);
  return { path, kind: 'file', executable: false, size: bytes.length, digest: digestOf(bytes) };
}

/** A project whose code was committed, run while it was another, and committed with its version; then it changed twice. */
function history(): { readonly root: string; readonly commit: string } {
  const root = temporaryFolder();
  const commit = (message: string): void => {
    git(root, 'add', '-A');
    git(root, 'commit', '-qm', message);
  };
  git(root, 'init', '-q');
  writeFiles(root, { 'a.py': 'recorded', 'b.py': 'recorded' });
  commit('before the run');
  const recorded = git(root, 'rev-parse', 'HEAD');
  writeFiles(root, { 'b.py': 'as it was run', [RECORD]: '{}' });
  commit('with the version');
  writeFiles(root, { 'a.py': 'later', 'b.py': 'later', 'c.py': 'come since' });
  commit('later');
  return { root, commit: recorded };
}

describe('bytes that only git has', () => {
  const find = async (entry: FileEntry, label: string | null = 'v1.0', bare = false) => {
    const { root, commit } = history();
    const store = memoryStore(new Map());
    for (const name of ['a.py', 'b.py', 'c.py']) fs.rmSync(`${root}/${name}`);
    const version = { commit: bare ? null : commit, ...(label === null ? {} : { label }) };
    const project = { root, store: `${root}/.reprise` };
    const where = value(await bytesFinder({ store, project, version })(entry));
    if (where === null) assert.ok(!store.has(entry.digest));
    else assert.equal(digestOf(value(await store.getBytes(entry.digest))), entry.digest);
    return where;
  };

  it('are those of the recorded commit, of HEAD, or of the commit that brought the version', async () => {
    assert.equal(await find(fileOf('a.py', 'recorded')), 'git');
    assert.equal(await find(fileOf('c.py', 'come since')), 'git');
    assert.equal(await find(fileOf('b.py', 'as it was run')), 'git');
  });

  it('are nowhere else: at another path, in another commit', async () => {
    assert.equal(await find(fileOf('c.py', 'recorded')), null);
    assert.equal(await find(fileOf('b.py', 'as it was run'), 'v1'), null, 'another label');
    assert.equal(await find(fileOf('b.py', 'as it was run'), null), null, 'a run has no label');
    assert.equal(await find(fileOf('a.py', 'recorded'), null, true), null);
    assert.equal(await find(fileOf('a.py', 'later'), null, true), 'git');
  });

  it('are asked for where git has no such commit, and where there is no git', async () => {
    const { root } = history();
    assert.equal(await filesAt(root, '0'.repeat(40)), null);
    assert.equal(await filesAt(temporaryFolder(), 'HEAD'), null);
    assert.deepEqual(await commitsAdding(temporaryFolder(), 'a'), []);
  });
});
