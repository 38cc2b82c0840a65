import { ok } from '../../base/result';
import { runsText } from '../../present/runsText';
import { examples } from '../call';
import type { Define } from '../call';
import { atLeastOne } from '../numbers';
import { runDocument } from '../runAnswer';

interface Options {
  readonly limit: number;
  readonly all?: true;
}

/** `runs`: what has run, newest first. */
export const define: Define = (command, does) => {
  command
    .option('-n, --limit <count>', 'how many to list', atLeastOne, 20)
    .option('--all', 'list all')
    .addHelpText(
      'after',
      examples(['reprise runs', 'the latest twenty'], ['reprise runs -n 3', 'the latest three']),
    )
    .action((options: Options) =>
      does(({ engine, where, terminal }) => {
        const listed = engine.listRuns(options.all ? where : { ...where, limit: options.limit });
        if (!listed.ok) return Promise.resolve(listed);
        const { runs, total, pinned, saved } = listed.value;
        const now = where.host.now();
        const documents = runs.map((run) => ({
          ...runDocument(run),
          pinned: pinned.includes(run.id),
          saved: saved.get(run.id) ?? [],
        }));
        return Promise.resolve(
          ok({
            json: { runs: documents, total },
            text: () => runsText(runs, { now, total, pinned, saved, paint: terminal.paint }),
          }),
        );
      }),
    );
};
