import { ok } from '../../base/result';
import { examples, given } from '../call';
import type { Define } from '../call';

/** `rm`: removes the records of runs; their bytes go with the next gc. */
export const define: Define = (command, does) => {
  command
    .argument('<runs...>', 'ids of runs, or unique beginnings of them')
    .option('--displaced', 'delete the files of yours too that the run moved aside')
    .option(
      '--take-over',
      'remove a run that cannot be asked whether it lives, silent for a minute',
    )
    .addHelpText(
      'after',
      examples(['reprise rm 20261124T08', 'forget that run; gc frees its bytes']),
    )
    .action((runs: string[], options: { displaced?: true; takeOver?: true }) =>
      does(({ engine, where }) => {
        const gone = engine.removeRuns({
          ...where,
          runs,
          ...given({ evenDisplaced: options.displaced, takeOver: options.takeOver }),
        });
        if (!gone.ok) return Promise.resolve(gone);
        const removed = gone.value.ids;
        return Promise.resolve(
          ok({
            json: { removed },
            text: () => `Removed ${removed.join(', ')}. \`reprise gc\` frees the bytes.\n`,
          }),
        );
      }),
    );
};
