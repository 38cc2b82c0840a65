import type { Command, Option } from 'commander';

/** What the names of arguments and values stand for, where the project knows them. */
export type Kind = 'step' | 'version' | 'run' | 'run-or-version';

/** What may stand in the place of the last typed word, sorted as commands, then names; empty for files. */
export async function candidatesFor(
  program: Command,
  typed: readonly string[],
  known: (kind: Kind) => Promise<readonly string[]>,
): Promise<string[]> {
  const word = typed.at(-1) ?? '';
  const before = typed.slice(0, -1);
  const starting = (words: readonly string[]): string[] =>
    words.filter((candidate) => candidate.startsWith(word));
  const command = program.commands.find((one) => one.name() === before[0]);
  if (before.length === 0 || (before[0] === 'help' && before.length === 1)) {
    const options = word.startsWith('-') ? ['--help', '--version'] : [];
    return starting([...program.commands.map((one) => one.name()), 'help', ...options]);
  }
  if (command === undefined) return [];
  const taking = takingValue(command, before.at(-1) ?? '');
  if (taking !== undefined) return starting(await valuesOf(taking, known));
  if (word.startsWith('-')) return starting(optionsOf(command));
  return starting(await argumentNames(command, { before: before.slice(1), known }));
}

/** The option that the word before asks a value for. */
function takingValue(command: Command, word: string): Option | undefined {
  const option = command.options.find(({ short, long }) => word === short || word === long);
  return option?.required === true ? option : undefined;
}

async function valuesOf(
  option: Option,
  known: (kind: Kind) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  if (option.argChoices !== undefined) return option.argChoices;
  const kind = kindOf(/<(.*)>/.exec(option.flags)?.[1] ?? '');
  return kind === null ? [] : known(kind);
}

function optionsOf(command: Command): string[] {
  const own = command.options
    .filter(({ hidden }) => !hidden)
    .map(({ long, short }) => long ?? short ?? '');
  return [...own, '--help'];
}

/** Names for the argument that is being typed: the one after those that are there already. */
async function argumentNames(
  command: Command,
  {
    before,
    known,
  }: {
    readonly before: readonly string[];
    readonly known: (kind: Kind) => Promise<readonly string[]>;
  },
): Promise<readonly string[]> {
  const args = command.registeredArguments;
  const given = before.filter(
    (word, index) =>
      !word.startsWith('-') && takingValue(command, before[index - 1] ?? '') === undefined,
  );
  const last = args.at(-1);
  const argument = args[given.length] ?? (last?.variadic === true ? last : undefined);
  if (argument === undefined) return [];
  if (argument.name() === 'shell') return ['bash', 'zsh', 'fish'];
  const kind = kindOf(argument.name());
  if (kind === null) return [];
  const names = await known(kind);
  return names.filter((name) => !given.includes(name));
}

function kindOf(name: string): Kind | null {
  switch (name) {
    case 'targets':
    case 'step':
      return 'step';
    case 'version':
      return 'version';
    case 'run':
    case 'runs':
      return 'run';
    case 'was':
    case 'is':
    case 'run-or-version':
      return 'run-or-version';
    default:
      return null;
  }
}
