import { Option } from 'commander';

import { failed, ok } from '../../base/result';
import type { RunRecord } from '../../records/runModel';
import { examples, given } from '../call';
import type { Call, Define, Outcome } from '../call';
import { runAnswer } from '../runAnswer';
import { addRunningOptions, telling } from '../running';
import type { RunningOptions } from '../running';
import { tellProblems } from '../tellProblems';

interface Options extends RunningOptions {
  /** False for `--no-reuse`. */
  readonly reuse: 'full' | 'recipe' | false;
  readonly keepGoing?: true;
  readonly version?: string;
  readonly keep?: true;
}

/** `run`: the workspace, or with `--version` a saved version in a clean room. */
export const define: Define = (command, does) => {
  addRunningOptions(
    command
      .argument('[targets...]', 'steps to run, with what they need; all when left out')
      .addOption(
        new Option('--reuse <how>', 'reuse a step that agrees in full, or in its recipe alone')
          .choices(['full', 'recipe'])
          .default('full'),
      )
      .option('--no-reuse', 'run every step')
      .option('-k, --keep-going', 'after a failure, run whatever does not need the failed step')
      .option('--version <version>', 'run a saved version again in a clean room, nothing reused')
      .option('--keep', 'with --version: keep the room'),
  )
    .addHelpText(
      'after',
      examples(
        ['reprise run', 'run what is not up to date'],
        ['reprise run train', 'run up to `train`'],
        ['reprise run -j 4 --keep-going', 'four steps at a time, failures do not stop the rest'],
        ['reprise run --version v1.0', 'run the saved v1.0 again, outside your project'],
      ),
    )
    .action((targets: string[], options: Options) => does((call) => run(call, targets, options)));
};

async function run(call: Call, targets: readonly string[], options: Options): Outcome {
  const { engine, where, terminal } = call;
  const { version } = options;
  const wrong = wrongUse(targets, options);
  if (wrong !== null) return failed({ code: 'usage', message: wrong });
  const request = {
    ...where,
    targets,
    cancel: call.cancelOnSignal(),
    ...given({ jobs: options.jobs, runId: options.runId, takeOver: options.takeOver }),
    ...given({ keepGoing: options.keepGoing, keep: options.keep }),
  };
  const ran = await telling(call, options.events ?? false, (onEvent) =>
    version === undefined
      ? engine.runPipeline({ ...request, onEvent, reuse: options.reuse || 'none' })
      : engine.runVersion({ ...request, onEvent, version }),
  );
  if (!ran.ok) return ran;
  tellProblems(terminal, ran.value.run.pipeline, ran.value.problems);
  const independent =
    options.keepGoing || version !== undefined ? [] : await independentOf(call, ran.value.run);
  const answer = await runAnswer(call, ran.value.run, { independent });
  if (options.events !== true) return ok(answer);
  terminal.tell(answer.text());
  return ok({ ...answer, text: () => '' });
}

/** Steps that were not started, though neither they nor what they need have failed. */
async function independentOf({ engine, where }: Call, run: RunRecord): Promise<string[]> {
  const blocked = run.steps.filter(({ status }) => status === 'blocked');
  if (blocked.length === 0) return [];
  const opened = await engine.openPipeline(where);
  if (!opened.ok) return [];
  const held = new Set(run.steps.flatMap((step) => (step.status === 'failed' ? [step.name] : [])));
  // in plan order, what a step needs stands before it
  for (const { name, needs } of opened.value.reading.plan.steps) {
    if (needs.some((need) => held.has(need))) held.add(name);
  }
  return blocked.map(({ name }) => name).filter((name) => !held.has(name));
}

function wrongUse(targets: readonly string[], options: Options): string | null {
  if (options.version === undefined) {
    return options.keep ? '--keep keeps a room, and only --version makes one.' : null;
  }
  if (targets.length > 0) return 'A saved version is run as a whole: leave the steps out.';
  return null;
}
