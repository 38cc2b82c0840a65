import { ok } from '../../base/result';
import { notInGitText, saveText } from '../../present/saveText';
import { warningSentences } from '../../present/warningList';
import { examples, given } from '../call';
import type { VersionRecord } from '../../records/versionModel';
import type { Call, Define } from '../call';

interface Options {
  readonly run?: string;
  readonly message?: string;
}

/** `save`: names a finished run as a version, for good. Runs nothing. */
export const define: Define = (command, does) => {
  command
    .argument('[label]', "the version's label; what the pipeline file says when left out")
    .option('--run <run>', 'the run to save instead of the latest one')
    .option('-m, --message <text>', 'what to remember about it')
    .addHelpText(
      'after',
      examples(
        ['reprise save', 'as the pipeline file says'],
        ['reprise save v1.0 -m "first that we shipped"', 'under this label, with a note'],
        ['reprise save v0.9 --run 20261124T08', 'save an older run'],
      ),
    )
    .action((label: string | undefined, options: Options) =>
      does(async (call) => {
        const { engine, where, terminal } = call;
        const { run, message } = options;
        const saved = await engine.saveVersion({ ...where, ...given({ label, run, message }) });
        if (!saved.ok) return saved;
        const { outcome, version, notInGit } = saved.value;
        for (const sentence of warningSentences(version.warnings)) {
          terminal.tell(`${terminal.tellPaint.doubt('warning:')} ${sentence}\n`);
        }
        const note = notInGitText(version.label, notInGit);
        if (note !== null) terminal.tell(`note: ${note}\n`);
        const name = fullNameWhereNeeded(call, version);
        return ok({
          json: {
            outcome,
            pipeline: version.pipeline,
            version: version.label,
            snapshot: version.snapshot,
            run: version.run.id,
            message: version.message,
            savedAt: version.savedAt,
            warnings: version.warnings,
            notInGit,
          },
          text: () => saveText(saved.value, name),
        });
      }),
    );
};

/** The label alone, or with its pipeline where another one has that label too. */
function fullNameWhereNeeded({ engine, where }: Call, version: VersionRecord): string {
  const found = engine.listVersions(where);
  const same = (found.ok ? found.value.versions : []).filter(
    (one) => one.version.label === version.label,
  );
  return same.length > 1 ? `${version.pipeline}@${version.label}` : version.label;
}
