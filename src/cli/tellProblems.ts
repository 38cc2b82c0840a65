import type { Problem } from '../pipeline/problem';
import { problemText } from '../present/problemText';
import type { Terminal } from './terminal';

/** Tells the warnings of a pipeline file; they stop nothing. */
export function tellProblems(terminal: Terminal, file: string, problems: readonly Problem[]): void {
  for (const problem of problems) terminal.tell(`${problemText(file, problem)}\n`);
}
