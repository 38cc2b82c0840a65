import { Option } from 'commander';

import { failed, ok } from '../../base/result';
import { reportText } from '../../present/reportText';
import { examples, given } from '../call';
import type { Call, Define, Outcome } from '../call';
import { VERDICT_EXITS } from '../exitCodes';
import { addRunningOptions, telling } from '../running';
import type { RunningOptions } from '../running';

interface Options extends RunningOptions {
  readonly rules: 'saved' | 'workspace';
  readonly environment: 'recorded' | 'current';
  readonly keep?: true;
  readonly explain: 'none' | 'auto' | 'full';
}

/** `verify`: loads a version, runs it again in a clean room, compares, and says the verdict. */
export const define: Define = (command, does) => {
  addRunningOptions(
    command
      .argument('<version>', 'v1.0, or pipeline.yaml@v1.0 where that is ambiguous')
      .addOption(
        new Option(
          '--rules <whose>',
          "judge by the rules saved with the version, or an earlier verify by today's file",
        )
          .choices(['saved', 'workspace'])
          .default('saved'),
      )
      .addOption(
        new Option(
          '--environment <whose>',
          'find programs as the saved run did, or as here and now',
        )
          .choices(['recorded', 'current'])
          .default('recorded'),
      )
      .addOption(
        new Option(
          '--explain <how>',
          'how hard to look for what explains a difference; this Reprise does not explain yet',
        )
          .choices(['none', 'auto', 'full'])
          .default('auto'),
      )
      .option('--keep', 'keep the room, to look into it'),
  )
    .addHelpText(
      'after',
      examples(
        ['reprise verify v1.0', 'run v1.0 again and compare every output'],
        ['reprise verify v1.0 --json', 'the report for a program'],
        ['reprise verify v1.0 --rules workspace', "judge the last re-run by today's tolerances"],
      ),
    )
    .action((version: string, options: Options) => does((call) => verify(call, version, options)));
};

async function verify(call: Call, version: string, options: Options): Outcome {
  const { engine, where, terminal } = call;
  if (options.keep && options.rules === 'workspace') {
    const message = '--rules workspace runs nothing and makes no room, so there is none to --keep.';
    return failed({ code: 'usage', message });
  }
  if (options.explain === 'full') {
    terminal.tell(
      'This Reprise does not explain differences yet; --explain full changes nothing.\n',
    );
  }
  let room: string | null = null;
  const judged = await telling(call, options.events ?? false, (tell) =>
    engine.verify({
      ...where,
      version,
      onEvent: (event) => {
        if (event.type === 'room-made') room = event.folder;
        tell(event);
      },
      cancel: call.cancelOnSignal(),
      rules: options.rules,
      environment: options.environment,
      ...given({ jobs: options.jobs, runId: options.runId, takeOver: options.takeOver }),
      ...given({ keep: options.keep }),
    }),
  );
  if (!judged.ok) return judged;
  if (options.keep) tellRoom(call, room);
  const text = (): string => reportText(judged.value, { paint: terminal.paint });
  if (options.events) terminal.tell(text());
  return ok({
    json: judged.value,
    text: options.events ? () => '' : text,
    exit: VERDICT_EXITS[judged.value.verdict],
  });
}

function tellRoom({ terminal }: Call, room: string | null): void {
  if (room === null) return;
  terminal.tell(`The room is kept in ${room}. Whoever no longer needs it may remove it.\n`);
}
