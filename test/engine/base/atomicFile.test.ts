import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { publishExclusive, syncFolder, writeFileAtomic } from '../../../src/base/atomicFile';
import { temporaryFolder } from '../../support/temporary';

describe('writeFileAtomic', () => {
  it('writes and replaces whole files, parents made, nothing left beside them', () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'a', 'b', 'file.json');
    writeFileAtomic(file, 'one');
    writeFileAtomic(file, Buffer.from('two'), { sync: false });
    assert.equal(fs.readFileSync(file, 'utf8'), 'two');
    assert.deepEqual(fs.readdirSync(path.dirname(file)), ['file.json']);
  });

  it('leaves the old bytes, and no half of the new, where it fails', () => {
    const folder = temporaryFolder();
    const target = path.join(folder, 'taken');
    fs.mkdirSync(target);
    fs.writeFileSync(path.join(target, 'kept'), 'kept');
    assert.throws(() => writeFileAtomic(target, 'new'));
    assert.deepEqual(fs.readdirSync(folder), ['taken']);
    assert.equal(fs.readFileSync(path.join(target, 'kept'), 'utf8'), 'kept');
  });

  it('gives the mode that was asked for', function () {
    if (process.platform === 'win32') assert.ok(true, 'modes mean nothing on Windows');
    const file = path.join(temporaryFolder(), 'salt');
    writeFileAtomic(file, 'x', { mode: 0o600 });
    if (process.platform !== 'win32') assert.equal(fs.statSync(file).mode & 0o777, 0o600);
  });
});

describe('publishExclusive', () => {
  it('writes a file that is not there, and never over one that is', () => {
    const file = path.join(temporaryFolder(), 'v1.json');
    assert.equal(publishExclusive(file, 'first'), true);
    assert.equal(publishExclusive(file, 'second'), false);
    assert.equal(fs.readFileSync(file, 'utf8'), 'first');
    assert.deepEqual(fs.readdirSync(path.dirname(file)), ['v1.json']);
  });

  it('tells other trouble apart from a file that is there', () => {
    const folder = temporaryFolder();
    fs.writeFileSync(path.join(folder, 'file'), '');
    assert.throws(() => publishExclusive(path.join(folder, 'file', 'below'), 'x'));
  });
});

describe('syncFolder', () => {
  it('takes a folder that is there, and no other', () => {
    const folder = temporaryFolder();
    syncFolder(folder);
    if (process.platform !== 'win32') assert.throws(() => syncFolder(path.join(folder, 'none')));
    assert.ok(fs.existsSync(folder));
  });
});
