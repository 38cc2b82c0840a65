import { Option } from 'commander';

import { ok } from '../../base/result';
import { statusText } from '../../present/statusText';
import { examples, given } from '../call';
import type { Define } from '../call';
import { runDocument } from '../runAnswer';

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
        const open = engine.openRunOf(where);
        if (!open.ok) return open;
        const standing = version === null ? null : await engine.labelStanding(where, version);
        if (standing?.ok === false) return standing;
        const label = standing?.value ?? null;
        const live = open.value === null ? null : runDocument(open.value.run);
        return ok({
          json: { pipeline: file, version, ...label, steps, warnings, run: live },
          text: () =>
            statusText(status.value, {
              now: where.host.now(),
              open: open.value,
              label,
              paint: terminal.paint,
            }),
        });
      }),
    );
};
