import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { cannotRun } from '../../support/cannotRun';
import { ask, REPOSITORY, reprise } from '../../support/example';
import { projectOf } from '../../support/project';
import { openSteering } from '../../support/steered';

const CLI = path.join(REPOSITORY, 'dist', 'cli.js');

describe('the command line as a process', function () {
  this.timeout(120_000);

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    it(`${signal} ends the run with 130 after every process of its steps`, async () => {
      const steering = await openSteering();
      const folder = projectOf(`steps:\n  slow:\n    run: '${steering.command('slow')}'\n`, {});
      const cli = start(folder, ['run']);
      const slow = await steering.started('slow');
      await slow.child('grandchild');
      const grandchild = await steering.started('grandchild');
      cli.child.kill(signal);
      assert.equal((await cli.ended).code, 130);
      await Promise.all([slow.gone, grandchild.gone]);
      assert.match(cli.answered(), /Cancelled/);
      const { status, error } = ask(folder, ['show']) as { status?: string; error?: unknown };
      assert.equal(error, undefined, String(status));
    });
  }

  it('a second SIGINT does not break off what the first one began', async () => {
    const steering = await openSteering();
    const folder = projectOf(
      `steps:\n  slow:\n    run: '${steering.command('slow')}'\n    outputs: [mine.txt]\n`,
      { 'mine.txt': 'three weeks of work\n' },
    );
    const cli = start(folder, ['run']);
    const slow = await steering.started('slow');
    await slow.ignorePoliteSignals();
    cli.child.kill('SIGINT');
    await cli.hasTold(/Cancelling/);
    cli.child.kill('SIGINT');
    assert.equal((await cli.ended).code, 130);
    await slow.gone;
    assert.equal(fs.readFileSync(path.join(folder, 'mine.txt'), 'utf8'), 'three weeks of work\n');
  });

  it('`cancel` ends a run that another process started', async () => {
    const steering = await openSteering();
    const folder = projectOf(`steps:\n  slow:\n    run: '${steering.command('slow')}'\n`, {});
    const cli = start(folder, ['run', '--run-id', 'mine']);
    const slow = await steering.started('slow');
    assert.equal(ask(folder, ['cancel'])['run'], 'mine');
    assert.equal((await cli.ended).code, 130);
    await slow.gone;
  });

  it('`cancel` ends the verify of the version that it names', async () => {
    const steering = await openSteering();
    const folder = projectOf(
      `version: v1.0\nsteps:\n  slow:\n    run: '${steering.command('slow')}'\n`,
      {},
    );
    const run = start(folder, ['run']);
    await (await steering.started('slow')).exit(0);
    assert.equal((await run.ended).code, 0);
    ask(folder, ['save']);
    assert.match(reprise(folder, ['cancel', 'v1.0']).stderr, /nothing to cancel/);
    const verify = start(folder, ['verify', 'v1.0']);
    const again = await steering.started('slow');
    const { run: asked } = ask(folder, ['cancel', 'v1.0']);
    assert.notEqual(asked, ask(folder, ['show', 'v1.0'])['run']);
    assert.equal((await verify.ended).code, 130);
    await again.gone;
  });

  it('`logs --follow` prints what comes until the run ends', async () => {
    const steering = await openSteering();
    const folder = projectOf(`steps:\n  slow:\n    run: '${steering.command('slow')}'\n`, {});
    const run = start(folder, ['run']);
    const slow = await steering.started('slow');
    await slow.print('first\n');
    const logs = start(folder, ['logs', '--follow']);
    await logs.hasAnswered(/first/);
    await slow.print('second\n');
    await logs.hasAnswered(/second/);
    await slow.exit(0);
    assert.equal((await run.ended).code, 0);
    assert.equal((await logs.ended).code, 0);
    assert.equal(logs.answered(), '==> slow <==\nfirst\nsecond\n');
  });

  it('a reader that goes away is no error', async () => {
    const folder = projectOf();
    ask(folder, ['run']);
    const cli = start(folder, ['show', '--json']);
    cli.child.stdout?.destroy();
    const { code } = await cli.ended;
    assert.equal(code, 0, cli.told());
    assert.equal(cli.told(), '');
  });

  it('an answer that cannot be written is not success', function () {
    if (!fs.existsSync('/dev/full')) cannotRun(this, 'needs /dev/full');
    const folder = projectOf();
    const full = fs.openSync('/dev/full', 'w');
    const call = (...args: string[]) =>
      spawnSync(process.execPath, [CLI, ...args], {
        cwd: folder,
        stdio: ['ignore', full, 'pipe'],
        encoding: 'utf8',
      });
    const plan = call('plan', '--json');
    assert.equal(plan.status, 3);
    assert.match(plan.stderr, /the answer could not be written: .*ENOSPC/);
    const version = call('--version');
    assert.deepEqual([version.status, version.stderr], [3, '']);
    fs.closeSync(full);
  });

  it('prints no colours where there is no terminal', () => {
    const folder = projectOf();
    for (const args of [['run'], ['status'], ['runs'], ['--help'], ['frobnicate']]) {
      const done = reprise(folder, args, { FORCE_COLOR: '1', TERM: 'xterm-256color' });
      assert.doesNotMatch(`${done.stdout}${done.stderr}`, /\u001b/);
    }
  });

  it('tells a bug in one line, and its stack only to who asks', () => {
    const folder = projectOf();
    fs.writeFileSync(path.join(folder, '.reprise'), '');
    const done = reprise(folder, ['run']);
    assert.ok(done.exit === 2 || done.exit === 3);
    assert.doesNotMatch(done.stderr, /\n\s+at /);
    assert.match(done.stderr, /^reprise: /);
  });
});

interface Started {
  readonly child: ChildProcess;
  readonly answered: () => string;
  readonly told: () => string;
  readonly ended: Promise<{ readonly code: number | null }>;
  hasTold(pattern: RegExp): Promise<void>;
  hasAnswered(pattern: RegExp): Promise<void>;
}

/** Starts the command line and keeps what it prints. */
function start(folder: string, args: readonly string[]): Started {
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out = collected(child.stdout);
  const err = collected(child.stderr);
  return {
    child,
    answered: out.text,
    told: err.text,
    ended: new Promise((resolve) => child.on('close', (code) => resolve({ code }))),
    hasTold: err.has,
    hasAnswered: out.has,
  };
}

function collected(stream: NodeJS.ReadableStream): {
  readonly text: () => string;
  readonly has: (pattern: RegExp) => Promise<void>;
} {
  let text = '';
  const waiting = new Set<() => void>();
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    for (const look of [...waiting]) look();
  });
  return {
    text: () => text,
    has: (pattern) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!pattern.test(text)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}
