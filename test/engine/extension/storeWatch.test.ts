import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { StoreWatch } from '../../../src/extension/pipelines/storeWatch';
import { temporaryFolder } from '../../support/temporary';

describe('watching the store of a project', () => {
  it('tells of a run that begins', async () => {
    const store = temporaryFolder();
    fs.mkdirSync(path.join(store, 'runs'));
    let told = false;
    const watch = new StoreWatch(store, 'pipeline.yaml', () => {
      told = true;
    });
    const isTold = (): boolean => told;
    // one after the other, because its first look may see the first ones already
    for (let run = 0; !isTold(); run++) {
      await fs.promises.mkdir(path.join(store, 'runs', String(run)));
    }
    watch.dispose();
  }).timeout(20_000);

  it('leaves no watcher behind when it is disposed of while it looks', async () => {
    const store = temporaryFolder();
    fs.mkdirSync(path.join(store, 'runs'));
    const told = { gone: 0, other: 0 };
    const gone = new StoreWatch(store, 'pipeline.yaml', () => (told.gone += 1));
    gone.dispose(); // its first look is under way
    const other = new StoreWatch(store, 'pipeline.yaml', () => (told.other += 1));
    for (let run = 0; told.other < 3; run++) {
      await fs.promises.mkdir(path.join(store, 'runs', String(run)));
    }
    other.dispose();
    assert.equal(told.gone, 0);
  }).timeout(20_000);
});
