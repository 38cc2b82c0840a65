import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { resolvePython } from '../../../src/environment/python';
import { cannotRun } from '../../support/cannotRun';
import { temporaryFolder, writeFiles } from '../../support/temporary';

function program(file: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, '#!/bin/sh\n');
  fs.chmodSync(file, 0o755);
}

function planOf(python: string | null, folder = '.') {
  return { python, lock: 'requirements.lock', folder };
}

describe('resolvePython', () => {
  before(function () {
    if (process.platform === 'win32') cannotRun(this, 'lays environments out as POSIX has them');
  });

  it('is null where the plan names none', () => {
    assert.deepEqual(resolvePython(planOf(null), '/p'), { ok: true, value: null });
  });

  it('finds a virtual environment from the folder of the pipeline file', () => {
    const project = temporaryFolder();
    const venv = path.join(project, 'sub', '.venv');
    program(path.join(venv, 'bin', 'python'));
    writeFiles(venv, { 'pyvenv.cfg': '' });
    const expected = {
      ok: true,
      value: {
        binFolder: path.join(venv, 'bin'),
        virtualEnv: venv,
        interpreter: path.join(venv, 'bin', 'python'),
      },
    };
    assert.deepEqual(resolvePython(planOf('.venv', 'sub'), project), expected);
    assert.deepEqual(resolvePython(planOf('.venv/bin/python', 'sub'), project), expected);
    assert.deepEqual(resolvePython(planOf(venv), project), expected);
  });

  it('takes an environment that has no pyvenv.cfg for no virtual one', () => {
    const project = temporaryFolder();
    program(path.join(project, 'conda', 'bin', 'python'));
    fs.mkdirSync(path.join(project, 'conda', 'conda-meta'));
    const found = resolvePython(planOf('conda'), project);
    assert.ok(found.ok && found.value);
    assert.equal(found.value.virtualEnv, null);
  });

  it('gives an interpreter of another name a folder in which python is that one', () => {
    const project = temporaryFolder();
    fs.mkdirSync(path.join(project, '.reprise', 'cache'), { recursive: true });
    for (const name of ['python', 'python3', 'python3.99'])
      program(path.join(project, 'opt', name));
    const found = resolvePython(planOf('opt/python3.99'), project);
    assert.ok(found.ok && found.value);
    for (const alias of ['python', 'python3']) {
      const target: string = fs.realpathSync(path.join(found.value.binFolder, alias));
      assert.equal(target, path.join(project, 'opt', 'python3.99'));
    }
    assert.deepEqual(resolvePython(planOf('opt/python3.99'), project), found);
    const plain = resolvePython(planOf('opt/python'), project);
    assert.ok(plain.ok && plain.value);
    assert.equal(plain.value.binFolder, path.join(project, 'opt'));
  });

  it('says what is missing, naming the lock', () => {
    const project = temporaryFolder();
    writeFiles(project, { 'empty/notes.txt': '', 'file.txt': 'not a program' });
    for (const python of ['.venv', 'empty', 'file.txt']) {
      assert.deepEqual(resolvePython(planOf(python), project), {
        ok: false,
        failure: { code: 'interpreter-missing', python, lock: 'requirements.lock' },
      });
    }
  });
});
