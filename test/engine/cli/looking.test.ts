import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { ask, reprise } from '../../support/example';
import { projectOf } from '../../support/project';
import { temporaryFolder } from '../../support/temporary';

/** Every verb that only looks, and with what exit where nothing is running. */
const LOOKING: readonly (readonly [readonly string[], number])[] = [
  [['status'], 0],
  [['plan'], 0],
  [['version'], 0],
  [['versions'], 0],
  [['runs'], 0],
  [['show', 'v1.0'], 0],
  [['logs'], 0],
  [['load', 'v1.0'], 0],
  [['diff', 'v1.0', 'v1.0'], 0],
  [['fsck'], 0],
  [['gc'], 0],
  [['cancel'], 2],
];

describe('verbs that only look', function () {
  this.timeout(120_000);

  it('do not make anew what git took away with a checkout, nor anything beside a cache', () => {
    const folder = projectOf();
    ask(folder, ['version', 'v1.0']);
    ask(folder, ['run']);
    ask(folder, ['save']);
    const store = path.join(folder, '.reprise');
    for (const name of ['format', 'salt', '.gitignore', '.gitattributes']) {
      fs.rmSync(path.join(store, name));
    }
    const below = (): string[] =>
      fs
        .readdirSync(store, { recursive: true, encoding: 'utf8' })
        .filter((name) => !name.startsWith('cache'))
        .sort();
    const before = below();
    for (const [looking, exit] of LOOKING) {
      const into = looking[0] === 'load' ? [path.join(temporaryFolder(), 'new')] : [];
      const args = [...looking, ...into];
      const done = reprise(folder, args);
      assert.equal(done.exit, exit, `${args.join(' ')}: ${done.stderr}`);
      assert.deepEqual(below(), before, args.join(' '));
    }
    ask(folder, ['run']);
    assert.ok(fs.existsSync(path.join(store, 'format')), 'a run makes what it needs');
  });
});
