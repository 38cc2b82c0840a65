import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import type { EnvironmentRecord } from '../../../src/environment/environmentModel';
import { saltOf } from '../../../src/environment/observeVariables';
import { variablesOfRecord } from '../../../src/environment/recordedVariables';
import { redirectVariables } from '../../../src/environment/redirectVariables';
import { stepVariables } from '../../../src/environment/stepVariables';
import { temporaryFolder, writeFiles } from '../../support/temporary';

const SEP = path.delimiter;

describe('redirectVariables', () => {
  it('moves what lies in the project, by name or through links, and leaves the rest', () => {
    const project = temporaryFolder();
    const room = temporaryFolder();
    writeFiles(project, {
      'lib/a.py': '',
      '.venv/pyvenv.cfg': '',
      '.venv/bin/x': '',
      'node_modules/.bin/x': '',
    });
    const alias = path.join(temporaryFolder(), 'alias');
    fs.symlinkSync(project, alias);
    const entries = (root: string): string[] => [
      path.join(root, 'lib'),
      path.join(root, 'not-there-yet'),
      root,
      'relative',
      '',
      '/usr/lib/python3',
      `${project}-other`,
      path.join(project, '.venv', 'bin'),
      path.join(project, 'node_modules', '.bin'),
    ];
    const given = [...entries(project), path.join(alias, 'lib')].join(SEP);
    const wanted = [...entries(room), path.join(room, 'lib')].join(SEP);
    const moved = redirectVariables(
      { PYTHONPATH: given, PATH: given, DATA: project, BASH_ENV: path.join(project, 'env.sh') },
      project,
      room,
    );
    assert.equal(moved.PYTHONPATH, wanted);
    assert.equal(moved.PATH, wanted);
    assert.equal(moved.DATA, project);
    assert.equal(moved.BASH_ENV, path.join(room, 'env.sh'));
  });

  it('is part of a step in a room, and of none in the workspace', () => {
    const [project, room] = [temporaryFolder(), temporaryFolder()];
    const made = (inRoom: boolean) =>
      stepVariables({
        base: { PYTHONPATH: path.join(project, 'lib') },
        step: { variables: {}, workingFolder: '.' },
        python: null,
        temporary: '/tmp/s',
        redirect: inRoom ? { PYTHONPATH: path.join(room, 'src') } : null,
        project,
        room: inRoom ? room : null,
      }).PYTHONPATH;
    assert.equal(made(false), path.join(project, 'lib'));
    assert.equal(made(true), [path.join(room, 'src'), path.join(room, 'lib')].join(SEP));
  });
});

describe('variablesOfRecord', () => {
  function recordOf(variables: Record<string, string>): EnvironmentRecord {
    const values = Object.entries(variables).map(([name, value]) => [name, { value }] as const);
    return {
      format: 1,
      system: {} as EnvironmentRecord['system'],
      saltId: '',
      variables: Object.fromEntries(values),
      git: null,
      executables: [],
      packages: [],
      steps: {},
    };
  }

  it('takes what was recorded, a PATH with missing folders too, and nothing but the three variables', () => {
    const there = temporaryFolder();
    const gone = path.join(there, 'gone');
    const was = recordOf({
      PATH: [there, gone, '/usr/bin'].join(SEP),
      VIRTUAL_ENV: there,
      TZ: 'UTC',
    });
    const now = { PATH: '/elsewhere', CONDA_PREFIX: '/conda', HOME: '/h' };
    assert.deepEqual(variablesOfRecord(was, now, true), {
      PATH: [there, gone, '/usr/bin'].join(SEP),
      VIRTUAL_ENV: there,
      HOME: '/h',
    });
    assert.deepEqual(variablesOfRecord(was, now, false), now);
  });

  it('keeps what is set now where nothing recorded is left', () => {
    const gone = path.join(temporaryFolder(), 'gone');
    const was = recordOf({ PATH: gone, VIRTUAL_ENV: gone, CONDA_PREFIX: gone });
    const now = { PATH: '/usr/bin', VIRTUAL_ENV: '/v' };
    assert.deepEqual(variablesOfRecord(was, now, true), now);
  });
});

describe('saltOf', () => {
  it("is the store's own, and a new one each time where there is none", () => {
    const store = temporaryFolder();
    assert.notEqual(saltOf(store).id, saltOf(store).id);
    fs.writeFileSync(path.join(store, 'salt'), 'salt');
    assert.equal(saltOf(store).id, saltOf(store).id);
    assert.match(saltOf(store).id, /^[0-9a-f]{16}$/);
  });
});
