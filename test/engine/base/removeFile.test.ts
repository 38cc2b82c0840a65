import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { removeFile } from '../../../src/base/removeFile';
import { upTimeMs } from '../../../src/base/upTime';
import { temporaryFolder } from '../../support/temporary';

describe('removing a file', () => {
  it('takes it away where it is there, a link and not what it leads to, and never a folder', () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'file');
    fs.writeFileSync(file, 'x');
    fs.symlinkSync(file, path.join(folder, 'link'));
    removeFile(path.join(folder, 'link'));
    assert.deepEqual(fs.readdirSync(folder), ['file']);
    removeFile(file);
    removeFile(file);
    assert.deepEqual(fs.readdirSync(folder), []);
    assert.throws(() => removeFile(folder), /EISDIR|EPERM/);
    assert.equal(fs.existsSync(folder), true);
  });
});

describe('the time a machine is up', () => {
  it('is in milliseconds and goes on', () => {
    const [from, at] = [upTimeMs(), performance.now()];
    while (performance.now() - at < 20);
    const took = upTimeMs() - from;
    assert.ok(took >= 20 && took < 60_000, String(took));
  });
});
