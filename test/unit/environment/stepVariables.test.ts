import assert from 'node:assert/strict';
import * as path from 'node:path';

import { stepVariables } from '../../../src/environment/stepVariables';
import type { StepVariablesOptions } from '../../../src/environment/stepVariables';

function variablesOf(changes: Partial<StepVariablesOptions> = {}): Record<string, string> {
  return stepVariables({
    base: { PATH: '/usr/bin', HOME: '/h', REGION: 'south' },
    step: { variables: {}, workingFolder: 'sub' },
    python: null,
    temporary: '/tmp/s',
    redirect: null,
    project: path.resolve('/p'),
    room: null,
    ...changes,
  });
}

describe('stepVariables', () => {
  it('hands on what the command had, without what an editor adds', () => {
    const made = variablesOf({
      base: {
        HOME: '/h',
        VSCODE_CWD: '/',
        ELECTRON_RUN_AS_NODE: '1',
        TOKEN: 'secret',
        NONE: undefined,
      },
    });
    assert.equal(made.HOME, '/h');
    assert.equal(made.TOKEN, 'secret');
    assert.ok(!('VSCODE_CWD' in made) && !('ELECTRON_RUN_AS_NODE' in made) && !('NONE' in made));
  });

  it('lets declared variables win, over package managers and temporary folders too', () => {
    const made = variablesOf({
      step: { variables: { REGION: 'north', UV_NO_SYNC: '0', TMP: '/mine' }, workingFolder: '.' },
    });
    assert.deepEqual(
      [made.REGION, made.UV_NO_SYNC, made.TMP, made.TMPDIR],
      ['north', '0', '/mine', '/tmp/s'],
    );
  });

  it('sets nothing that alters a result', () => {
    const documented = [
      'CONDA_AUTO_UPDATE_CONDA',
      'PDM_CHECK_UPDATE',
      'PIXI_FROZEN',
      'PIXI_NO_INSTALL',
      'POETRY_VIRTUALENVS_CREATE',
      'PWD',
      'RENV_CONFIG_AUTO_SNAPSHOT',
      'RENV_CONFIG_SYNCHRONIZED_CHECK',
      'TEMP',
      'TMP',
      'TMPDIR',
      'UV_NO_SYNC',
      'npm_config_verify_deps_before_run',
      'pnpm_config_verify_deps_before_run',
    ];
    assert.deepEqual(Object.keys(variablesOf({ base: {} })).sort(), documented);
  });

  it('says where the step works', () => {
    assert.equal(variablesOf().PWD, path.resolve('/p/sub'));
    assert.equal(variablesOf({ room: path.resolve('/r') }).PWD, path.resolve('/r/sub'));
  });

  it('puts the interpreter first, and names its virtual environment or none', () => {
    const inVenv = variablesOf({
      python: {
        binFolder: '/p/.venv/bin',
        virtualEnv: '/p/.venv',
        interpreter: '/p/.venv/bin/python',
      },
    });
    assert.equal(inVenv.PATH, ['/p/.venv/bin', '/usr/bin'].join(path.delimiter));
    assert.equal(inVenv.VIRTUAL_ENV, '/p/.venv');
    const plain = variablesOf({
      base: { VIRTUAL_ENV: '/other' },
      python: { binFolder: '/opt/py/bin', virtualEnv: null, interpreter: '/opt/py/bin/python' },
    });
    assert.equal(plain.PATH, '/opt/py/bin');
    assert.ok(!('VIRTUAL_ENV' in plain));
  });

  it('puts redirected entries before a declared PYTHONPATH', () => {
    const made = variablesOf({
      step: { variables: { PYTHONPATH: 'lib' }, workingFolder: '.' },
      redirect: { PYTHONPATH: '/r/src' },
      room: '/r',
    });
    assert.equal(made.PYTHONPATH, ['/r/src', 'lib'].join(path.delimiter));
    assert.equal(variablesOf({ redirect: { PYTHONPATH: '/r/src' } }).PYTHONPATH, '/r/src');
  });
});
