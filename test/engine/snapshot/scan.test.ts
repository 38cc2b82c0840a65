import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { scan } from '../../../src/snapshot/scan';
import type { Scan } from '../../../src/snapshot/scan';
import { changesBetween } from '../../../src/snapshot/products';
import { cannotRun } from '../../support/cannotRun';
import { git } from '../../support/gitRepository';
import { value } from '../../support/results';
import { temporaryFolder, writeFiles } from '../../support/temporary';

async function scanOf(folder: string): Promise<Scan> {
  return value(await scan(folder));
}

/** Paths of files and links; those that are ignored bear a mark. */
function paths(seen: Scan): string[] {
  return seen.files.map(({ path, ignored }) => (ignored ? `(${path})` : path));
}

describe('scan', () => {
  it('gives all paths in the order of their code units, whatever the folders', async () => {
    const folder = temporaryFolder();
    const names = [
      'a/b',
      'a-b',
      'a.b',
      'a/c/d',
      'a/c.d',
      'B',
      'ä',
      'a b/x',
      'a/ä',
      '🎈/x',
      '\uff5ez',
    ];
    writeFiles(folder, Object.fromEntries(names.map((name) => [name, ''])));
    const seen = await scanOf(folder);
    assert.deepEqual(paths(seen), [...names].sort());
    const folders = seen.folders.map(({ path }) => path);
    assert.deepEqual(folders, ['a', 'a b', 'a/c', '🎈']);
  });

  it('leaves out what is never taken, at any depth', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, {
      'keep.py': '',
      '.reprise/format': '1',
      'sub/.reprise/objects/x': '',
      '__pycache__/a.pyc': '',
      'sub/b.pyc': '',
      'sub/.pytest_cache/x': '',
      'sub/.DS_Store': '',
      'sub/Thumbs.db': '',
      'sub/.ipynb_checkpoints/x': '',
      'vendored/.git/HEAD': 'ref: refs/heads/main\n',
      'vendored/.gitignore': 'made\n',
      'vendored/code.py': '',
      'vendored/made': '',
      'worktree/.git': 'gitdir: /elsewhere\n',
    });
    const seen = await scanOf(folder);
    assert.deepEqual(paths(seen), [
      'keep.py',
      'vendored/.gitignore',
      'vendored/code.py',
      '(vendored/made)',
    ]);
    assert.deepEqual(
      seen.folders.map(({ path }) => path),
      ['sub', 'vendored', 'worktree'],
    );
  });

  it('finds environment folders, also behind links, and does not look into them', async () => {
    const outside = temporaryFolder();
    writeFiles(outside, { 'venv/pyvenv.cfg': '', 'venv/bin/python': '' });
    const folder = temporaryFolder();
    writeFiles(folder, {
      '.venv/pyvenv.cfg': '',
      '.venv/lib/x.py': '',
      'conda/conda-meta/history': '',
      'web/node_modules/left-pad/index.js': '',
      'renv/library/x': '',
      'renv/activate.R': '',
      '.pixi/envs/default/x': '',
      'library/x.py': '',
    });
    fs.symlinkSync(path.join(outside, 'venv'), path.join(folder, 'linked'));
    const seen = await scanOf(folder);
    assert.deepEqual(seen.environmentFolders, [
      '.pixi/envs',
      '.venv',
      'conda',
      'linked',
      'renv/library',
      'web/node_modules',
    ]);
    assert.deepEqual(paths(seen), ['library/x.py', 'renv/activate.R']);
  });

  it('records links as links, with where they point, and skips what is neither file nor folder', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'data/a.csv': '1' });
    fs.symlinkSync('data/a.csv', path.join(folder, 'current.csv'));
    fs.symlinkSync('nowhere', path.join(folder, 'broken'));
    fs.symlinkSync('data', path.join(folder, 'folder'));
    execFileSync('mkfifo', [path.join(folder, 'pipe')]);
    const seen = await scanOf(folder);
    const links = seen.files.filter(({ kind }) => kind === 'link');
    assert.deepEqual(
      links.map(({ path, target }) => [path, target]),
      [
        ['broken', 'nowhere'],
        ['current.csv', 'data/a.csv'],
        ['folder', 'data'],
      ],
    );
    assert.deepEqual(paths(seen), ['broken', 'current.csv', 'data/a.csv', 'folder']);
  });

  it('names what is not UTF-8 instead of guessing, and does not ask it of what is ignored', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { '.gitignore': 'ignored/\n', 'ignored/x': '', 'sub/\ufffd by right': '' });
    const name = Buffer.concat([Buffer.from(`${folder}/sub/caf`), Buffer.from([0xe9])]);
    fs.writeFileSync(name, '');
    fs.writeFileSync(Buffer.concat([Buffer.from(`${folder}/ignored/`), Buffer.from([0xff])]), '');
    const seen = await scanOf(folder);
    assert.deepEqual(seen.notUtf8, ['sub/caf\ufffd']);
    assert.ok(paths(seen).includes('sub/\ufffd by right'));
  });

  it('names folders that cannot be read, save ignored ones', async function () {
    if (process.getuid?.() !== 0) cannotRun(this, 'only root can become somebody else here');
    const folder = temporaryFolder();
    writeFiles(folder, { '.gitignore': 'db/\n', 'db/x': '', 'closed/x': '', 'open.txt': '' });
    fs.chmodSync(folder, 0o755);
    fs.chmodSync(path.join(folder, 'db'), 0);
    fs.chmodSync(path.join(folder, 'closed'), 0);
    process.seteuid?.(65534);
    try {
      const seen = await scanOf(folder);
      assert.deepEqual(seen.unreadable, [{ path: 'closed', error: 'EACCES' }]);
      assert.deepEqual(paths(seen), ['.gitignore', 'open.txt']);
    } finally {
      process.seteuid?.(0);
    }
  });

  it('agrees with git on nested, negated, anchored and odd ignore rules', async () => {
    const folder = temporaryFolder();
    git(folder, 'init', '-q');
    writeFiles(folder, {
      '.gitignore': [
        '# comment',
        '*.log',
        '!keep.log',
        '/root-only',
        'anywhere/',
        'doc/*.txt',
        'a/**/z',
        '*.py[cod]',
        'sp ace',
        'trail ',
        '\\#hash',
        '\\!bang',
        'deep/**',
        '!deep/kept',
        'Case',
        'out/',
        'curly{1,2}',
      ].join('\n'),
      'sub/.gitignore': '!out/\n*.dat\n/only-here\n!special.log\nsub name/x\n',
      'sub/de[e]p/.gitignore': 'x*\n!xy\n',
      '.git/info/exclude': 'excluded\n',
      'a.log': '',
      'keep.log': '',
      'root-only': '',
      'sub/root-only': '',
      'x/anywhere/f': '',
      anywhere: '',
      'doc/a.txt': '',
      'doc/b/a.txt': '',
      'a/z': '',
      'a/b/c/z': '',
      'a/zz': '',
      'm.pyd': '',
      'm.pyx': '',
      'sp ace': '',
      trail: '',
      '#hash': '',
      '!bang': '',
      'deep/x': '',
      'deep/kept': '',
      'deep/d/x': '',
      case: '',
      Case: '',
      'sub/out/f.dat': '',
      'sub/out/f': '',
      'out/f': '',
      'sub/only-here': '',
      'sub/k/only-here': '',
      'sub/special.log': '',
      'sub/other.log': '',
      'sub/sub name/x': '',
      'sub/de[e]p/x1': '',
      'sub/de[e]p/xy': '',
      'sub/de[e]p/q/x2': '',
      excluded: '',
      'k/excluded/f': '',
      curly1: '',
      'curly{1,2}': '',
      'tracked.log': '',
    });
    git(folder, 'add', '-f', 'tracked.log');
    const seen = await scanOf(folder);
    const ours = seen.files.filter(({ ignored }) => !ignored).map(({ path }) => path);
    const gits = git(
      folder,
      '-c',
      'core.quotePath=false',
      'ls-files',
      '-co',
      '--exclude-standard',
      '-z',
    );
    assert.deepEqual(
      ours,
      gits
        .split('\0')
        .filter((name) => name !== '')
        .sort(),
    );
  });

  it('honours .gitignore files outside git, and those above a project inside of it', async () => {
    const outside = temporaryFolder();
    writeFiles(outside, {
      '.gitignore': '*.tmp\n',
      'a.tmp': '',
      'a.py': '',
      'sub/.gitignore': 'x\n',
      'sub/x': '',
    });
    assert.deepEqual(paths(await scanOf(outside)), [
      '.gitignore',
      'a.py',
      '(a.tmp)',
      'sub/.gitignore',
      '(sub/x)',
    ]);
    const repository = temporaryFolder();
    git(repository, 'init', '-q');
    writeFiles(repository, {
      '.gitignore': '*.log\n/team/project/generated\nscratch/\n',
      'team/.gitignore': '*.bak\n',
      'team/project/a.log': '',
      'team/project/a.bak': '',
      'team/project/generated': '',
      'team/project/a.py': '',
      'scratch/project/a.log': '',
      'scratch/project/a.py': '',
    });
    const inside = await scanOf(path.join(repository, 'team/project'));
    assert.deepEqual(paths(inside), ['(a.bak)', '(a.log)', 'a.py', '(generated)']);
    const ignored = await scanOf(path.join(repository, 'scratch/project'));
    assert.deepEqual(paths(ignored), ['a.log', 'a.py']);
  });

  it('knows tracked files, those inside ignored folders too, and can leave out what is ignored', async () => {
    const folder = temporaryFolder();
    git(folder, 'init', '-q');
    writeFiles(folder, {
      '.gitignore': 'data/\n',
      'data/kept.csv': '',
      'data/other.csv': '',
      'big/x': '',
    });
    git(folder, 'add', '-f', '.gitignore', 'data/kept.csv');
    const all = await scanOf(folder);
    assert.deepEqual(paths(all), ['.gitignore', 'big/x', 'data/kept.csv', '(data/other.csv)']);
    assert.deepEqual([...(all.tracked ?? [])], ['.gitignore', 'data/kept.csv']);
    const narrow = value(await scan(folder, { ignored: false }));
    assert.deepEqual(paths(narrow), ['.gitignore', 'big/x', 'data/kept.csv']);
  });

  it('tells what changed between two scans without reading a byte', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { same: '1', touched: '1', gone: '1' });
    const before = await scanOf(folder);
    fs.writeFileSync(path.join(folder, 'touched'), '2');
    fs.rmSync(path.join(folder, 'gone'));
    writeFiles(folder, { come: '' });
    const { added, changed, removed } = changesBetween(before, await scanOf(folder));
    const names = [added, changed, removed].map((files) => files.map(({ path }) => path));
    assert.deepEqual(names, [['come'], ['touched'], ['gone']]);
  });
});
