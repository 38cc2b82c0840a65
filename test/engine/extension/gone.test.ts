import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { openSavedReader } from '../../../src/engine/reading/savedReader';
import { StoreWatch } from '../../../src/extension/pipelines/storeWatch';
import { savedReports, tellingGone } from '../../../src/extension/report/reportSource';
import { reprise } from '../../support/example';
import { projectOf } from '../../support/project';

describe('a project that comes and goes beside an open window', function () {
  this.timeout(60_000);

  it('a report whose project is gone says so', async () => {
    const root = projectOf();
    assert.equal(reprise(root, ['run', '--run-id', 'mine']).exit, 0);
    const reader = openSavedReader({ root, store: path.join(root, '.reprise') });
    const source = tellingGone(savedReports(reader), root);
    const ref = { kind: 'verify', run: 'mine', rules: 'saved' } as const;
    try {
      await assert.rejects(
        source.report(ref),
        (error: Error) => !error.message.includes('is gone'),
      );
      fs.rmSync(path.join(root, '.reprise'), { recursive: true });
      await assert.rejects(source.report(ref), (error: Error) =>
        error.message.startsWith(`${root} is gone`),
      );
      fs.rmSync(root, { recursive: true });
      await assert.rejects(source.report(ref), (error: Error) =>
        error.message.startsWith(`${root} is gone`),
      );
    } finally {
      await reader.close();
    }
  });

  it('the first run, the first version, and those after a new beginning are told by the system itself', async () => {
    const root = projectOf();
    let told: () => void = () => undefined;
    const watch = new StoreWatch(path.join(root, '.reprise'), 'pipeline.yaml', () => told());
    try {
      for (const args of [['run'], ['save'], ['run'], ['save']]) {
        if (args[0] === 'run')
          fs.rmSync(path.join(root, '.reprise'), { recursive: true, force: true });
        await new Promise<void>((resolve) => setImmediate(resolve));
        const change = new Promise<void>((resolve) => (told = resolve));
        assert.equal(reprise(root, args).exit, 0);
        await change;
      }
    } finally {
      watch.dispose();
    }
  });
});
