import type { Command } from 'commander';

import type * as EngineModule from '../engine';
import type { Where } from '../engine';
import type { Failure } from '../records/failures';
import type { Result } from '../base/result';
import type { ExitCode } from './exitCodes';
import type { Terminal } from './terminal';

/** The engine as a module; it is loaded when a command needs it, not to print help. */
export type Engine = typeof EngineModule;

/** What a command is given beside its own arguments and options. */
export interface Call {
  readonly engine: Engine;
  readonly where: Where;
  readonly terminal: Terminal;
  /** One JSON document is wanted on standard output. */
  readonly json: boolean;
  /** From here on a signal does not end the process: it is what this command has to act on. */
  readonly cancelOnSignal: () => AbortSignal;
}

/** What a command answers: the same facts as a document and as words. */
export interface Answer {
  /** Printed for `--json`, with `format: 1` before it. */
  readonly json: object;
  readonly text: () => string;
  /** 0 where it is left out. */
  readonly exit?: ExitCode;
}

/** What a command's work comes to. */
export type Outcome = Promise<Result<Answer, Failure>>;

/** Takes what a command does and sees to everything around it: engine, printing, exit code. */
export type Does = (work: (call: Call) => Outcome) => Promise<void>;

/** Takes the answer of a command that needs no engine. */
export type Says = (said: Result<Answer, Failure>) => void;

/** Makes the program with every command fully defined, none of which does anything. */
export type Whole = () => Promise<Command>;

/** Adds a command's arguments, options, examples and action. */
export type Define = (command: Command, does: Does, says: Says, whole: Whole) => void;

/** The same values without those that were not given, as optional properties want it. */
export function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** Examples for the end of a command's help. */
export function examples(...lines: readonly (readonly [call: string, what: string])[]): string {
  const widest = Math.max(...lines.map(([call]) => call.length));
  const rows = lines.map(([call, what]) => `  ${call.padEnd(widest)}   ${what}`);
  return `\nExamples:\n${rows.join('\n')}`;
}
