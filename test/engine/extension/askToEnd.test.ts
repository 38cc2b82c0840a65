import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { askToEnd } from '../../../src/extension/runs/askToEnd';
import { temporaryFolder } from '../../support/temporary';

describe('asking a run to end', () => {
  it('leaves the file that the run looks for', async () => {
    const folder = temporaryFolder();
    assert.equal(await askToEnd(folder), true);
    assert.ok(fs.existsSync(path.join(folder, 'cancel')));
  });

  it('reaches a run that was only just started and has no folder yet', async () => {
    const folder = path.join(temporaryFolder(), 'runs', 'one');
    const asked = askToEnd(folder, { ended: new Promise(() => undefined) });
    setImmediate(() => fs.mkdirSync(folder, { recursive: true }));
    assert.equal(await asked, true);
    assert.ok(fs.existsSync(path.join(folder, 'cancel')));
  });

  it('gives up where the run ended before it had begun', async () => {
    const folder = path.join(temporaryFolder(), 'runs', 'one');
    assert.equal(await askToEnd(folder, { ended: Promise.reject(new Error('no node')) }), false);
    assert.ok(!fs.existsSync(folder));
  });

  it('throws where the folder cannot be written', async () => {
    const folder = path.join(temporaryFolder(), 'file');
    fs.writeFileSync(folder, '');
    await assert.rejects(askToEnd(folder), { code: 'ENOTDIR' });
  });
});
