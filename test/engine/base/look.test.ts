import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import {
  isFolder,
  isProgram,
  namesIn,
  readTextOrNull,
  realPathOrNull,
  statOrNull,
} from '../../../src/base/look';
import { temporaryFolder, writeFiles } from '../../support/temporary';

describe('looking at what may not be there', () => {
  it('follows links, and takes what is missing, or below a file, for nothing', () => {
    const folder = temporaryFolder();
    writeFiles(folder, { 'a/file': 'text' });
    fs.symlinkSync('a', path.join(folder, 'link'));
    fs.symlinkSync('nowhere', path.join(folder, 'broken'));
    const at = (name: string): string => path.join(folder, name);
    assert.deepEqual(namesIn(folder).sort(), ['a', 'broken', 'link']);
    assert.ok(isFolder(at('link')) && !isFolder(at('link/file')));
    assert.equal(readTextOrNull(at('link/file')), 'text');
    assert.equal(realPathOrNull(at('link/file')), at('a/file'));
    assert.equal(statOrNull(at('a/file'))?.size, 4);
    for (const name of ['none', 'a/file/below', 'broken', 'none/below']) {
      assert.equal(statOrNull(at(name)), null, name);
      assert.equal(isFolder(at(name)) || isProgram(at(name)), false, name);
      assert.equal(readTextOrNull(at(name)), null, name);
      assert.equal(realPathOrNull(at(name)), null, name);
      assert.deepEqual(namesIn(at(name)), [], name);
    }
  });

  it('takes only a file that may be executed for a program', () => {
    const folder = temporaryFolder();
    writeFiles(folder, { plain: '', run: '' });
    fs.chmodSync(path.join(folder, 'run'), 0o755);
    assert.ok(isProgram(path.join(folder, 'run')) && !isProgram(folder));
    if (process.platform !== 'win32') assert.ok(!isProgram(path.join(folder, 'plain')));
  });
});
