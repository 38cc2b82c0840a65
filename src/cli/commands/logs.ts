import { Option } from 'commander';

import { ok } from '../../base/result';
import { examples } from '../call';
import type { Define } from '../call';
import { findLogs } from '../findLogs';
import { followLogs } from '../followLogs';
import { atLeastOne } from '../numbers';
import { printLogs } from '../printLogs';
import { tailOf } from '../tailOf';

interface Options {
  readonly lines?: number;
  readonly follow?: true;
}

/** `logs`: what steps have said, of a run, a version's run, or the latest. */
export const define: Define = (command, does) => {
  command
    .argument(
      '[run-or-version]',
      'a version, or id of a run or its beginning; the latest run when left out',
    )
    .argument('[step]', 'a step of it; all when left out')
    .option('-n, --lines <count>', 'only the last lines of each', atLeastOne)
    .addOption(new Option('--follow', 'go on printing until the run ends').conflicts('json'))
    .addHelpText(
      'after',
      examples(
        ['reprise logs', 'all steps of the latest run'],
        ['reprise logs train', '`train` in the latest run'],
        ['reprise logs v1.0 train -n 20', 'its last twenty lines in v1.0'],
        ['reprise logs --follow', 'watch the run that is going on'],
      ),
    )
    .action((name: string | undefined, step: string | undefined, options: Options) =>
      does(async (call) => {
        const found = await findLogs(call, { name, step });
        if (!found.ok) return found;
        const { run, live, logs } = found.value;
        if (logs.length === 0 && !live) {
          const what = found.value.step === undefined ? 'logs' : `log of ${found.value.step}`;
          call.terminal.tell(`Run ${run} has no ${what}.\n`);
        }
        if (call.json) {
          const most = options.lines ?? JSON_LINES;
          const documents = logs.map((log) => ({ ...log, lines: tailOf(log.path, most) }));
          return ok({ json: { run, live, logs: documents }, text: () => '' });
        }
        const lines = options.lines ?? null;
        if (options.follow) await followLogs(call, { run, step: found.value.step, lines });
        else await printLogs(logs, { lines, write: call.terminal.answerBytes });
        return ok({ json: {}, text: () => '' });
      }),
    );
};

/** How many lines of each log a document holds where nobody said. */
const JSON_LINES = 200;
