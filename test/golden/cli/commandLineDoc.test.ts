import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import type { Command } from 'commander';

import { allCommands } from '../../../src/cli/commandTable';
import { wholeProgram } from '../../../src/cli/program';

describe('docs/command-line.md', () => {
  const file = path.resolve(__dirname, '../../../../docs/command-line.md');
  const text = fs.readFileSync(file, 'utf8');
  let commands: readonly Command[] = [];

  before(async () => {
    const program = await wholeProgram();
    commands = program.commands;
  });

  for (const { name } of allCommands()) {
    it(`has every option and a document of ${name}`, () => {
      const part = partOf(name);
      const command = commands.find((one) => one.name() === name)!;
      const own = command.options.map(({ long }) => long!).filter((long) => !COMMON.includes(long));
      for (const option of own) assert.ok(part.includes(`\`${option}`), `${name} ${option}`);
      const named = [...part.matchAll(/^\| .*?(--[a-z-]+)/gm)].map(([, long]) => long!);
      assert.deepEqual([...new Set(named)].sort(), [...own].sort(), 'no option that is not there');
      assert.match(part, /Document: |```jsonc/);
    });
  }

  it('has no command that is not there', () => {
    const headings = [...text.matchAll(/^### .*`/gm)].flatMap(([line]) =>
      [...line.matchAll(/`reprise ([a-z]+)/g)].map(([, name]) => name!),
    );
    assert.deepEqual(
      headings.sort(),
      allCommands()
        .map(({ name }) => name)
        .sort(),
    );
  });

  function partOf(name: string): string {
    const at = text.search(new RegExp(`^### .*\`reprise ${name}\\b`, 'm'));
    assert.notEqual(at, -1, `no part about ${name}`);
    return text.slice(at).split(/\n##+ /)[0]!;
  }
});

const COMMON: readonly string[] = ['--file', '--json'];
