import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';

import type { Executor, Job, JobExit } from '../../src/run/executors/executor';

/** A program in a job, as the suite commands it. */
export interface JobProgram {
  print(text: string): Promise<void>;
  exit(code: number): Promise<void>;
  ignorePoliteSignals(): Promise<void>;
  /** Starts a descendant that lives on by itself; `detached`: in a group of its own. */
  child(name: string, options?: { readonly detached?: boolean }): Promise<void>;
  /** Resolves once it is gone. */
  readonly gone: Promise<void>;
}

/** What an implementation brings to the suite. */
export interface ExecutorUnderTest {
  readonly executor: Executor;
  /** A job whose script starts the program of this name. */
  job(program: string): Job;
  /** A job that cannot be started. */
  impossibleJob(): Job;
  started(program: string): Promise<JobProgram>;
  /** Ends a program as no executor would: nobody learns how. */
  vanish(program: string): Promise<void>;
  readLog(job: Job): string;
}

/** What every executor promises; `make` is called before each test. */
export function executorContract(make: () => Promise<ExecutorUnderTest>): void {
  let under: ExecutorUnderTest;
  beforeEach(async () => (under = await make()));
  afterEach(() => under.executor.close());

  it('tells the exit code, and success only for 0', async () => {
    for (const code of [0, 7]) {
      const running = under.executor.start(under.job(`exits-${code}`));
      await (await under.started(`exits-${code}`)).exit(code);
      assert.deepEqual(await running.exit, { kind: 'exited', code, leftRunning: null });
    }
  });

  it('adds what is printed to the end of the log', async () => {
    const job = under.job('loud');
    fs.writeFileSync(job.log, 'before\n');
    const running = under.executor.start(job);
    const program = await under.started('loud');
    await program.print('one\n');
    await program.print('two\n');
    await program.exit(0);
    await running.exit;
    assert.equal(under.readLog(job), 'before\none\ntwo\n');
  });

  it('says why a job did not start', async () => {
    const running = under.executor.start(under.impossibleJob());
    const exit = await running.exit;
    assert.equal(exit.kind, 'not-started');
    assert.equal(await running.started, null);
    running.cancel();
  });

  it('cancels a program and its descendants, also those that do not listen', async () => {
    const running = under.executor.start(under.job('parent'));
    const parent = await under.started('parent');
    await parent.ignorePoliteSignals();
    await parent.child('child');
    const child = await under.started('child');
    await child.ignorePoliteSignals();
    await child.child('grandchild', { detached: true });
    const grandchild = await under.started('grandchild');
    await grandchild.ignorePoliteSignals();
    running.cancel();
    running.cancel();
    assert.equal((await running.exit).kind, 'cancelled');
    await Promise.all([parent.gone, child.gone, grandchild.gone]);
  });

  it('cancels nothing after the exit', async () => {
    const running = under.executor.start(under.job('done'));
    await (await under.started('done')).exit(3);
    const exit = await running.exit;
    running.cancel();
    assert.deepEqual(exit, { kind: 'exited', code: 3, leftRunning: null });
  });

  it('cancels a job that was asked to end as soon as it was started', async () => {
    const running = under.executor.start(under.job('hasty'));
    running.cancel();
    assert.equal((await running.exit).kind, 'cancelled');
  });

  it('ends what a job leaves running behind it, and says so', async () => {
    const running = under.executor.start(under.job('leaver'));
    const leaver = await under.started('leaver');
    await leaver.child('stayer', { detached: true });
    const stayer = await under.started('stayer');
    await leaver.exit(0);
    const exit = await running.exit;
    await stayer.gone;
    assert.ok(exit.kind === 'exited' && exit.code === 0);
    assert.equal(exit.leftRunning?.ended.length, 1);
  });

  it('runs several jobs at once', async () => {
    const runs = ['one', 'two', 'three'].map((name) => under.executor.start(under.job(name)));
    const programs = await Promise.all(['one', 'two', 'three'].map((name) => under.started(name)));
    for (const [code, program] of programs.entries()) await program.exit(code);
    const exits = await Promise.all(runs.map((running) => running.exit));
    assert.deepEqual(exits.map(codeOf), [0, 1, 2]);
  });

  it('takes up a job of another process by its external id, and can cancel it', async () => {
    const job = under.job('adopted');
    const place = await under.executor.start(job).started;
    const program = await under.started('adopted');
    assert.ok(place);
    const again = under.executor.reattach(place.externalId, job);
    again.cancel();
    assert.equal((await again.exit).kind, 'cancelled');
    await program.gone;
  });

  it('calls a job lost that is gone without a word, never a success', async () => {
    const job = under.job('lost');
    const place = await under.executor.start(job).started;
    await under.started('lost');
    assert.ok(place);
    const again = under.executor.reattach(place.externalId, job);
    await under.vanish('lost');
    assert.deepEqual(await again.exit, { kind: 'lost' });
  });
}

function codeOf(exit: JobExit): number | null {
  return exit.kind === 'exited' ? exit.code : null;
}
