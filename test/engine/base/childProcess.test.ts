import assert from 'node:assert/strict';

import { runHelper } from '../../../src/base/childProcess';
import { temporaryFolder } from '../../support/temporary';

describe('runHelper', () => {
  const run = (code: string, options: { input?: string; timeoutMs?: number } = {}) =>
    runHelper(process.execPath, ['-e', code], { cwd: temporaryFolder(), ...options });

  it('collects what a helper prints, and its exit', async () => {
    const done = await run("console.log('out'); console.error('err'); process.exitCode = 3");
    assert.deepEqual(
      [done.code, done.stdout.toString(), done.stderr, done.error],
      [3, 'out\n', 'err\n', null],
    );
  });

  it('runs in its folder with the variables given and no others', async () => {
    const folder = temporaryFolder();
    const code = 'console.log(process.cwd(), process.env.ONE, process.env.HOME)';
    const env = { ONE: '1', HOME: undefined };
    const done = await runHelper(process.execPath, ['-e', code], { cwd: folder, env });
    assert.equal(done.stdout.toString(), `${folder} 1 undefined\n`);
  });

  it('feeds it, also where it does not read to the end', async () => {
    const done = await run('process.stdin.pipe(process.stdout)', { input: 'héllo' });
    assert.equal(done.stdout.toString(), 'héllo');
    const deaf = await run('process.exit(0)', { input: 'x'.repeat(1_000_000) });
    assert.equal(deaf.code, 0);
  });

  it('says why one could not be started', async () => {
    const done = await runHelper('no-such-program', [], { cwd: temporaryFolder() });
    assert.deepEqual([done.code, done.error], [null, 'ENOENT']);
  });

  it('ends one that takes too long', async () => {
    const done = await run('setInterval(() => {}, 1000)', { timeoutMs: 50 });
    assert.equal(done.code, null);
  });
});
