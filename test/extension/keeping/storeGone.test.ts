import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import type { RunHead } from '../../../src/records/pastModel';
import { commandLine } from '../support/commandLine';
import { api, rowsBelow, until } from '../support/outline';
import { folder } from '../support/workspace';

const FILE = 'gone.pipeline.yaml';
const STEPS = 'name: gone\nsteps:\n  make:\n    run: echo 1 > gone.txt\n    outputs: [gone.txt]\n';

describe('a store that goes while the window is open', function () {
  this.timeout(120_000);
  const store = (): string => path.join(folder(), '.reprise');
  /** Beside the window, where nobody looks. */
  const away = (): string => `${folder()}-away`;

  before(async () => {
    fs.writeFileSync(path.join(folder(), FILE), STEPS);
    assert.equal((await commandLine(folder(), ['run', '-f', FILE])).exit, 0);
    await until(() => (standsAs('fresh') ? true : undefined));
  });

  after(() => {
    if (fs.existsSync(away())) fs.renameSync(away(), store());
  });

  it('takes along what was known of the steps, and brings it back', async () => {
    fs.renameSync(store(), away());
    await until(() => (standsAs('never-run') ? true : undefined));
    assert.deepEqual(await rowsBelow('gone', 'Workspace'), ['make: never run']);
    assert.deepEqual(await rowsBelow('gone', 'Runs'), []);
    fs.renameSync(away(), store());
    await until(() => (standsAs('fresh') ? true : undefined));
    assert.equal((await rowsBelow('gone', 'Runs')).length, 1);
  });

  it('leaves its pipelines to the project above', async () => {
    const own = path.join(folder(), 'own');
    fs.mkdirSync(path.join(own, '.reprise'), { recursive: true });
    const file = path.join(own, FILE);
    fs.writeFileSync(file, STEPS);
    const rootOf = (): string | undefined => api().pipelines.of(file)?.view.head?.root;
    try {
      await until(() => (rootOf() === own ? true : undefined));
      assert.equal((await commandLine(own, ['run', '-f', FILE])).exit, 0);
      await until(() => (runsOf(file).length === 1 ? true : undefined));
      fs.rmSync(path.join(own, '.reprise'), { recursive: true });
      await until(() => (rootOf() === folder() ? true : undefined));
    } finally {
      fs.rmSync(own, { recursive: true });
    }
  });

  it('ends a run that goes on', async () => {
    const waits = STEPS.replace('echo 1', 'while [ ! -e never ]; do sleep 0.05; done; echo 2');
    fs.writeFileSync(path.join(folder(), FILE), waits);
    const ended = commandLine(folder(), ['run', '-f', FILE, '--json']);
    await until(() => (isRunning() ? true : undefined));
    fs.renameSync(store(), away());
    const { exit, stdout } = await ended;
    assert.equal(exit, 3);
    assert.match(stdout, /"code": ?"record-gone"/);
    await until(() => (standsAs('never-run') ? true : undefined));
    assert.equal(fs.existsSync(path.join(store(), 'runs')), false);
  });
});

function standsAs(status: string): boolean {
  const standing = api().pipelines.of(path.join(folder(), FILE))?.view.standing;
  return standing?.state === 'known' && standing.steps.every((step) => step.status === status);
}

function isRunning(): boolean {
  return runsOf(path.join(folder(), FILE)).some(
    (run) => run.status === 'running' && run.running.length > 0,
  );
}

function runsOf(file: string): readonly RunHead[] {
  return api().pipelines.of(file)?.view.past?.runs ?? [];
}
