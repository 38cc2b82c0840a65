import { Command, CommanderError } from 'commander';

import { didYouMean } from '../present/didYouMean';
import type { Does, Says } from './call';
import { allCommands, COMMAND_GROUPS } from './commandTable';
import type { CommandEntry } from './commandTable';
import { doing, endingFor } from './doing';
import { endWith, failureEnd, internalError } from './ending';
import type { Ending } from './ending';
import { FIRST_STEPS } from './firstSteps';
import { lacksVersion, tellSaved } from './missingName';
import { processTerminal } from './terminal';
import type { Terminal } from './terminal';
import { version } from './version';

/** Does what these arguments ask for, prints the answer, and ends the process with the exit code. */
export async function runProgram(args: readonly string[]): Promise<void> {
  const terminal = processTerminal();
  const json = wantsJson(args);
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => void endWith(internalError(error), { terminal, json }));
  }
  const endAtOnce = (): void => process.exit(130);
  process.on('SIGINT', endAtOnce);
  await endWith(await endingOf(args, { terminal, json, endAtOnce }), { terminal, json });
}

/** What these arguments come to. Throws nothing. */
export async function endingOf(
  args: readonly string[],
  options: {
    readonly terminal: Terminal;
    readonly json: boolean;
    readonly endAtOnce: () => void;
  },
): Promise<Ending> {
  let ending: Ending = { exit: 0, json: null, answer: '', told: '' };
  const ended = (end: Ending): void => void (ending = end);
  const said: Said = { out: '', err: '' };
  const asked: Does[] = [];
  try {
    const ordered = commandFirst(args);
    const lost = helpFor(ordered);
    if (lost !== null) return unknownCommand(lost);
    const program = await programFor(ordered, {
      said,
      does: (file) => {
        const does = doing({ ...options, file, ended });
        asked.push(does);
        return does;
      },
      says: (done) => ended(endingFor(done, options)),
    });
    await program.parseAsync(ordered, { from: 'user' });
    return ending;
  } catch (error) {
    if (!(error instanceof CommanderError)) return internalError(error);
    const message = inOurWords(said.err);
    const [first] = asked;
    if (first === undefined || !lacksVersion(message)) return commanderEnd(error, said);
    await tellSaved(first, message);
    return ending;
  }
}

/** What commander would have printed. */
export interface Said {
  out: string;
  err: string;
}

/** The program with every command named and the wanted one fully defined; with null instead of arguments, all of them. */
export async function programFor(
  args: readonly string[] | null,
  options: {
    readonly does: (file: () => string | undefined) => Does;
    readonly says: Says;
    readonly said: Said;
  },
): Promise<Command> {
  const program = bareProgram(options.said);
  const words = args?.filter((word) => !word.startsWith('-')).slice(0, 2);
  for (const group of COMMAND_GROUPS) {
    program.commandsGroup(group.title);
    for (const entry of group.commands) {
      const command = named(program, entry);
      if (words !== undefined && !words.includes(entry.name)) continue;
      const { define } = await entry.load();
      const does = options.does(() => command.opts<{ file?: string }>().file);
      define(command, does, options.says, wholeProgram);
      command
        .option(
          '-f, --file <file>',
          entry.file ?? 'the pipeline file; looked for upward from here when left out',
        )
        .option('--json', 'print one JSON document and nothing else')
        .helpOption('-h, --help', 'show this help');
    }
  }
  return program.commandsGroup('Help:');
}

/** The program with every command fully defined, none of which does anything: to be read, not run. */
export function wholeProgram(): Promise<Command> {
  const does = () => () => Promise.resolve();
  return programFor(null, { does, says: () => undefined, said: { out: '', err: '' } });
}

/** Options that every command has may stand before the command too: `reprise -f a.yaml run`. */
function commandFirst(args: readonly string[]): readonly string[] {
  let at = 0;
  while (args[at] === '--json' || args[at] === '-f' || args[at] === '--file') {
    at += args[at] === '--json' ? 1 : 2;
  }
  const command = args[at];
  return command === undefined ? args : [command, ...args.slice(0, at), ...args.slice(at + 1)];
}

function bareProgram(said: Said): Command {
  return new Command('reprise')
    .description(
      'Versions a pipeline, runs it again in a clean room, and says whether it came out the same.',
    )
    .usage('<command> [options]')
    .version(version(), '-V, --version', 'print the version of Reprise')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show the help of a command')
    .enablePositionalOptions()
    .showHelpAfterError('`reprise help` lists the commands.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void (said.out += text),
      writeErr: (text) => void (said.err += text),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText('after', FIRST_STEPS);
}

function named(program: Command, { name, summary }: CommandEntry): Command {
  const sentence = `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
  return program
    .command(name)
    .summary(summary)
    .description(sentence)
    .showHelpAfterError(`\`reprise help ${name}\` shows how it is used.`);
}

function commanderEnd(error: CommanderError, said: Said): Ending {
  if (error.exitCode === 0) return { exit: 0, json: null, answer: said.out, told: '' };
  if (error.code === 'commander.help') {
    const end = failureEnd({
      code: 'usage',
      message: 'Name a command. `reprise help` lists them.',
    });
    return { ...end, told: said.err };
  }
  return failureEnd({ code: 'usage', message: inOurWords(said.err) });
}

/** What commander says, as all other sentences are written. */
function inOurWords(text: string): string {
  const [first = '', ...rest] = text
    .trim()
    .replace(/^error: /, '')
    .split('\n')
    .filter((line) => line !== '');
  const sentence = `${first.charAt(0).toUpperCase()}${first.slice(1)}`;
  const whole = /[.?!]$/.test(sentence) ? sentence : `${sentence}.`;
  const others = rest.map((line) => line.replace(/^\((.*)\)$/, '$1'));
  return [whole, ...others].join('\n');
}

/** The word whose help is asked for, where it is no command; else null. */
function helpFor([first, wanted]: readonly string[]): string | null {
  if (first !== 'help' || wanted === undefined || wanted.startsWith('-')) return null;
  const names = [...allCommands().map(({ name }) => name), 'help'];
  return names.includes(wanted) ? null : wanted;
}

function unknownCommand(word: string): Ending {
  const names = allCommands().map(({ name }) => name);
  const message = `Unknown command '${word}'.${didYouMean(word, names)}\n\`reprise help\` lists the commands.`;
  return failureEnd({ code: 'usage', message });
}

function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end === -1 ? args : args.slice(0, end)).includes('--json');
}
