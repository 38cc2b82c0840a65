import { ok } from '../../base/result';
import { examples, given } from '../call';
import type { Define } from '../call';

/** `rm`: removes the records of runs; their bytes go with the next gc. */
export const define: Define = (command, does) => {
  command
    .argument('<runs...>', 'ids of runs, or unique beginnings of them')
    .option('--displaced', 'delete the files of yours too that the run moved aside')
    .addHelpText(
      'after',
      examples(['reprise rm 20261124T08', 'forget that run; gc frees its bytes']),
    )
    .action((runs: string[], options: { displaced?: true }) =>
      does(({ engine, where, terminal }) => {
        const removed: string[] = [];
        for (const run of runs) {
          const gone = engine.removeRun({
            ...where,
            run,
            ...given({ evenDisplaced: options.displaced }),
          });
          if (!gone.ok) {
            if (removed.length > 0) terminal.tell(`Removed ${removed.join(', ')}.\n`);
            return Promise.resolve(gone);
          }
          removed.push(gone.value.id);
        }
        return Promise.resolve(
          ok({
            json: { removed },
            text: () => `Removed ${removed.join(', ')}. \`reprise gc\` frees the bytes.\n`,
          }),
        );
      }),
    );
};
