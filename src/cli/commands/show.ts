import { ok } from '../../base/result';
import { showRunText, showVersionText } from '../../present/showText';
import { examples, given } from '../call';
import type { Define } from '../call';

/** `show`: everything about a version or a run. */
export const define: Define = (command, does) => {
  command
    .argument(
      '[run-or-version]',
      'a version, or id of a run or its beginning; the latest run when left out',
    )
    .addHelpText(
      'after',
      examples(
        ['reprise show', 'the latest run'],
        ['reprise show v1.0', 'a version: its run, machine, commit, steps, last verdict'],
      ),
    )
    .action((name: string | undefined) =>
      does(async ({ engine, where, terminal }) => {
        const found = await engine.show({ ...where, ...given({ name }) });
        if (!found.ok) return found;
        const shown = found.value;
        const options = { now: where.host.now(), paint: terminal.paint };
        return ok(
          shown.kind === 'version'
            ? {
                json: { kind: 'version', ...shown.summary, content: shown.content },
                text: () => showVersionText(shown.summary, { ...options, content: shown.content }),
              }
            : {
                json: shown,
                text: () => showRunText(shown.run, { ...options, ...shown }),
              },
        );
      }),
    );
};
