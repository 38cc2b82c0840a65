import assert from 'node:assert/strict';

import { allCommands } from '../../../src/cli/commandTable';
import type { Ending } from '../../../src/cli/ending';
import { endingOf } from '../../../src/cli/program';
import { fakeTerminal } from '../../support/fakeTerminal';

describe('the program', () => {
  for (const { name } of allCommands()) {
    it(`${name}: help has a sentence, examples and the common options`, async () => {
      const { exit, answer } = await call(name, '--help');
      assert.equal(exit, 0);
      assert.match(answer, new RegExp(`^Usage: reprise ${name} `));
      assert.match(answer, /\nExamples:\n {2}\S/);
      assert.match(answer, /-f, --file <file>/);
      assert.match(answer, /--json /);
      for (const line of answer.split('\n')) assert.ok(line.length <= 100, line);
    });

    it(`${name}: an option that is not there is wrong use`, async () => {
      const ending = await call(name, '--no-such-option');
      assert.equal(ending.exit, 2);
      assert.match(ending.told, /^reprise: Unknown option '--no-such-option'\.\n/);
      assert.equal(ending.answer, '');
    });
  }

  it('lists every command in the order of use', async () => {
    const { answer } = await call('--help');
    const places = allCommands().map(({ name }) => answer.indexOf(`\n  ${name} `));
    assert.ok(places.every((place) => place > 0));
    assert.deepEqual(
      [...places].sort((a, b) => a - b),
      places,
    );
  });

  it('asks back for a misspelt command or option', async () => {
    const command = await call('verfy');
    assert.equal(command.exit, 2);
    assert.match(command.told, /Unknown command 'verfy'\.[^]*Did you mean verify\?/);
    const option = await call('run', '--keep-goin');
    assert.equal(option.exit, 2);
    assert.match(option.told, /Did you mean --keep-going\?/);
  });

  it('knows no help for what is no command', async () => {
    const ending = await call('help', 'verfy');
    assert.equal(ending.exit, 2);
    assert.match(ending.told, /Unknown command 'verfy'\. Did you mean verify\?\n`reprise help`/);
    assert.equal(ending.answer, '');
    assert.equal((await call('help', 'verify')).exit, 0);
    assert.equal((await call('help')).exit, 0);
  });

  it('says what is wrong in sentences', async () => {
    for (const args of [
      ['verify'],
      ['pin', 'a', 'b'],
      ['run', '-j', 'x'],
      ['verify', 'v1', '--rules', 'x'],
    ]) {
      const { exit, told } = await call(...args);
      assert.equal(exit, 2);
      assert.match(told, /^reprise: [A-Z`][^\n]*[.?]\n/, told);
    }
  });

  it('takes options that every command has before the command too', async () => {
    const { exit, answer } = await call('-f', 'other.yaml', '--json', 'run', '--help');
    assert.equal(exit, 0);
    assert.match(answer, /^Usage: reprise run /);
  });

  it('shows what there is when no command is named', async () => {
    const ending = await call();
    assert.equal(ending.exit, 2);
    assert.match(ending.told, /^Usage: reprise <command>/);
  });

  it('takes `run --version v1.0` for a saved version, not for its own', async () => {
    const ending = await call('run', 'train', '--version', 'v1.0', '--keep', '--events', '--json');
    assert.equal(ending.exit, 2);
    assert.match(ending.told, /--events.*cannot be used with.*--json/);
  });

  for (const [args, told] of [
    [['run', '--jobs', 'many'], /whole number from 1/],
    [['run', '--jobs', '0'], /whole number from 1/],
    [['gc', '--grace', 'soon'], /90s, 30m, 12h or 7d/],
    [['verify'], /Missing required argument 'version'\./],
    [['verify', 'v1', '--rules', 'mine'], /saved, workspace/],
    [['load', 'v1.0', 'a', 'b'], /Too many arguments/],
  ] as const) {
    it(`refuses \`${args.join(' ')}\` with exit 2 and a document`, async () => {
      const ending = await call(...args);
      assert.equal(ending.exit, 2);
      assert.match(ending.told, told);
      const { error } = ending.json as { error: { code: string; message: string } };
      assert.equal(error.code, 'usage');
      assert.match(error.message, told);
    });
  }
});

function call(...args: readonly string[]): Promise<Ending> {
  const json = args.includes('--json');
  return endingOf(args, { terminal: fakeTerminal(), json, endAtOnce: () => undefined });
}
