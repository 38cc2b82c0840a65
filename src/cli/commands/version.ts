import { ok } from '../../base/result';
import { examples } from '../call';
import type { Define } from '../call';

/** `version`: the label in the pipeline file; written with its comments and layout kept. */
export const define: Define = (command, does) => {
  command
    .argument('[label]', 'the label to write into the pipeline file')
    .addHelpText(
      'after',
      examples(
        ['reprise version', 'print the label'],
        ['reprise version v1.1', 'write `version: v1.1`, comments and layout kept'],
      ),
    )
    .action((label: string | undefined) =>
      does(async ({ engine, where, terminal }) => {
        const labelled = await engine.labelOf(label === undefined ? where : { ...where, label });
        if (!labelled.ok) return labelled;
        const { file, label: version, saved } = labelled.value;
        if (version === null) {
          terminal.tell(`${file} has no label. \`reprise version v1.0\` writes one.\n`);
        } else if (!saved) {
          terminal.tell(
            `${version} is not saved yet. \`reprise save\` names the latest run so; ` +
              'where something changed since, `reprise run` first.\n',
          );
        }
        return ok({
          json: { pipeline: file, version, saved },
          text: () => (version === null ? '' : `${version}\n`),
        });
      }),
    );
};
