import * as fs from 'node:fs';
import * as path from 'node:path';

import { api, until } from '../extension/support/outline';
import { folder } from '../extension/support/workspace';

import { rounds } from './hostRounds';

/** How long the host is held up while a run goes on in a workspace that has had many. */
describe('stalls of the host with a long history', function () {
  this.timeout(1_800_000);

  it('one more run', async () => {
    const file = path.join(folder(), 'pipeline.yaml');
    const slow = [
      '  slow:',
      '    run: node -e "setTimeout(() => {}, 5000)"',
      '    inputs: [round.txt]',
      '    outputs: []',
    ];
    fs.appendFileSync(file, `${slow.join('\n')}\n`);
    const total = await until(() => api().pipelines.of(file)?.view.past?.total ?? undefined);
    await rounds(`one live beside ${total} runs`, file);
  });
});
