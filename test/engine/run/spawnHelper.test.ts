import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { startTimeOf } from '../../../src/base/processes';
import { PerlHelper } from '../../../src/run/executors/perlHelper';
import { cannotRun } from '../../support/cannotRun';
import { temporaryFolder } from '../../support/temporary';

function program(text: string): { readonly file: string; readonly pid: () => number | null } {
  const folder = temporaryFolder();
  const [file, note] = [path.join(folder, 'perl'), path.join(folder, 'pid')];
  fs.writeFileSync(file, `#!/bin/sh\necho $$ > ${note}.new; mv ${note}.new ${note}\n${text}\n`);
  fs.chmodSync(file, 0o755);
  return { file, pid: () => (fs.existsSync(note) ? Number(fs.readFileSync(note, 'utf8')) : null) };
}

describe('a Perl that is none', () => {
  beforeEach(function () {
    if (process.platform !== 'linux') cannotRun(this, 'Perl helps on Linux only');
  });

  it('is useless where it is not there, ends, or says what nobody expects', async () => {
    const broken = program('echo no strict.pm; echo started 1 1; exit 2');
    for (const file of ['/nowhere/perl', '/bin/false', broken.file]) {
      const helper = new PerlHelper(file);
      await until(() => helper.useless);
      assert.equal(helper.ready, false, file);
      helper.close();
    }
  });

  it('is ended with the run where it hangs and never says that it is ready', async () => {
    const hanging = program('exec sleep 1000');
    const helper = new PerlHelper(hanging.file);
    await until(() => hanging.pid() !== null);
    const pid = hanging.pid() ?? 0;
    assert.notEqual(startTimeOf(pid), null);
    assert.equal(helper.ready, false);
    helper.close();
    await until(() => startTimeOf(pid) === null);
  });
});

/** Turns of the loop, not time: what is waited for comes with one of them. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
