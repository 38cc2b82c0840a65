import assert from 'node:assert/strict';

import { commandLine } from '../support/commandLine';
import { folder } from '../support/workspace';

describe('the command line that ships, under the Node of the extension host', () => {
  it('runs steps, and tells which failed', async () => {
    const { exit, stdout } = await commandLine(folder(), ['run', '--json']);
    assert.equal(exit, 3);
    const { status, steps } = JSON.parse(stdout) as {
      status: string;
      steps: { name: string; status: string }[];
    };
    assert.equal(status, 'failed');
    assert.deepEqual(
      steps.map((step) => `${step.name} ${step.status}`),
      ['prepare succeeded', 'train failed', 'evaluate blocked'],
    );
  });
});
