import assert from 'node:assert/strict';

import { commandLine } from '../support/commandLine';
import { reprise } from '../support/extension';
import { folder } from '../support/workspace';

describe('beside ten thousand runs', () => {
  it('the extension is active', () => assert.ok(reprise().isActive));

  it('they are whole runs to the engine', async () => {
    const { exit, stdout } = await commandLine(folder(), ['runs', '--all', '--json']);
    assert.equal(exit, 0);
    const { runs } = JSON.parse(stdout) as { runs: { status: string }[] };
    assert.equal(runs.length, 10_000);
    assert.ok(runs.every((run) => run.status === 'succeeded'));
  });
});
