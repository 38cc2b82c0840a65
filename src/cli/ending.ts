import { failureText } from '../present/failureText';
import type { Failure } from '../records/failures';
import type { ExitCode } from './exitCodes';
import { FAILURE_EXITS } from './exitCodes';
import type { Terminal } from './terminal';

/** How a call of the command line ends: what is printed where, and the exit code. */
export interface Ending {
  readonly exit: ExitCode;
  /** The document that `--json` prints; null where there is none, as for help. */
  readonly json: object | null;
  readonly answer: string;
  readonly told: string;
}

/** Prints an ending and leaves the process with its exit code. */
export async function endWith(
  ending: Ending,
  { terminal, json }: { readonly terminal: Terminal; readonly json: boolean },
): Promise<never> {
  if (ending.told !== '') terminal.tell(ending.told);
  if (json && ending.json !== null) terminal.answer(`${JSON.stringify(ending.json, null, 2)}\n`);
  else terminal.answer(ending.answer);
  const lost = await terminal.drained();
  if (lost !== null) terminal.tell(`reprise: the answer could not be written: ${lost}\n`);
  process.exit(lost !== null && ending.exit === 0 ? 3 : ending.exit);
}

/** The ending of a call that met an expected failure. */
export function failureEnd(failure: Failure): Ending {
  const message = failureText(failure);
  return {
    exit: FAILURE_EXITS[failure.code],
    json: { format: 1, error: { ...failure, code: failure.code, message } },
    answer: '',
    told: `${failureText(failure, 'reprise: ')}\n`,
  };
}

/** The ending of a call that met a bug: one line, and how to see more. */
export function internalError(error: unknown): Ending {
  if (isFull(error)) return failureEnd({ code: 'disk-full', folder: error.path ?? 'the project' });
  const message = error instanceof Error ? error.message : String(error);
  const [line = ''] = message.split('\n');
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const asked = (process.env['REPRISE_DEBUG'] ?? '') !== '';
  const more = asked ? stack : 'This is a bug in Reprise; REPRISE_DEBUG=1 shows where.';
  return {
    exit: 3,
    json: { format: 1, error: { code: 'internal', message: line } },
    answer: '',
    told: `reprise: internal error: ${line}\n${more}\n`,
  };
}

function isFull(error: unknown): error is NodeJS.ErrnoException {
  return (
    error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT'].includes(String(error.code))
  );
}
