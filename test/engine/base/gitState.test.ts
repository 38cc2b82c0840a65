import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { gitStateOf } from '../../../src/base/gitState';
import { git, statesBelow } from '../../support/gitRepository';
import { temporaryFolder, writeFiles } from '../../support/temporary';

describe('gitStateOf', () => {
  it('tells a commit, a switch, a tag, a setting, a hook, what is staged and a merge under way', async () => {
    const root = repository();
    let last = await gitStateOf(root);
    const changed = async (): Promise<string[]> => {
      const [before, now] = [last, await gitStateOf(root)];
      last = now;
      const names = [...new Set([...before.keys(), ...now.keys()])];
      return names.filter((name) => before.get(name) !== now.get(name)).sort();
    };
    git(root, 'commit', '-q', '--allow-empty', '-m', 'second');
    assert.deepEqual(await changed(), ['.git/refs/heads/main']);
    git(root, 'branch', 'side');
    assert.deepEqual(await changed(), ['.git/refs/heads/side']);
    git(root, 'checkout', '-q', 'side');
    assert.deepEqual(await changed(), ['.git/HEAD']);
    git(root, 'tag', 't');
    assert.deepEqual(await changed(), ['.git/refs/tags/t']);
    git(root, 'config', 'a.b', 'c');
    assert.deepEqual(await changed(), ['.git/config']);
    writeFiles(root, { '.git/hooks/pre-commit': 'exit 1', '.git/info/exclude': 'x' });
    assert.deepEqual(await changed(), ['.git/hooks/pre-commit', '.git/info/exclude']);
    writeFiles(root, { 'sub/a.txt': 'other' });
    assert.deepEqual(await changed(), [], 'files are for others to watch');
    git(root, 'add', 'sub/a.txt');
    assert.deepEqual(await changed(), ['.git/index']);
    writeFiles(root, { '.git/MERGE_HEAD': 'x' });
    assert.deepEqual(await changed(), ['.git/MERGE_HEAD']);
  });

  it('is the same for an index that was refreshed, refs that were packed, and a fetch', async () => {
    const root = repository();
    const clone = path.join(temporaryFolder(), 'clone');
    git(root, 'clone', '-q', root, clone);
    const before = await gitStateOf(clone);
    const index = path.join(clone, '.git/index');
    fs.utimesSync(path.join(clone, 'sub/a.txt'), 1, 1);
    const was = fs.readFileSync(index);
    git(clone, 'update-index', '--refresh');
    assert.notDeepEqual(fs.readFileSync(index), was);
    git(clone, 'pack-refs', '--all');
    git(root, 'commit', '-q', '--allow-empty', '-m', 'second');
    git(clone, 'fetch', '-q');
    assert.deepEqual(await gitStateOf(clone), before);
  });

  it('has the repositories of submodules that are checked out, each by its own name', async () => {
    const [root, library] = [repository(), repository()];
    const add = ['-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', library];
    git(root, ...add, 'lib/one');
    git(root, ...add, 'lib/two');
    git(root, 'commit', '-q', '-m', 'second');
    const before = await gitStateOf(root);
    assert.equal(before.get('lib/one/.git/HEAD'), 'ref: refs/heads/main\n');
    git(path.join(root, 'lib/one'), 'branch', 'side');
    const now = await gitStateOf(root);
    const changed = [...now.keys()].filter((name) => before.get(name) !== now.get(name));
    assert.deepEqual(changed, ['lib/one/.git/refs/heads/side']);
    fs.rmSync(path.join(root, 'lib/two'), { recursive: true });
    const left = [...(await gitStateOf(root)).keys()];
    assert.ok(!left.some((name) => name.startsWith('lib/two')), left.join());
  });

  it('is asked from below and of a worktree, writes nothing, and is empty outside git', async () => {
    const root = repository();
    const tree = path.join(temporaryFolder(), 'tree');
    git(root, 'worktree', 'add', '-q', tree);
    const states = statesBelow(path.join(root, '.git'));
    const [above, below, other] = [
      await gitStateOf(root),
      await gitStateOf(path.join(root, 'sub')),
      await gitStateOf(tree),
    ];
    assert.deepEqual(statesBelow(path.join(root, '.git')), states);
    assert.equal(below.get('.git/refs/heads/main'), above.get('.git/refs/heads/main'));
    assert.equal(other.get('.git/config'), above.get('.git/config'));
    assert.notEqual(other.get('.git/HEAD'), above.get('.git/HEAD'));
    assert.deepEqual(await gitStateOf(temporaryFolder()), new Map());
  });
});

function repository(): string {
  const root = temporaryFolder();
  git(root, 'init', '-q', '-b', 'main');
  writeFiles(root, { 'sub/a.txt': 'a' });
  git(root, 'add', '-A');
  git(root, 'commit', '-q', '-m', 'first');
  return root;
}
