import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { LogFolders } from '../../../src/run/logFolders';
import { temporaryFolder } from '../../support/temporary';

describe('log folders', () => {
  const names = Array.from({ length: 40 }, (_, index) => `s${index}`);

  it('are there when a step asks, made ahead or not', async () => {
    const folder = temporaryFolder();
    const logs = new LogFolders(folder);
    logs.expect(names);
    for (const name of [...names, 'unexpected', 'a@b/c']) {
      const file = logs.fileFor(name, 1);
      fs.writeFileSync(file, name);
    }
    await logs.close();
    assert.equal(fs.readFileSync(path.join(folder, 'logs', 's39', '1.log'), 'utf8'), 's39');
    assert.equal(fs.readdirSync(path.join(folder, 'logs')).length, names.length + 2);
  });

  it('leave none behind for steps that never ran, and none of what did', async () => {
    const folder = temporaryFolder();
    const logs = new LogFolders(folder);
    logs.expect(names);
    const file = logs.fileFor('s3', 1);
    fs.writeFileSync(file, 'kept');
    while (!fs.existsSync(path.join(folder, 'logs', 's9'))) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await logs.close();
    assert.deepEqual(fs.readdirSync(path.join(folder, 'logs')), ['s3']);
    assert.equal(fs.readFileSync(file, 'utf8'), 'kept');
  });
});
