import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { askPython } from '../../../src/environment/askPython';
import { openObservationCache } from '../../../src/environment/observationCache';
import { interpreterLine, resolveProgram } from '../../../src/environment/resolveProgram';
import { cannotRun } from '../../support/cannotRun';
import { temporaryFolder, writeFiles } from '../../support/temporary';

function program(file: string, text: string): string {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  fs.chmodSync(file, 0o755);
  return file;
}

/** A launcher that counts its starts and goes on to the real Python. */
function launcher(file: string, count: string): string {
  const real = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'])
    .toString()
    .trim();
  return program(file, `#!/bin/sh\nprintf x >> ${count}\nexec ${real} "$@"\n`);
}

describe('askPython', () => {
  before(function () {
    if (process.platform === 'win32') cannotRun(this, 'uses scripts of POSIX');
  });

  const ask = (file: string, folder: string, cacheFolder: string) => {
    const cache = openObservationCache(cacheFolder);
    const variables = { PATH: process.env.PATH };
    const answer = askPython(file, { variables, folder, cache, now: Number.MAX_SAFE_INTEGER });
    return answer.then((facts) => {
      cache.save();
      return facts;
    });
  };

  it('asks a launcher of pyenv again only when its choice may be another', async () => {
    const [root, project, cache] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
    const count = path.join(cache, 'count');
    writeFiles(root, { version: '3.11\n', 'versions/.keep': '' });
    const shim = launcher(path.join(root, 'shims', 'python3'), count);
    const started = async (): Promise<number> => {
      assert.match((await ask(shim, project, cache))?.version ?? '', /^CPython 3\./);
      return fs.readFileSync(count, 'utf8').length;
    };
    assert.deepEqual([await started(), await started()], [1, 1]);
    writeFiles(project, { '.python-version': '3.12\n' });
    assert.deepEqual([await started(), await started()], [2, 2]);
    writeFiles(root, { version: '3.13\n' });
    assert.equal(await started(), 3);
  });

  it('asks any other launcher each time', async () => {
    const [bin, cache] = [temporaryFolder(), temporaryFolder()];
    const count = path.join(cache, 'count');
    const file = launcher(path.join(bin, 'python3'), count);
    const [one, two] = [await ask(file, bin, cache), await ask(file, bin, cache)];
    assert.deepEqual(one, two);
    assert.equal(fs.readFileSync(count, 'utf8'), 'xx');
    assert.notEqual(one?.executable, file);
  });

  it('takes what does not answer as a Python for none', async () => {
    const folder = temporaryFolder();
    const cases = { fails: 'exit 1', silent: 'exit 0', chatty: 'echo 3.12' };
    for (const [name, script] of Object.entries(cases)) {
      const file = program(path.join(folder, name), `#!/bin/sh\n${script}\n`);
      assert.equal(await ask(file, folder, folder), null, name);
    }
    assert.equal(await ask(path.join(folder, 'gone'), folder, folder), null);
  });
});

describe('resolveProgram', () => {
  before(function () {
    if (process.platform === 'win32') cannotRun(this, 'uses modes of POSIX');
  });

  it('takes the first on PATH that may be executed, and a word with a way from the folder', () => {
    const [one, two] = [temporaryFolder(), temporaryFolder()];
    writeFiles(one, { tool: 'not executable', 'folder/x': '' });
    const tool = program(path.join(two, 'tool'), '');
    const options = { path: [one, '', two].join(path.delimiter), folder: two };
    assert.equal(resolveProgram('tool', options), tool);
    assert.equal(resolveProgram('./tool', options), tool);
    assert.equal(resolveProgram('folder', options), null);
    assert.equal(resolveProgram('none', options), null);
    assert.equal(resolveProgram('tool', { path: '', folder: two }), tool);
  });
});

describe('interpreterLine', () => {
  it('reads first lines, those of env, and those of paths too long for one', () => {
    const folder = temporaryFolder();
    const cases: readonly (readonly [string, readonly string[] | null])[] = [
      ['#!/usr/bin/python3 -u\n', ['/usr/bin/python3', '-u']],
      ['#! /usr/bin/env python3\n', ['python3']],
      ['#!/usr/bin/env -S A=1 python3 -u\nx', ['python3', '-u']],
      ["#!/bin/sh\n'''exec' \"/a long/python\" \"$0\" \"$@\"\n' '''\n", ['/a long/python']],
      ['\x7fELF', null],
      ['', null],
    ];
    for (const [text, expected] of cases) {
      writeFiles(folder, { script: text });
      assert.deepEqual(interpreterLine(path.join(folder, 'script')), expected, text);
    }
    assert.equal(interpreterLine(path.join(folder, 'none')), null);
  });
});
