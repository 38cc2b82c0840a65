import { ok } from '../../base/result';
import { examples } from '../call';
import type { Define } from '../call';

/** `unpin`: lets go of a pinned run. */
export const define: Define = (command, does) => {
  command
    .argument('<run>', 'id of the run, or a unique beginning of it')
    .addHelpText('after', examples(['reprise unpin 20261124T08', 'let gc have its bytes again']))
    .action((run: string) =>
      does(({ engine, where }) => {
        const freed = engine.pinRun({ ...where, run, pin: false });
        if (!freed.ok) return Promise.resolve(freed);
        const { id } = freed.value;
        return Promise.resolve(
          ok({
            json: { run: id, pinned: false },
            text: () => `Run ${id} is not pinned any more.\n`,
          }),
        );
      }),
    );
};
