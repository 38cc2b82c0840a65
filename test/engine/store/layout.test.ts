import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { openStore } from '../../../src/store/diskStore';
import {
  findPlace,
  findProject,
  prepareProject,
  readSalt,
  storeExists,
} from '../../../src/store/layout';
import type { Project } from '../../../src/store/layout';
import { failure, value } from '../../support/results';
import { temporaryFolder, writeFiles } from '../../support/temporary';

describe('the project of a pipeline file', () => {
  it('is the nearest folder with a store, though git’s top is nearer or there is none', () => {
    const base = temporaryFolder();
    writeFiles(base, { '.reprise/format': '1\n', 'a/.git/HEAD': '', 'a/b/pipeline.yaml': '' });
    const project = { root: base, store: path.join(base, '.reprise') };
    assert.deepEqual(findProject(path.join(base, 'a/b/pipeline.yaml')), project);
    assert.deepEqual(findProject(path.join(base, 'a/b/not/there/pipeline.yaml')), project);
    writeFiles(base, { 'a/b/.reprise/format': '1\n' });
    assert.equal(findProject(path.join(base, 'a/b/c/x.yaml')).root, path.join(base, 'a/b'));
  });

  it('is else git’s top folder, a worktree’s and a submodule’s too', () => {
    const base = temporaryFolder();
    writeFiles(base, { 'a/.git/HEAD': '', 'a/sub/.git': 'gitdir: ../.git/modules/sub' });
    assert.equal(findProject(path.join(base, 'a/b/c/x.yaml')).root, path.join(base, 'a'));
    assert.equal(findProject(path.join(base, 'a/sub/x/y.yaml')).root, path.join(base, 'a/sub'));
  });

  it('is else the file’s own folder; a file named .reprise and an empty .git are nothing', () => {
    const base = temporaryFolder();
    writeFiles(base, { '.reprise': '', 'x/y.yaml': '' });
    fs.mkdirSync(path.join(base, '.git'));
    assert.equal(findProject(path.join(base, 'x/y.yaml')).root, path.join(base, 'x'));
  });

  it('is the same through a link to a folder in it as in a terminal there', () => {
    const base = fs.realpathSync(temporaryFolder());
    writeFiles(base, { 'real/project/sub/pipeline.yaml': '', 'elsewhere/x': '' });
    fs.mkdirSync(path.join(base, 'real/project/.reprise'));
    fs.symlinkSync(path.join(base, 'real/project/sub'), path.join(base, 'elsewhere/sub'));
    fs.symlinkSync(path.join(base, 'real/project'), path.join(base, 'elsewhere/all'));
    const real = path.join(base, 'real/project/sub/pipeline.yaml');
    const root = path.join(base, 'real/project');
    const place = { project: { root, store: path.join(root, '.reprise') }, file: real };
    assert.deepEqual(findPlace(real), place);
    assert.deepEqual(findPlace(path.join(base, 'elsewhere/sub/pipeline.yaml')), place);
    const spelled = path.join(base, 'elsewhere/all/sub/pipeline.yaml');
    const through = findPlace(spelled);
    assert.deepEqual(
      [through.project.root, through.file],
      [path.join(base, 'elsewhere/all'), spelled],
    );
    fs.mkdirSync(path.join(base, 'elsewhere/.reprise'));
    const own = findPlace(path.join(base, 'elsewhere/sub/pipeline.yaml'));
    assert.equal(own.project.root, path.join(base, 'elsewhere'), 'a link in a project stays in it');
  });
});

