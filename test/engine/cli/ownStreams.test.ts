import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { ask, REPOSITORY, reprise } from '../../support/example';
import { git } from '../../support/gitRepository';
import { projectOf } from '../../support/project';

/** Calls the command line with its words going to files, and gives its exit code. */
function redirected(folder: string, args: readonly string[], to: { out: string; err?: string }) {
  const out = fs.openSync(path.join(folder, to.out), 'w');
  const err = to.err === undefined ? out : fs.openSync(path.join(folder, to.err), 'w');
  try {
    const cli = path.join(REPOSITORY, 'dist', 'cli.js');
    return spawnSync(process.execPath, [cli, ...args], { cwd: folder, stdio: ['ignore', out, err] })
      .status;
  } finally {
    for (const one of new Set([out, err])) fs.closeSync(one);
  }
}

describe('words that are redirected into the project', function () {
  this.timeout(120_000);

  it('are no change of it during a verify, tracked or not', () => {
    const folder = projectOf();
    fs.writeFileSync(path.join(folder, 'out.json'), '{}');
    git(folder, 'init', '-q');
    git(folder, 'add', '.');
    ask(folder, ['run']);
    ask(folder, ['save']);
    assert.equal(redirected(folder, ['verify', 'v1.0'], { out: 'log.txt' }), 0);
    assert.match(fs.readFileSync(path.join(folder, 'log.txt'), 'utf8'), /Reproducible: 2 outputs/);
    const args = ['verify', 'v1.0', '--json'];
    assert.equal(redirected(folder, args, { out: 'out.json', err: 'errors.txt' }), 0);
    const report = JSON.parse(fs.readFileSync(path.join(folder, 'out.json'), 'utf8')) as {
      warnings: unknown;
    };
    assert.deepEqual(report.warnings, []);
  });

  it('are neither change nor product of a run, and in no source tree, now or later', () => {
    const folder = projectOf();
    const sourceTree = (): unknown => newestRun(folder)['sourceTree'];
    fs.mkdirSync(path.join(folder, 'logs'));
    for (const args of [['run'], ['run'], ['run', '--no-reuse']]) {
      assert.equal(redirected(folder, args, { out: 'logs/run.log' }), 0);
      assert.match(fs.readFileSync(path.join(folder, 'logs/run.log'), 'utf8'), /Done: 2 steps/);
      assert.deepEqual(newestRun(folder)['warnings'], []);
    }
    const redirectedTree = sourceTree();
    const saved = reprise(folder, ['save']);
    assert.doesNotMatch(saved.stdout + saved.stderr, /run\.log/);
    ask(folder, ['run']);
    assert.equal(sourceTree(), redirectedTree);
    const written = path.join(folder, 'logs/run.log');
    fs.rmSync(written);
    fs.writeFileSync(written, 'mine');
    ask(folder, ['run']);
    assert.notEqual(sourceTree(), redirectedTree, 'a file of the user is source');
  });
});

function newestRun(folder: string): Record<string, unknown> {
  const { runs } = ask(folder, ['runs']) as { runs: { run: string }[] };
  const file = path.join(folder, '.reprise/runs', runs[0]?.run ?? '', 'run.json');
  return JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>;
}
