import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { excludesOf, gitTop, headOf, readAtCommit, trackedFiles } from '../../../src/base/git';
import { git, statesBelow } from '../../support/gitRepository';
import { temporaryFolder, writeFiles } from '../../support/temporary';

function repository(files: Readonly<Record<string, string>>): string {
  const root = temporaryFolder();
  git(root, 'init', '-q', '-b', 'main');
  writeFiles(root, files);
  git(root, 'add', '-A');
  git(root, 'commit', '-q', '-m', 'first');
  return root;
}

async function textAt(root: string, commit: string, file: string): Promise<string | null> {
  const bytes = await readAtCommit(root, commit, { path: file });
  if (bytes === null) return null;
  const chunks: Buffer[] = [];
  for await (const chunk of bytes) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

describe('gitTop', () => {
  it('is found from below, through the file of a worktree too, and not outside', () => {
    const root = repository({ 'sub/a.txt': 'a' });
    assert.equal(gitTop(path.join(root, 'sub')), root);
    const tree = path.join(temporaryFolder(), 'tree');
    git(root, 'worktree', 'add', '-q', tree);
    assert.equal(gitTop(path.join(tree, 'sub')), tree);
    const outside = temporaryFolder();
    fs.mkdirSync(path.join(outside, '.git')); // no repository without a HEAD
    assert.equal(gitTop(outside), null);
  });
});

describe('trackedFiles', () => {
  it('lists what is tracked below a folder, deleted and oddly named files too', async () => {
    const odd = ['ü ñ.txt', 'sub/a\tb.txt', 'sub/"q".txt'];
    const root = repository({ 'z.txt': '', ...Object.fromEntries(odd.map((name) => [name, ''])) });
    writeFiles(root, { 'untracked.txt': '' });
    fs.rmSync(path.join(root, 'z.txt'));
    assert.deepEqual(await trackedFiles(root), [...odd, 'z.txt'].sort());
    assert.deepEqual(await trackedFiles(path.join(root, 'sub')), ['"q".txt', 'a\tb.txt'].sort());
  });

  it('lists a file in conflict once', async () => {
    const root = repository({ 'a.txt': 'base' });
    for (const branch of ['one', 'two']) {
      git(root, 'checkout', '-q', '-b', branch, 'main');
      writeFiles(root, { 'a.txt': branch });
      git(root, 'commit', '-qam', branch);
    }
    assert.throws(() => git(root, 'merge', 'one'));
    assert.deepEqual(await trackedFiles(root), ['a.txt']);
  });

  it('looks into submodules', async () => {
    const inner = repository({ 'lib.py': '' });
    const root = repository({ 'a.txt': '' });
    git(root, '-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', inner, 'inner');
    assert.deepEqual(await trackedFiles(root), ['.gitmodules', 'a.txt', 'inner/lib.py']);
  });

  it('knows nothing outside git', async () => {
    assert.equal(await trackedFiles(temporaryFolder()), null);
  });
});

describe('headOf', () => {
  it('tells the commit and whether tracked files differ from it', async () => {
    const root = repository({ 'a.txt': 'a' });
    const commit = git(root, 'rev-parse', 'HEAD');
    writeFiles(root, { 'untracked.txt': '' });
    assert.deepEqual(await headOf(root), { commit, dirty: false });
    writeFiles(root, { 'a.txt': 'b' });
    assert.deepEqual(await headOf(root), { commit, dirty: true });
    git(root, 'commit', '-qam', 'second');
    git(root, 'pack-refs', '--all');
    assert.deepEqual(await headOf(root), { commit: git(root, 'rev-parse', 'HEAD'), dirty: false });
    git(root, 'checkout', '-q', '--detach', commit);
    assert.deepEqual(await headOf(root), { commit, dirty: false });
  });

  it('does not take a touched file for a changed one, and writes nothing', async () => {
    const root = repository({ 'a.txt': 'a' });
    const later = new Date(Date.now() + 5000);
    fs.utimesSync(path.join(root, 'a.txt'), later, later);
    const before = statesBelow(root);
    assert.equal((await headOf(root))?.dirty, false);
    await trackedFiles(root);
    assert.deepEqual(statesBelow(root), before);
  });

  it('has no commit before the first, and is nothing outside git', async () => {
    const root = temporaryFolder();
    assert.equal(await headOf(root), null);
    git(root, 'init', '-q');
    assert.deepEqual(await headOf(root), { commit: null, dirty: false });
  });

  it('means the repository of the folder, whatever a hook has set', async () => {
    const [one, other] = [repository({ 'a.txt': '1' }), repository({ 'b.txt': '2' })];
    process.env.GIT_DIR = path.join(other, '.git');
    try {
      assert.deepEqual(await trackedFiles(one), ['a.txt']);
    } finally {
      delete process.env.GIT_DIR;
    }
  });
});

describe('readAtCommit', () => {
  it('gives the bytes that a path had, from a folder below the top too', async () => {
    const root = repository({ 'sub/a b.txt': 'first\n', 'empty.txt': '' });
    const commit = git(root, 'rev-parse', 'HEAD');
    writeFiles(root, { 'sub/a b.txt': 'second' });
    git(root, 'commit', '-qam', 'second');
    assert.equal(await textAt(root, commit, 'sub/a b.txt'), 'first\n');
    assert.equal(await textAt(path.join(root, 'sub'), commit, 'a b.txt'), 'first\n');
    assert.equal(await textAt(root, commit, 'empty.txt'), '');
  });

  it('streams what does not fit into a pipe', async () => {
    const big = 'x'.repeat(3_000_000);
    const root = repository({ 'big.txt': big });
    assert.equal((await textAt(root, 'HEAD', 'big.txt'))?.length, big.length);
  });

  it('has nothing of a path, a commit or a repository that is not there', async () => {
    const root = repository({ 'a.txt': '' });
    assert.equal(await textAt(root, 'HEAD', 'b.txt'), null);
    assert.equal(await textAt(root, '0'.repeat(40), 'a.txt'), null);
    assert.equal(await textAt(temporaryFolder(), 'HEAD', 'a.txt'), null);
  });
});

describe('excludesOf', () => {
  it("reads the user's rules and the repository's own", async () => {
    const root = repository({ 'a.txt': '' });
    const home = temporaryFolder();
    writeFiles(root, { '.git/info/exclude': '*.mine\n' });
    writeFiles(home, { '.config/git/ignore': '*.swp\n' });
    const variables = { PATH: process.env.PATH, HOME: home };
    assert.deepEqual(await excludesOf(root, variables), {
      global: '*.swp\n',
      repository: '*.mine\n',
    });
    writeFiles(home, {
      '.gitconfig': '[core]\n\texcludesFile = ~/rules\n',
      rules: '*.bak\n',
    });
    assert.equal((await excludesOf(root, variables)).global, '*.bak\n');
    assert.deepEqual(await excludesOf(home, variables), { global: '*.bak\n', repository: null });
  });

  it('has none where none are set', async () => {
    const home = temporaryFolder();
    assert.deepEqual(await excludesOf(home, { PATH: process.env.PATH, HOME: home }), {
      global: null,
      repository: null,
    });
  });
});
