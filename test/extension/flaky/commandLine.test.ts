import assert from 'node:assert/strict';

import { commandLine } from '../support/commandLine';
import { folder } from '../support/workspace';

describe('the command line that ships, where a step is flaky', () => {
  it('saves a version and finds that it does not reproduce', async () => {
    assert.equal((await commandLine(folder(), ['run'])).exit, 0);
    assert.equal((await commandLine(folder(), ['save'])).exit, 0);
    const { exit, stdout } = await commandLine(folder(), ['verify', 'v1.0', '--json']);
    assert.equal(exit, 1);
    const report = JSON.parse(stdout) as { verdict: string; firstDivergence: { step: string } };
    assert.equal(report.verdict, 'different');
    assert.equal(report.firstDivergence.step, 'train');
  });
});
