import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { distributionsIn } from '../../../src/environment/distributions';
import { packagesInFolder } from '../../../src/environment/folderPackages';
import { nodePackagesIn } from '../../../src/environment/nodePackages';
import { openObservationCache } from '../../../src/environment/observationCache';
import { temporaryFolder, writeFiles } from '../../support/temporary';

const NO_CACHE = openObservationCache(null);

function named(packages: readonly { name: string; version: string }[]): string[] {
  return packages.map(({ name, version }) => `${name} ${version}`);
}

describe('distributionsIn', () => {
  it('reads every way in which a distribution says what it is', () => {
    const site = temporaryFolder();
    const project = temporaryFolder();
    writeFiles(project, {
      'dev_pkg.egg-info/PKG-INFO': 'Name: Dev.Pkg\nVersion: 3.1\n\nName: not this\n',
    });
    writeFiles(site, {
      'numpy-2.1.0.dist-info/METADATA': '',
      'Typing_Extensions-4.12.2.dist-info/METADATA': '',
      'torch-2.1.0+cu118.dist-info/METADATA': '',
      'odd.dist-info/METADATA': 'Metadata-Version: 2.1\r\nName: Odd\r\nVersion: 1.0\r\n',
      'old-1.2-py3.11.egg-info/PKG-INFO': '',
      'older-0.9.egg-info': 'Name: older\nVersion: 0.9\n',
      'dev-pkg.egg-link': `${project}\n.`,
      'lost.egg-link': '/nowhere\n.',
      '~umpy-1.0.dist-info/METADATA': '',
      'numpy/__init__.py': '',
      'readme.txt': '',
    });
    assert.deepEqual(named(distributionsIn([site, site, path.join(site, 'none')])), [
      'dev-pkg 3.1',
      'lost unknown',
      'numpy 2.1.0',
      'odd 1.0',
      'old 1.2',
      'older 0.9',
      'torch 2.1.0+cu118',
      'typing-extensions 4.12.2',
    ]);
  });

  it('keeps one that is installed twice, in order', () => {
    const [one, two] = [temporaryFolder(), temporaryFolder()];
    writeFiles(one, { 'x-2.0.dist-info/METADATA': '' });
    writeFiles(two, { 'x-1.0.dist-info/METADATA': '' });
    assert.deepEqual(named(distributionsIn([one, two])), ['x 1.0', 'x 2.0']);
  });
});

describe('nodePackagesIn', () => {
  const json = (name: string, version: string): string => JSON.stringify({ name, version });

  it('walks packages, scopes, nested ones and the store of pnpm', () => {
    const folder = path.join(temporaryFolder(), 'node_modules');
    writeFiles(folder, {
      'a/package.json': json('a', '1.0.0'),
      'a/node_modules/b/package.json': json('b', '1.0.0'),
      'b/package.json': json('b', '2.0.0'),
      '@s/c/package.json': json('@s/c', '3.0.0'),
      'broken/package.json': '{',
      'no-package/readme.md': '',
      '.cache/x/package.json': json('x', '1'),
      '.pnpm/d@4.0.0/node_modules/d/package.json': json('d', '4.0.0'),
    });
    fs.symlinkSync('.pnpm/d@4.0.0/node_modules/d', path.join(folder, 'd'));
    assert.deepEqual(named(nodePackagesIn(folder, NO_CACHE)), [
      '@s/c 3.0.0',
      'a 1.0.0',
      'b 1.0.0',
      'b 2.0.0',
      'broken unknown',
      'd 4.0.0',
    ]);
  });

  it("takes npm's own list where there is one, workspace packages left out", () => {
    const folder = path.join(temporaryFolder(), 'node_modules');
    const list = (version: string): string =>
      JSON.stringify({
        packages: {
          'node_modules/a': { version },
          'node_modules/a/node_modules/@s/b': { version: '2.0.0' },
          'node_modules/ws': { resolved: 'packages/ws', link: true },
          'packages/ws': { version: '9.9.9' },
        },
      });
    writeFiles(folder, { '.package-lock.json': list('1.0.0') });
    const cache = openObservationCache(temporaryFolder());
    assert.deepEqual(named(nodePackagesIn(folder, cache)), ['@s/b 2.0.0', 'a 1.0.0']);
    assert.deepEqual(named(nodePackagesIn(folder, cache)), ['@s/b 2.0.0', 'a 1.0.0']);
    writeFiles(folder, { '.package-lock.json': list('1.0.1-a') });
    assert.deepEqual(named(nodePackagesIn(folder, cache)), ['@s/b 2.0.0', 'a 1.0.1-a']);
  });

  it('walks where that list is broken', () => {
    const folder = path.join(temporaryFolder(), 'node_modules');
    writeFiles(folder, { '.package-lock.json': '{', 'a/package.json': json('a', '1.0.0') });
    assert.deepEqual(named(nodePackagesIn(folder, NO_CACHE)), ['a 1.0.0']);
  });
});

describe('packagesInFolder', () => {
  const inFolder = (name: string, files: Readonly<Record<string, string>>): string[] => {
    const folder = path.join(temporaryFolder(), name);
    writeFiles(folder, files);
    return packagesInFolder(folder, NO_CACHE).map(
      ({ ecosystem, packages }) => `${ecosystem}: ${named(packages).join(', ')}`,
    );
  };

  it('lists each kind by its own files', () => {
    const site = 'lib/python3.11/site-packages';
    assert.deepEqual(
      inFolder('.venv', { 'pyvenv.cfg': '', [`${site}/a-1.dist-info/METADATA`]: '' }),
      ['python: a 1'],
    );
    assert.deepEqual(
      inFolder('env', {
        'conda-meta/history': '',
        'conda-meta/libblas-3.9.0-31_openblas.json': '',
        'conda-meta/python-dateutil-2.9.0-py_0.json': '',
        [`${site}/a-1.dist-info/METADATA`]: '',
      }),
      ['conda: libblas 3.9.0, python-dateutil 2.9.0', 'python: a 1'],
    );
    assert.deepEqual(inFolder('.pixi/envs', { 'default/conda-meta/zlib-1.3-h1_0.json': '' }), [
      'conda: zlib 1.3',
    ]);
    assert.deepEqual(
      inFolder('renv/library', {
        'R-4.4/x86_64/ggplot2/DESCRIPTION': 'Package: ggplot2\nVersion: 3.5.1\n',
      }),
      ['r: ggplot2 3.5.1'],
    );
    assert.deepEqual(inFolder('node_modules', { 'a/package.json': '{"version":"1.0.0"}' }), [
      'node: a 1.0.0',
    ]);
    assert.deepEqual(inFolder('src', { 'a.py': '' }), []);
  });

  it('counts a lib64 that is a link once', () => {
    const folder = path.join(temporaryFolder(), '.venv');
    writeFiles(folder, {
      'pyvenv.cfg': '',
      'lib/python3.11/site-packages/a-1.dist-info/METADATA': '',
    });
    fs.symlinkSync('lib', path.join(folder, 'lib64'));
    assert.deepEqual(named(packagesInFolder(folder, NO_CACHE)[0]?.packages ?? []), ['a 1']);
  });
});
