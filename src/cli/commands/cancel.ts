import { failed, ok } from '../../base/result';
import type { Result } from '../../base/result';
import type { Failure } from '../../records/failures';
import { examples, given } from '../call';
import type { Call, Define } from '../call';

/** `cancel`: asks a run to end, whoever started it. */
export const define: Define = (command, does) => {
  command
    .argument(
      '[run-or-version]',
      'id of a run or its beginning, or the version that is run again; the live run when left out',
    )
    .addHelpText(
      'after',
      examples(
        ['reprise cancel', 'end the run that is going on here'],
        ['reprise cancel v1.0', 'end the verify of v1.0 that is going on'],
      ),
    )
    .action((name: string | undefined) =>
      does(async (call) => {
        const asked = await ask(call, name);
        if (!asked.ok) return asked;
        const { id } = asked.value;
        const text = (): string =>
          `Asked run ${id} to end. \`reprise show ${id}\` tells when it has.\n`;
        return ok({ json: { run: id }, text });
      }),
    );
};

async function ask(
  call: Call,
  name: string | undefined,
): Promise<Result<{ readonly id: string }, Failure>> {
  const { engine, where } = call;
  const asked = await engine.cancelRun({ ...where, ...given({ run: name }) });
  if (asked.ok || name === undefined || asked.failure.code !== 'run-unknown') return asked;
  const version = await engine.findVersion(where, name);
  if (!version.ok) return asked;
  const { pipeline, label } = version.value;
  const listed = engine.listRuns({ ...where, limit: NEWEST });
  const live = (listed.ok ? listed.value.runs : []).find(
    (run) => run.status === 'running' && run.pipeline === pipeline && run.version === label,
  );
  if (live === undefined) return failed({ code: 'run-not-live', id: null });
  return engine.cancelRun({ ...where, run: live.id });
}

/** How far back a run that still goes on is looked for. */
const NEWEST = 100;
