import { ok } from '../../base/result';
import { examples, given } from '../call';
import type { Define } from '../call';

/** `cancel`: asks a run to end, whoever started it. */
export const define: Define = (command, does) => {
  command
    .argument('[run]', 'id of the run, or a unique beginning of it; the live one when left out')
    .addHelpText('after', examples(['reprise cancel', 'end the run that is going on here']))
    .action((run: string | undefined) =>
      does(async ({ engine, where }) => {
        const asked = await engine.cancelRun({ ...where, ...given({ run }) });
        if (!asked.ok) return asked;
        const { id } = asked.value;
        const text = (): string =>
          `Asked run ${id} to end. \`reprise show ${id}\` tells when it has.\n`;
        return ok({ json: { run: id }, text });
      }),
    );
};
