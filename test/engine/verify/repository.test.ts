import * as assert from 'node:assert/strict';

import type { Report } from '../../../src/records/report';
import { git } from '../../support/gitRepository';
import { warnings } from '../../support/rig';
import { brief, saved, stepIn } from './support';

/** Verifies a version whose step runs this in the project's repository, first and again. */
async function verifiedWith(command: string): Promise<Report> {
  const quiet = 'git -c user.name=a -c user.email=a@example.org -C $(cat where)';
  const { verify } = await saved(
    `
  s: { run: 'n=$(date +%N); ${command.replaceAll('GIT', quiet)}; echo 1 > o', inputs: [where], outputs: [o] }`,
    { 'tracked.txt': 'a', '.gitignore': 'o\nwhere\n' },
    (rig) => {
      rig.write({ where: rig.root });
      git(rig.root, 'init', '-q', '-b', 'main');
      git(rig.root, 'add', '-A');
      git(rig.root, 'commit', '-q', '-m', 'first');
    },
  );
  return verify();
}

describe("the project's repository and a verify", function () {
  this.timeout(60_000);

  for (const [what, command, path] of [
    ['commits', 'GIT commit -q --allow-empty -m $n', '.git/refs/heads/main'],
    ['changes its settings', 'GIT config a.b $n', '.git/config'],
    [
      'stages something',
      'GIT update-index --add --cacheinfo 100644,$(echo $n | GIT hash-object -w --stdin),staged.txt',
      '.git/index',
    ],
  ] as const) {
    it(`is at best incomparable where a step ${what} there`, async () => {
      const report = await verifiedWith(command);
      assert.deepEqual(brief(report), { s: 'incomparable' });
      assert.deepEqual(warnings(report, 'project-changed'), [
        { code: 'project-changed', paths: [path], steps: ['s'] },
      ]);
      assert.ok(stepIn(report, 's').notes.join().includes(`project itself changed: ${path}`));
    });
  }

  it('is at best incomparable where a step switches branches there', async () => {
    const report = await verifiedWith('GIT checkout -q -b b$n');
    assert.deepEqual(brief(report), { s: 'incomparable' });
    const [told] = warnings(report, 'project-changed');
    assert.deepEqual(told?.paths[0], '.git/HEAD');
  });

  it('is not doubted for an index that is refreshed, or refs that are packed', async () => {
    const report = await verifiedWith('GIT update-index -q --refresh; GIT pack-refs --all');
    assert.deepEqual([brief(report), report.warnings], [{ s: 'identical' }, []]);
  });

  it('is not asked from a room, nor its code loaded there, by variables that lead to it', async () => {
    const before = process.env;
    const { rig, verify, host } = await saved(
      `
  s: { run: 'git rev-parse HEAD > o; bash -c "echo \\$WORD" >> o', outputs: [o] }`,
      { 'env.sh': 'WORD=saved\n', '.gitignore': 'o\n' },
      (made) => {
        git(made.root, 'init', '-q', '-b', 'main');
        git(made.root, 'add', '-A');
        git(made.root, 'commit', '-q', '-m', 'first');
        const named = { GIT_DIR: made.path('.git'), BASH_ENV: made.path('env.sh') };
        process.env = { ...process.env, ...named };
      },
    ).finally(() => (process.env = before));
    assert.match(rig.read('o'), /^[0-9a-f]{40}\nsaved\n$/);
    rig.write({ 'env.sh': 'WORD=today\n' });
    git(rig.root, 'commit', '-q', '-a', '-m', 'second');
    const named = { GIT_DIR: rig.path('.git'), BASH_ENV: rig.path('env.sh') };
    const report = await verify({ variables: { ...host.variables, ...named } });
    assert.deepEqual([brief(report), report.environment.drift], [{ s: 'identical' }, []]);
  });
});