describe('preparing a project', () => {
  const fresh = (): Project => {
    const root = temporaryFolder();
    return { root, store: path.join(root, '.reprise') };
  };

  it('makes the store and leaves what is there alone', () => {
    const project = fresh();
    assert.equal(storeExists(project), false);
    value(prepareProject(project));
    assert.equal(storeExists(project), true);
    const names = ['.gitattributes', '.gitignore', 'format', 'salt'];
    assert.deepEqual(fs.readdirSync(project.store).sort(), names);
    assert.equal(fs.readFileSync(path.join(project.store, 'format'), 'utf8'), '1\n');
    assert.equal(fs.statSync(path.join(project.store, 'salt')).mode & 0o077, 0);
    const salt = readSalt(project);
    fs.writeFileSync(path.join(project.store, '.gitignore'), 'of the user\n');
    value(prepareProject(project));
    assert.deepEqual(readSalt(project), salt);
    assert.match(salt.id, /^[0-9a-f]{16}$/);
    const kept = fs.readFileSync(path.join(project.store, '.gitignore'), 'utf8');
    assert.equal(kept, 'of the user\n');
    fs.rmSync(path.join(project.store, 'salt')); // as in a clone
    assert.notEqual(readSalt(project).id, readSalt(project).id);
    value(prepareProject(project));
    assert.equal(readSalt(project).id, readSalt(project).id);
  });

  it('lets git take versions and trees, and nothing else', () => {
    const project = fresh();
    value(prepareProject(project));
    const git = (...args: string[]): string =>
      execFileSync('git', args, { cwd: project.root, encoding: 'utf8' });
    git('init', '-q');
    writeFiles(project.store, {
      'versions/pipeline.yaml/v1.0.json': '{}',
      'trees/ab/cd.json': '{}',
      'trees/ab/cd.json.0a1b2c.tmp': 'half',
      'objects/sha256/ab/cd': '',
      'runs/1/run.json': '',
      'reports/1.json': '',
      'cache/stat-0': '',
      'locks/x': '',
      'tmp/x': '',
    });
    git('add', '-A');
    assert.deepEqual(git('ls-files').trim().split('\n'), [
      '.reprise/.gitattributes',
      '.reprise/.gitignore',
      '.reprise/format',
      '.reprise/trees/ab/cd.json',
      '.reprise/versions/pipeline.yaml/v1.0.json',
    ]);
  });

  it('refuses a newer format, and one that cannot be read', () => {
    const project = fresh();
    value(prepareProject(project));
    fs.writeFileSync(path.join(project.store, 'format'), '2\n');
    const newer = { code: 'store-newer', folder: project.store, found: 2, known: 1 };
    assert.deepEqual(failure(prepareProject(project)), newer);
    assert.deepEqual(failure(openStore(project.store)), newer);
    fs.writeFileSync(path.join(project.store, 'format'), '<<<<<<< HEAD\n');
    assert.equal(failure(prepareProject(project)).code, 'store-not-writable');
    assert.equal(failure(openStore(project.store)).code, 'store-not-writable');
  });

  it('refuses a store that leads out by a link, but may itself lie elsewhere', () => {
    for (const part of [
      'tmp',
      'objects',
      'objects/sha256',
      'objects/sha256/ab',
      'trees/cd',
      'runs',
      'versions/sub/deep',
      'objects/packs/ab.pack',
      'cache/history.jsonl',
    ]) {
      const project = fresh();
      value(prepareProject(project));
      const victim = path.join(project.root, 'victim');
      writeFiles(victim, { 'their.pack': 'theirs' });
      const link = path.join(project.store, part);
      fs.mkdirSync(path.dirname(link), { recursive: true });
      fs.symlinkSync(victim, link);
      const linked = { code: 'store-linked', folder: link };
      assert.deepEqual(failure(prepareProject(project)), linked);
      assert.deepEqual(failure(openStore(project.store)), linked);
      assert.deepEqual(fs.readdirSync(victim), ['their.pack']);
    }
    const project = fresh();
    const elsewhere = temporaryFolder();
    fs.symlinkSync(elsewhere, project.store);
    value(prepareProject(project));
    value(openStore(project.store));
    assert.ok(fs.existsSync(path.join(elsewhere, 'format')));
  });
});
