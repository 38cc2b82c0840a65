import assert from 'node:assert/strict';

import { allCommands } from '../../../src/cli/commandTable';
import { candidatesFor } from '../../../src/cli/completion/candidates';
import type { Kind } from '../../../src/cli/completion/candidates';
import { wholeProgram } from '../../../src/cli/program';

const KNOWN: Readonly<Record<Kind, readonly string[]>> = {
  step: ['prepare', 'train', 'train@forest'],
  version: ['v1.0', 'v1.1'],
  run: ['2026-a', '2026-b'],
  'run-or-version': ['v1.0', '2026-a'],
};

describe('completion', () => {
  const cases: readonly [string, readonly string[]][] = [
    ['ver', ['version', 'versions', 'verify']],
    ['help ver', ['version', 'versions', 'verify']],
    ['run tr', ['train', 'train@forest']],
    ['run train@', ['train@forest']],
    ['run train ', ['prepare', 'train@forest']],
    ['run --re', ['--reuse']],
    ['run --reuse ', ['full', 'recipe']],
    ['run --version ', ['v1.0', 'v1.1']],
    ['run -j 2 pre', ['prepare']],
    ['verify ', ['v1.0', 'v1.1']],
    ['verify v1.0 ', []],
    ['verify --explain f', ['full']],
    ['diff v1.0 2', ['2026-a']],
    ['save v2 --run ', ['2026-a', '2026-b']],
    ['rm 2026-a ', ['2026-b']],
    ['logs v1.0 t', ['train', 'train@forest']],
    ['load v1.0 ', []],
    ['plan -f ', []],
    ['completion ', ['bash', 'zsh', 'fish']],
    ['frobnicate ', []],
  ];
  for (const [typed, expected] of cases) {
    it(`\`reprise ${typed}\``, async () => {
      const known = (kind: Kind): Promise<readonly string[]> => Promise.resolve(KNOWN[kind]);
      const found = await candidatesFor(await wholeProgram(), typed.split(' '), known);
      assert.deepEqual(found, expected);
    });
  }

  it('offers every command where nothing was typed', async () => {
    const found = await candidatesFor(await wholeProgram(), [''], () => Promise.resolve([]));
    assert.deepEqual(found, [...allCommands().map(({ name }) => name), 'help']);
  });

  for (const { name } of allCommands()) {
    it(`offers the options of ${name}`, async () => {
      const found = await candidatesFor(await wholeProgram(), [name, '--'], () =>
        Promise.resolve([]),
      );
      assert.ok(['--file', '--json', '--help'].every((option) => found.includes(option)));
    });
  }
});
