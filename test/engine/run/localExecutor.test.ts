import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import type { Job } from '../../../src/run/executors/executor';
import { localExecutor } from '../../../src/run/executors/local';
import { executorContract } from '../../contract/executor';
import { openSteering } from '../../support/steered';
import type { Steered } from '../../support/steered';
import { temporaryFolder } from '../../support/temporary';

function jobIn(folder: string, script: string, name = 'job'): Job {
  return {
    run: 'run-1',
    step: name,
    attempt: 1,
    shell: 'sh',
    script,
    workingFolder: folder,
    variables: { PATH: process.env['PATH'] ?? '' },
    log: path.join(folder, `${name}.log`),
    resources: null,
  };
}

describe('executor: local', () => {
  for (const many of [false, true]) {
    describe(many ? 'through its helper' : 'by itself', () => {
      executorContract(async () => {
        const steering = await openSteering();
        const folder = temporaryFolder();
        const executor = localExecutor({ graceMs: 100 });
        if (many) await useHelper(executor, folder);
        const pids = new Map<string, Steered>();
        return {
          executor,
          job: (name) => jobIn(folder, `exec ${steering.command(name)}`, name),
          impossibleJob: () => ({
            ...jobIn(folder, 'true'),
            workingFolder: path.join(folder, 'nowhere'),
          }),
          started: async (name) => {
            const steered = await steering.started(name);
            pids.set(name, steered);
            return steered;
          },
          vanish: async (name) => {
            const steered = pids.get(name);
            if (steered) process.kill(steered.pid, 'SIGKILL');
            await steered?.gone;
          },
          readLog: ({ log }) => fs.readFileSync(log, 'utf8'),
        };
      });
    });
  }

  it('tells a signal apart from an exit code that looks like one', async () => {
    const folder = temporaryFolder();
    const executor = localExecutor({ graceMs: 100 });
    const killed = executor.start(jobIn(folder, 'kill -9 $$'));
    assert.deepEqual(await killed.exit, {
      kind: 'signalled',
      signal: 'SIGKILL',
      leftRunning: null,
    });
    const exited = executor.start(jobIn(folder, 'exit 137'));
    assert.deepEqual(await exited.exit, { kind: 'exited', code: 137, leftRunning: null });
    executor.close();
  });

  it('calls the jobs of a helper that is gone lost, and ends them', async () => {
    const [folder, steering] = [temporaryFolder(), await openSteering()];
    const executor = localExecutor({ graceMs: 100 });
    const helper = await useHelper(executor, folder);
    const running = executor.start(jobIn(folder, `exec ${steering.command('orphan')}`));
    const orphan = await steering.started('orphan');
    process.kill(helper, 'SIGKILL');
    assert.deepEqual(await running.exit, { kind: 'lost' });
    await orphan.gone;
    const next = await executor.start(jobIn(folder, 'exit 4', 'next')).exit;
    assert.deepEqual(next, { kind: 'exited', code: 4, leftRunning: null });
    executor.close();
  });

  it('stops a script at its first failing line, in every shell that is here', async () => {
    const folder = temporaryFolder();
    const executor = localExecutor({ graceMs: 100 });
    for (const shell of ['sh', 'bash'] as const) {
      const script = 'echo one\nfalse\necho two';
      const job = { ...jobIn(folder, script, shell), shell };
      assert.deepEqual(await executor.start(job).exit, {
        kind: 'exited',
        code: 1,
        leftRunning: null,
      });
      assert.equal(fs.readFileSync(job.log, 'utf8'), 'one\n');
    }
    executor.close();
  });

  it('gives a program the null device to read, and the environment it was given', async () => {
    const folder = temporaryFolder();
    const executor = localExecutor({ graceMs: 100 });
    const variables = { PATH: process.env['PATH'] ?? '', GREETING: 'hello there' };
    const job = {
      ...jobIn(folder, 'cat; echo "$GREETING"; env | grep -c ^HOME= || true'),
      variables,
    };
    await executor.start(job).exit;
    assert.equal(fs.readFileSync(job.log, 'utf8'), 'hello there\n0\n');
    executor.close();
  });
});

/** As many jobs as it takes until one is started by the helper: its parent is not this process. Its number comes back. */
async function useHelper(
  executor: ReturnType<typeof localExecutor>,
  folder: string,
): Promise<number> {
  for (let count = 0; count < 2000; count++) {
    const job = jobIn(folder, 'echo $PPID', `warm-${count}`);
    await executor.start(job).exit;
    const parent = Number(fs.readFileSync(job.log, 'utf8'));
    if (parent !== process.pid) return parent;
  }
  throw new Error('the helper never came');
}
