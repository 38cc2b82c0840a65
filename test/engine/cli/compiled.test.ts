import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { REPOSITORY } from '../../support/example';
import { temporaryFolder } from '../../support/temporary';

describe('what was compiled ahead', function () {
  this.timeout(60_000);

  let dist = '';
  beforeEach(() => {
    dist = path.join(temporaryFolder(), 'dist');
    fs.cpSync(path.join(REPOSITORY, 'dist'), dist, { recursive: true });
  });

  it('lies beside the program and the engine', () => {
    for (const name of ['program.js', 'engine.js']) {
      assert.ok(fs.statSync(path.join(dist, `${name}.compiled`)).size > 10_000, name);
    }
    assert.match(help(), /print the version of Reprise/);
  });

  it('is left alone where the bytes it was made of have changed, at the same length too', () => {
    const program = path.join(dist, 'program.js');
    const text = fs.readFileSync(program, 'utf8');
    fs.writeFileSync(program, text.replace('print the version of', 'pront the version of'));
    assert.match(help(), /pront the version of Reprise/);
  });

  it('is left alone where it is damaged, cut off or not there', () => {
    const compiled = path.join(dist, 'program.js.compiled');
    const whole = fs.readFileSync(compiled);
    const flipped = Buffer.from(whole);
    flipped[100] = (flipped[100] ?? 0) ^ 0xff;
    for (const bytes of [flipped, whole.subarray(0, whole.length / 2), Buffer.alloc(0)]) {
      fs.writeFileSync(compiled, bytes);
      assert.match(help(), /^Usage: reprise/);
    }
    fs.rmSync(compiled);
    assert.match(help(), /^Usage: reprise/);
  });

  function help(): string {
    const cli = path.join(dist, 'cli.js');
    const done = spawnSync(process.execPath, [cli, '--help'], { encoding: 'utf8' });
    assert.equal(done.status, 0, done.stderr);
    return done.stdout;
  }
});
