import { ok } from '../../base/result';
import { planJson } from '../../present/planJson';
import { planText } from '../../present/planText';
import { examples } from '../call';
import type { Define } from '../call';
import { tellProblems } from '../tellProblems';

/** `plan`: what a run would follow. Writes nothing. */
export const define: Define = (command, does) => {
  command
    .argument('[targets...]', 'steps to narrow the plan to, with what they need')
    .addHelpText(
      'after',
      examples(
        ['reprise plan', 'check the pipeline file and show its graph'],
        ['reprise plan train', 'only what `train` needs'],
        ['reprise plan --json', 'the same for a program'],
      ),
    )
    .action((targets: string[]) =>
      does(async ({ engine, where, terminal }) => {
        const opened = await engine.openPipeline(where);
        if (!opened.ok) return opened;
        const plan = engine.soundPlan(opened.value, targets);
        if (!plan.ok) return plan;
        const { file, reading } = opened.value;
        tellProblems(terminal, file, reading.problems);
        const { version } = reading;
        return ok({
          json: planJson(plan.value, version),
          text: () => planText(plan.value, { version, paint: terminal.paint }),
        });
      }),
    );
};
