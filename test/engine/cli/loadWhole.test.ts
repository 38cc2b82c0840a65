import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { cannotRun } from '../../support/cannotRun';
import { ask, REPOSITORY, reprise } from '../../support/example';
import { projectOf } from '../../support/project';
import { temporaryFolder } from '../../support/temporary';

const CLI = path.join(REPOSITORY, 'dist', 'cli.js');
const MANY = 3000;

/** A saved version of so many files that threads of the store write them. */
function savedProject(): string {
  const many = Array.from({ length: MANY }, (_, at) => [`many/${at % 40}/${at}.txt`, `${at}\n`]);
  const project = projectOf(undefined, {
    'words.txt': 'one\n',
    ...(Object.fromEntries(many) as Record<string, string>),
  });
  const ran = reprise(project, ['run']);
  assert.equal(ran.exit, 0, JSON.stringify(ran));
  assert.equal(reprise(project, ['save']).exit, 0);
  return project;
}

describe('load, which fills a folder as a whole', function () {
  this.timeout(120_000);
  let project: string;

  beforeEach(() => {
    project = savedProject();
  });

  it('leaves nothing where the disk is full before all is written', function () {
    const disk = temporaryFolder();
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'nr_inodes=900', 'tmpfs', disk]);
    if (mounted.status !== 0) cannotRun(this, 'a small file system cannot be mounted');
    try {
      for (const into of [path.join(disk, 'deep', 'er'), disk]) {
        const { error } = ask(project, ['load', 'v1.0', into], 3) as { error?: { code: string } };
        assert.equal(error?.code, 'disk-full');
        assert.deepEqual(fs.readdirSync(disk), []);
      }
    } finally {
      spawnSync('umount', ['--lazy', disk]);
    }
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`is whole or not there after ${signal}`, async () => {
      const top = temporaryFolder();
      const into = path.join(top, 'new');
      const child = spawn(process.execPath, [CLI, 'load', 'v1.0', into], {
        cwd: project,
        stdio: 'ignore',
      });
      const watcher = fs.watch(top, () => child.kill(signal));
      const exit = await new Promise((resolve) => child.once('close', resolve));
      watcher.close();
      if (exit === 130) assert.deepEqual(fs.readdirSync(top), []);
      else {
        assert.equal(exit, 0);
        assert.equal(fs.readdirSync(into, { recursive: true }).length, MANY + 40 + 3);
      }
    });
  }

  it('is nothing that could be taken for a version after SIGKILL', async () => {
    const into = temporaryFolder();
    const child = spawn(process.execPath, [CLI, 'load', 'v1.0', into], {
      cwd: project,
      stdio: 'ignore',
    });
    const watcher = fs.watch(into, () => child.kill('SIGKILL'));
    await new Promise((resolve) => child.once('close', resolve));
    watcher.close();
    const left = fs.readdirSync(into);
    assert.ok(left.length > 0);
    assert.ok(
      left.length === 1 ? left[0]?.startsWith('.reprise-load-') : left.length === 3,
      left.join(),
    );
  });
});
