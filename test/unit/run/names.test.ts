import * as assert from 'node:assert/strict';

import { escapedName, logFile } from '../../../src/run/logFile';
import { shellCall } from '../../../src/run/executors/shells';

describe('log files', () => {
  it('lie in a folder of the step, one an attempt', () => {
    assert.equal(logFile('train@forest-0.1', 2), 'logs/train@forest-0.1/2.log');
  });

  it('escape what some file system does not take', () => {
    assert.equal(escapedName('a/b:c'), 'a%2fb%3ac');
    assert.equal(escapedName('é'), '%c3%a9');
    for (const name of ['con', 'NUL', 'com1', 'aux.x', 'train@0.']) {
      assert.equal(escapedName(name), `${name}%`);
    }
    assert.equal(escapedName('console'), 'console');
  });
});

describe('shells', () => {
  it('stop at the first failing line', () => {
    assert.deepEqual(shellCall('sh', 'x', 'linux'), {
      file: '/bin/sh',
      args: ['-e', '-c', 'x'],
      verbatim: false,
    });
    assert.deepEqual(shellCall('bash', 'x', 'linux').args, [
      '--noprofile',
      '--norc',
      '-eo',
      'pipefail',
      '-c',
      'x',
    ]);
  });

  it('hand cmd its line as it is written', () => {
    assert.deepEqual(shellCall('cmd', 'echo "a b"', 'win32'), {
      file: 'cmd.exe',
      args: ['/d', '/s', '/c', '"echo "a b""'],
      verbatim: true,
    });
  });

  it('have PowerShell pass on the code of the last program', () => {
    const script = shellCall('pwsh', 'x', 'win32').args.at(-1) ?? '';
    assert.ok(script.startsWith("$ErrorActionPreference = 'Stop'"));
    assert.ok(script.includes('exit $LASTEXITCODE'));
  });
});
