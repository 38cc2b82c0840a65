import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import type { Job } from '../../../src/run/executors/executor';
import { localExecutor } from '../../../src/run/executors/local';
import { perlMayHelp } from '../../../src/run/executors/perlHelper';
import type { HelperKind } from '../../../src/run/executors/spawner';
import { executorContract } from '../../contract/executor';
import { cannotRun } from '../../support/cannotRun';
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

/** Perl is tried where it is. */
const HELPERS: readonly HelperKind[] = ['perl', 'node'];

describe('executor: local', () => {
  const here = HELPERS.filter((helper) => helper !== 'perl' || perlMayHelp());
  for (const helper of [null, ...here]) {
    describe(helper === null ? 'by itself' : `through its helper in ${helper}`, () => {
      executorContract(async () => {
        const steering = await openSteering();
        const folder = temporaryFolder();
        const executor = localExecutor({ graceMs: 100, ...(helper && { helper }) });
        if (helper !== null) await useHelper(executor, folder, helper);
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

  for (const helper of HELPERS) describeHelper(helper);

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

/** What a helper must not change. */
function describeHelper(helper: HelperKind): void {
  const many = async () => {
    const [folder, executor] = [temporaryFolder(), localExecutor({ graceMs: 100, helper })];
    const pid = await useHelper(executor, folder, helper);
    return { folder, executor, pid };
  };

  it(`tells a signal apart from an exit code that looks like one (${helper})`, async function () {
    if (helper === 'perl' && !perlMayHelp()) cannotRun(this, 'no Perl that can help');
    const { folder, executor } = await many();
    const killed = executor.start(jobIn(folder, 'kill -9 $$'));
    assert.deepEqual(await killed.exit, {
      kind: 'signalled',
      signal: 'SIGKILL',
      leftRunning: null,
    });
    const aborted = executor.start(jobIn(folder, 'kill -ABRT $$'));
    assert.deepEqual(await aborted.exit, {
      kind: 'signalled',
      signal: 'SIGABRT',
      leftRunning: null,
    });
    const exited = executor.start(jobIn(folder, 'exit 137'));
    assert.deepEqual(await exited.exit, { kind: 'exited', code: 137, leftRunning: null });
    executor.close();
  });

  it(`calls the jobs of a helper that is gone lost, and ends them (${helper})`, async function () {
    if (helper === 'perl' && !perlMayHelp()) cannotRun(this, 'no Perl that can help');
    const steering = await openSteering();
    const { folder, executor, pid } = await many();
    const running = executor.start(jobIn(folder, `exec ${steering.command('orphan')}`));
    const orphan = await steering.started('orphan');
    process.kill(pid, 'SIGKILL');
    assert.deepEqual(await running.exit, { kind: 'lost' });
    await orphan.gone;
    const next = await executor.start(jobIn(folder, 'exit 4', 'next')).exit;
    assert.deepEqual(next, { kind: 'exited', code: 4, leftRunning: null });
    executor.close();
  });

  it(`gives each job its own environment, to the byte, and one group (${helper})`, async function () {
    if (helper === 'perl' && !perlMayHelp()) cannotRun(this, 'no Perl that can help');
    const { folder, executor } = await many();
    const odd = ' a=b\nzwei – drei\t"$HOME\'';
    for (const [name, variables] of [
      ['first', { PATH: '/usr/bin:/bin', ODD: odd, EMPTY: '', ...FOR_PERL }],
      ['second', { PATH: '/usr/bin:/bin' }],
    ] as const) {
      const script = 'env -0 | sort -z | tr "\\000" "\\001"; ps -o pid=,pgid= -p $$';
      const job = { ...jobIn(folder, script, name), variables };
      const exit = await executor.start(job).exit;
      assert.deepEqual(exit, { kind: 'exited', code: 0, leftRunning: null });
      const printed = fs.readFileSync(job.log, 'utf8');
      const end = printed.lastIndexOf('\u0001');
      const found = printed.slice(0, end).split('\u0001');
      const given = Object.entries({ ...variables, REPRISE_STEP: `run-1/${name}` });
      const [own, group] = printed
        .slice(end + 1)
        .trim()
        .split(/\s+/);
      assert.deepEqual(
        found.filter((entry) => !/^(PWD|OLDPWD|SHLVL|_)=/.test(entry)),
        given.map(([key, value]) => `${key}=${value}`).sort(),
      );
      assert.equal(own, group);
    }
    executor.close();
  });

  it(`gives a job no descriptor of its own, and keeps none of a thousand (${helper})`, async function () {
    if (helper === 'perl' && !perlMayHelp()) cannotRun(this, 'no Perl that can help');
    this.timeout(120_000);
    const { folder, executor, pid } = await many();
    const open = (): number => fs.readdirSync(`/proc/${pid}/fd`).length;
    const before = open();
    const alone = localExecutor({ graceMs: 100 });
    const descriptors = await Promise.all(
      [alone, executor].map(async (by, at) => {
        const job = jobIn(folder, 'exec ls /proc/self/fd', `descriptors-${at}`);
        await by.start(job).exit;
        return fs.readFileSync(job.log, 'utf8');
      }),
    );
    assert.equal(descriptors[1], descriptors[0], 'what it has by itself');
    alone.close();
    const codes = new Map<number, number>();
    for (let count = 0; count < 1000; count += 50) {
      const jobs = Array.from({ length: 50 }, (_, at) =>
        executor.start(jobIn(folder, `exit ${(count + at) % 7}`, `many-${count + at}`)),
      );
      for (const [at, job] of jobs.entries()) {
        const exit = await job.exit;
        assert.deepEqual(exit, { kind: 'exited', code: (count + at) % 7, leftRunning: null });
        codes.set(count + at, exit.code);
      }
    }
    assert.equal(codes.size, 1000);
    assert.ok(open() <= before, `${open()} descriptors, ${before} before`);
    const logs = fs.readdirSync(folder).filter((name) => name.startsWith('many-'));
    assert.ok(logs.every((name) => fs.statSync(path.join(folder, name)).size === 0));
    executor.close();
  });

  it(`says what kept a job from starting (${helper})`, async function () {
    if (helper === 'perl' && !perlMayHelp()) cannotRun(this, 'no Perl that can help');
    const { folder, executor } = await many();
    const why = async (job: Partial<Job>): Promise<string> => {
      const exit = await executor.start({ ...jobIn(folder, 'true', 'odd'), ...job }).exit;
      return exit.kind === 'not-started' ? exit.error : exit.kind;
    };
    const nowhere = path.join(folder, 'nowhere');
    assert.equal(await why({ workingFolder: nowhere }), `no folder ${nowhere}`);
    assert.equal(await why({ shell: 'bash', variables: { PATH: nowhere } }), 'bash: ENOENT');
    assert.match(await why({ log: path.join(nowhere, 'log') }), /ENOENT/);
    assert.match(await why({ script: 'true \0 false' }), /null bytes/);
    executor.close();
  });
}

/** What steers a Perl, and is not there; a helper that heard of it would not come, or complain where a step's words go. */
const FOR_PERL = {
  PERL5OPT: '-Mnothing',
  PERL5LIB: '/nowhere',
  PERL5DB: 'die',
  PERL_UNICODE: 'SDA',
  PERLIO: ':utf8',
  LC_ALL: 'xx_XX.UTF-8',
};

/** As many jobs as it takes until one is started by the helper: its parent is not this process. Its number comes back. */
async function useHelper(
  executor: ReturnType<typeof localExecutor>,
  folder: string,
  helper: HelperKind,
): Promise<number> {
  for (let count = 0; count < 2000; count++) {
    const job = jobIn(folder, 'echo $PPID', `warm-${count}`);
    await executor.start(job).exit;
    const parent = Number(fs.readFileSync(job.log, 'utf8'));
    if (parent === process.pid) continue;
    const program = fs.readlinkSync(`/proc/${parent}/exe`);
    assert.match(program, helper === 'perl' ? /perl/ : /node/);
    return parent;
  }
  throw new Error('the helper never came');
}
