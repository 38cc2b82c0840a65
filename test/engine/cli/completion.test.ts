import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';

import { ask, REPOSITORY, reprise } from '../../support/example';
import { projectOf } from '../../support/project';
import { temporaryFolder } from '../../support/temporary';

const MATRIX = `version: v1.0
steps:
  prepare:
    run: echo > clean.txt
    outputs: [clean.txt]
  train:
    matrix: { model: [forest, linear] }
    run: cp clean.txt \${{ matrix.model }}.txt
    inputs: [clean.txt]
    outputs: ['\${{ matrix.model }}.txt']
`;

describe('completion in a shell', function () {
  this.timeout(120_000);

  it('is a script that bash reads without complaint', () => {
    const { stdout } = reprise(temporaryFolder(), ['completion', 'bash']);
    const read = spawnSync('bash', ['-n'], { input: stdout, encoding: 'utf8' });
    assert.equal(read.status, 0, read.stderr);
    assert.equal(read.stderr, '');
  });

  for (const shell of ['zsh', 'fish']) {
    it(`is a script for ${shell} that asks the command line back`, () => {
      const { exit, stdout } = reprise(temporaryFolder(), ['completion', shell]);
      assert.equal(exit, 0);
      assert.match(stdout, /reprise completion --words -- /);
    });
  }

  it('completes commands, options, steps, versions and runs in a real bash', () => {
    const folder = projectOf(MATRIX, {});
    ask(folder, ['run', '--run-id', 'the-run']);
    ask(folder, ['save']);
    const cases: readonly (readonly [readonly string[], readonly string[]])[] = [
      [['stat'], ['status']],
      [['run', 'train@l'], ['linear']],
      [
        ['run', 'train@'],
        ['forest', 'linear'],
      ],
      [
        ['run', 'tr'],
        ['train', 'train@forest', 'train@linear'],
      ],
      [['verify', ''], ['v1.0']],
      [['verify', 'v1.0', '--keep'], ['--keep']],
      [['pin', 'the'], ['the-run']],
      [
        ['diff', ''],
        ['v1.0', 'the-run'],
      ],
      [['logs', 'v1.0', 'pre'], ['prepare']],
    ];
    for (const [typed, expected] of cases) {
      assert.deepEqual(completedByBash(folder, typed), expected, typed.join(' '));
    }
  });

  it('offers nothing, and says nothing, where there is no project', () => {
    const done = reprise(temporaryFolder(), ['completion', '--words', '--', 'run', '']);
    assert.deepEqual([done.exit, done.stdout, done.stderr], [0, '', '']);
  });
});

/** What bash holds in COMPREPLY after the completion function was called for these words. */
function completedByBash(folder: string, typed: readonly string[]): string[] {
  const cli = path.join(REPOSITORY, 'dist', 'cli.js');
  const line = ['reprise', ...typed].join(' ');
  // as bash splits a line: at blanks, and each of its word breaks is a word
  const split = ['reprise', ...typed].flatMap((word) => word.match(/[@=]+|[^@=]+/g) ?? ['']);
  const words = split.map((word) => `'${word}'`).join(' ');
  const script = [
    `reprise() { '${process.execPath}' '${cli}' "$@"; }`,
    'source <(reprise completion bash)',
    `COMP_WORDS=(${words})`,
    `COMP_CWORD=${split.length - 1}`,
    `COMP_LINE='${line}'`,
    `COMP_POINT=${line.length}`,
    'breaks="$COMP_WORDBREAKS"',
    '_reprise',
    '[ "$breaks" = "$COMP_WORDBREAKS" ] || echo changed',
    'printf "%s\\n" "${COMPREPLY[@]}"',
  ].join('\n');
  const done = spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });
  assert.equal(done.stderr, '');
  return done.stdout.split('\n').filter((line) => line !== '');
}
