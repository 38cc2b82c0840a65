import { ok } from '../../base/result';
import { examples } from '../call';
import type { Define } from '../call';

/** `pin`: keeps a run and its bytes from gc. */
export const define: Define = (command, does) => {
  command
    .argument('<run>', 'id of the run, or a unique beginning of it')
    .addHelpText(
      'after',
      examples(['reprise pin 20261124T08', 'keep that run until it is unpinned']),
    )
    .action((run: string) =>
      does(({ engine, where }) => {
        const pinned = engine.pinRun({ ...where, run, pin: true });
        if (!pinned.ok) return Promise.resolve(pinned);
        const { id } = pinned.value;
        return Promise.resolve(
          ok({ json: { run: id, pinned: true }, text: () => `Pinned run ${id}.\n` }),
        );
      }),
    );
};
