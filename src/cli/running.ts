import { Option } from 'commander';
import type { Command } from 'commander';

import type { RunEvent } from '../records/events';
import type { Call } from './call';
import { LiveLine } from './liveLine';
import { atLeastOne } from './numbers';

/** Options of whatever runs steps. */
export interface RunningOptions {
  readonly jobs?: number;
  readonly runId?: string;
  readonly events?: true;
  readonly takeOver?: true;
}

/** Adds the options of whatever runs steps. */
export function addRunningOptions(command: Command): Command {
  return command
    .option('-j, --jobs <count>', 'steps at a time; as many as there are processors', atLeastOne)
    .option('--run-id <id>', 'the id to record the run under')
    .addOption(
      new Option('--events', 'print each event as a line of JSON on standard output').conflicts(
        'json',
      ),
    )
    .option(
      '--take-over',
      'go on although another run holds the pipeline, if it has been silent for a minute',
    );
}

/** Does something that runs steps, telling its events as they come. */
export async function telling<T>(
  { terminal, where }: Pick<Call, 'terminal' | 'where'>,
  events: boolean,
  work: (onEvent: (event: RunEvent) => void) => Promise<T>,
): Promise<T> {
  const line = new LiveLine(terminal, where.host.now);
  try {
    return await work((event) => {
      if (events) terminal.answer(`${JSON.stringify(event)}\n`);
      line.tell(event);
    });
  } finally {
    line.close();
  }
}
