import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { makeRoomRepository } from '../../../src/base/roomRepository';
import { git, statesBelow } from '../../support/gitRepository';
import { temporaryFolder, writeFiles } from '../../support/temporary';

/** Three commits, a tag on the first, a file in a folder, and something ignored. */
function repository(): { root: string; commits: string[] } {
  const root = temporaryFolder();
  git(root, 'init', '-q', '-b', 'main');
  const commits = ['one', 'two', 'three'].map((text, number) => {
    writeFiles(root, { 'a.txt': text, 'sub/deep/b.txt': 'b', '.gitignore': '.venv/\n' });
    git(root, 'add', '-A');
    git(root, 'commit', '-q', '-m', text);
    if (number === 0) git(root, 'tag', '-a', 'v1', '-m', 'v1');
    return git(root, 'rev-parse', 'HEAD');
  });
  return { root, commits };
}

function roomOf(root: string, place = 'room'): string {
  const room = path.join(temporaryFolder(), place);
  fs.cpSync(root, room, { recursive: true, filter: (file) => path.basename(file) !== '.git' });
  return room;
}

describe('makeRoomRepository', () => {
  it('lets git say in the room what it said in the project', async () => {
    const { root, commits } = repository();
    const room = roomOf(root);
    fs.symlinkSync(temporaryFolder(), path.join(room, '.venv'));
    const before = statesBelow(root);
    const made = await makeRoomRepository({
      from: root,
      commit: commits[2] ?? '',
      into: room,
      excluded: ['.venv'],
    });
    assert.deepEqual(made, { ok: true, value: { top: room } });
    assert.deepEqual(statesBelow(root), before); // before git itself is asked there
    const questions = [
      ['rev-parse', 'HEAD'],
      ['describe', '--long'],
      ['describe', '--dirty'],
      ['log', '--format=%H %s'],
      ['status', '--porcelain'],
      ['ls-files', '-s'],
      ['show', 'HEAD:sub/deep/b.txt'],
      ['rev-list', '--count', 'HEAD'],
    ];
    for (const question of questions) {
      assert.equal(git(room, ...question), git(root, ...question), question.join(' '));
    }
    git(room, 'diff-index', '--quiet', 'HEAD'); // fails where the index was not refreshed
  });

  it('is at the commit that was asked for, not at that of today', async () => {
    const { root, commits } = repository();
    const room = roomOf(root);
    writeFiles(room, { 'a.txt': 'two' });
    await makeRoomRepository({ from: root, commit: commits[1] ?? '', into: room });
    assert.equal(git(room, 'rev-parse', 'HEAD'), commits[1]);
    assert.equal(
      git(room, 'describe'),
      `v1-1-g${git(root, 'rev-parse', '--short', commits[1] ?? '')}`,
    );
    assert.equal(git(room, 'status', '--porcelain'), '');
  });

  it('only reads the project, and what is done in the room stays there', async () => {
    const { root, commits } = repository();
    const room = roomOf(root);
    const before = statesBelow(root);
    await makeRoomRepository({ from: root, commit: commits[2] ?? '', into: room });
    writeFiles(room, { 'new.txt': 'new', 'a.txt': 'one' });
    git(room, 'add', '-A');
    git(room, 'commit', '-q', '-m', 'in the room');
    assert.deepEqual(statesBelow(root), before);
  });

  it('lies where the top does for a project below it', async () => {
    const { root, commits } = repository();
    const from = path.join(root, 'sub', 'deep');
    const into = roomOf(from, 'x/sub/deep');
    const made = await makeRoomRepository({ from, commit: commits[2] ?? '', into });
    const top = path.dirname(path.dirname(into));
    assert.deepEqual(made, { ok: true, value: { top } });
    for (const question of [
      ['rev-parse', '--show-prefix'],
      ['status', '--porcelain'],
      ['describe', '--dirty'],
    ]) {
      assert.equal(git(into, ...question), git(from, ...question), question.join(' '));
    }
    const plain = roomOf(from);
    await makeRoomRepository({ from, commit: commits[2] ?? '', into: plain });
    assert.equal(git(plain, 'rev-parse', 'HEAD'), commits[2]);
    assert.equal(git(plain, 'ls-files'), 'b.txt');
  });

  it('carries the address of the remote, unless that may hold a secret', async () => {
    const { root, commits } = repository();
    const urlIn = async (url: string): Promise<string> => {
      git(root, 'config', 'remote.origin.url', url);
      const room = roomOf(root);
      await makeRoomRepository({ from: root, commit: commits[0] ?? '', into: room });
      return fs.readFileSync(path.join(room, '.git', 'config'), 'utf8');
    };
    assert.match(
      await urlIn('https://example.org/a "b".git'),
      /url = "https:\/\/example\.org\/a \\"b\\"\.git"/,
    );
    assert.ok(!(await urlIn('https://me:hunter2@example.org/a.git')).includes('hunter2'));
  });

  it('says why there is none', async () => {
    const { root } = repository();
    const into = temporaryFolder();
    const gone = await makeRoomRepository({ from: root, commit: '1'.repeat(40), into });
    assert.deepEqual(gone, { ok: false, failure: { code: 'commit-gone', detail: '1'.repeat(40) } });
    const outside = temporaryFolder();
    const none = await makeRoomRepository({ from: outside, commit: '1'.repeat(40), into });
    assert.deepEqual(none, { ok: false, failure: { code: 'not-in-git', detail: outside } });
    assert.deepEqual(fs.readdirSync(into), []);
  });
});
