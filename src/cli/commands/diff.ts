import { ok } from '../../base/result';
import { reportText } from '../../present/reportText';
import { examples } from '../call';
import type { Define } from '../call';
import { VERDICT_EXITS } from '../exitCodes';

/** `diff`: lays the outputs of one version or run beside another's. Runs nothing. */
export const define: Define = (command, does) => {
  command
    .argument('<was>', 'a version or a run; its rules judge')
    .argument('<is>', 'a version or a run')
    .addHelpText(
      'after',
      examples(
        ['reprise diff v1.0 v1.1', 'what came out otherwise in v1.1'],
        ['reprise diff v1.0 20261124T08', 'a run against v1.0; the beginning of its id is enough'],
      ),
    )
    .action((was: string, is: string) =>
      does(async ({ engine, where, terminal }) => {
        const judged = await engine.diff({ ...where, was, is });
        if (!judged.ok) return judged;
        return ok({
          json: judged.value,
          text: () => reportText(judged.value, { paint: terminal.paint }),
          exit: VERDICT_EXITS[judged.value.verdict],
        });
      }),
    );
};
