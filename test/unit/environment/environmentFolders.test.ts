import assert from 'node:assert/strict';

import { environmentFolderKind } from '../../../src/environment/environmentFolders';

describe('environmentFolderKind', () => {
  it('knows each kind', () => {
    assert.equal(environmentFolderKind('.venv', ['bin', 'pyvenv.cfg'], 'p'), 'python');
    assert.equal(environmentFolderKind('env', new Set(['conda-meta']), 'p'), 'conda');
    assert.equal(environmentFolderKind('node_modules', [], 'p'), 'node');
    assert.equal(environmentFolderKind('library', ['R-4.4'], 'renv'), 'r');
    assert.equal(environmentFolderKind('envs', ['default'], '.pixi'), 'pixi');
  });

  it('goes by what is inside and not by a usual name', () => {
    assert.equal(environmentFolderKind('.venv', ['notes.txt'], 'p'), null);
    assert.equal(environmentFolderKind('library', ['a.R'], 'src'), null);
    assert.equal(environmentFolderKind('envs', [], 'src'), null);
  });
});
