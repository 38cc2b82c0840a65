import { ok } from '../../base/result';
import { examples } from '../call';
import type { Define } from '../call';

/** `init`: a first pipeline file, never over one that is there. */
export const define: Define = (command, does) => {
  command
    .addHelpText(
      'after',
      examples(
        ['reprise init', 'write pipeline.yaml with two small steps'],
        ['reprise init -f churn.pipeline.yaml', 'write it under another name'],
      ),
    )
    .action(() =>
      does(({ engine, where }) => {
        const made = engine.initPipeline(where);
        if (!made.ok) return Promise.resolve(made);
        const { file } = made.value;
        const named = where.file === undefined ? '' : ` -f ${file}`;
        const text = (): string =>
          `Wrote ${file}. \`reprise run${named}\` runs it; \`reprise save${named}\` keeps what came out as v1.0.\n`;
        return Promise.resolve(ok({ json: { file }, text }));
      }),
    );
};
