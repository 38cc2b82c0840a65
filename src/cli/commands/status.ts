import { Option } from 'commander';

import { ok } from '../../base/result';
import { statusText } from '../../present/statusText';
import { examples, given } from '../call';
import type { Define } from '../call';

/** `status`: which steps are fresh, and why the others are not. Runs nothing. */
export const define: Define = (command, does) => {
  command
    .addOption(
      new Option(
        '--reuse <how>',
        'what a step has to agree in to be fresh: full or recipe',
      ).choices(['full', 'recipe']),
    )
    .addHelpText(
      'after',
      examples(
        ['reprise status', 'every step, and the reason beside what is stale'],
        ['reprise status --reuse recipe', 'as if the environment did not count'],
      ),
    )
    .action((options: { reuse?: 'full' | 'recipe' }) =>
      does(async ({ engine, where, terminal }) => {
        const status = await engine.statusOfPipeline({
          ...where,
          ...given({ reuse: options.reuse }),
        });
        if (!status.ok) return status;
        const { file, version, steps, warnings } = status.value;
        return ok({
          json: { pipeline: file, version, steps, warnings },
          text: () => statusText(status.value, { paint: terminal.paint }),
        });
      }),
    );
};
