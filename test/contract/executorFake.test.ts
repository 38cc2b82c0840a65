import * as fs from 'node:fs';
import * as path from 'node:path';

import type { Job } from '../../src/run/executors/executor';
import { fakeExecutor } from '../support/fakeExecutor';
import { temporaryFolder } from '../support/temporary';
import { executorContract } from './executor';

describe('executor: the fake of the tests', () => {
  executorContract(() => {
    const executor = fakeExecutor();
    const folder = temporaryFolder();
    const job = (script: string): Job => ({
      run: 'run',
      step: 'step',
      attempt: 1,
      shell: 'sh',
      script,
      workingFolder: folder,
      variables: {},
      log: path.join(folder, `${script}.log`),
      resources: null,
    });
    return Promise.resolve({
      executor,
      job,
      impossibleJob: () => job(''),
      started: (name) => executor.started(name),
      vanish: (name) => Promise.resolve(executor.vanish(name)),
      readLog: ({ log }) => fs.readFileSync(log, 'utf8'),
    });
  });
});
