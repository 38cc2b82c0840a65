import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

import type { Digest } from '../../../src/base/digest';
import { temporaryFolder } from '../../support/temporary';

const GIBIBYTE = 2 ** 30;
const MOST = 300e6;

describe('the memory of a store', () => {
  it('stays bounded while a file of 1 GiB is captured and loaded', function () {
    this.timeout(180_000);
    const folder = temporaryFolder();
    const root = path.join(folder, 'root');
    fs.mkdirSync(root);
    // A sparse file reads as zeros: as many bytes go through, and none are on the disk beforehand.
    fs.truncateSync(makeFile(path.join(root, 'large')), GIBIBYTE + 12_345);
    const store = path.join(folder, '.reprise');
    const alone = act('nothing').peakBytes;
    const captured = act('capture', root, store);
    assert.ok(captured.peakBytes - alone < MOST, `${captured.peakBytes - alone} to capture`);
    const loaded = act('load', path.join(folder, 'loaded'), store, captured.tree);
    assert.ok(loaded.peakBytes - alone < MOST, `${loaded.peakBytes - alone} to load`);
    assert.equal(fs.statSync(path.join(folder, 'loaded', 'large')).size, GIBIBYTE + 12_345);
  });
});

function act(...args: readonly string[]): { tree: Digest; peakBytes: number } {
  const script = path.join(__dirname, '..', '..', 'support', 'storeAction.js');
  return JSON.parse(execFileSync(process.execPath, [script, ...args], { encoding: 'utf8' })) as {
    tree: Digest;
    peakBytes: number;
  };
}

function makeFile(file: string): string {
  fs.writeFileSync(file, '');
  return file;
}
