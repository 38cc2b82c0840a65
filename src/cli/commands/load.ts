import { ok } from '../../base/result';
import { countText, sizeText } from '../../present/amounts';
import { commandFor } from '../../present/commandText';
import { examples, given } from '../call';
import type { Define } from '../call';

/** `load`: fills an empty or new folder with a saved version, never the workspace. */
export const define: Define = (command, does) => {
  command
    .argument('<version>', 'v1.0, or pipeline.yaml@v1.0 where that is ambiguous')
    .argument('[folder]', 'an empty or new folder; a new room that is kept when left out')
    .option('--outputs', 'what the saved run produced too')
    .addHelpText(
      'after',
      examples(
        ['reprise load v1.0', 'into a new room; its path is printed'],
        ['reprise load v1.0 ../churn-v1.0 --outputs', 'into that folder, outputs included'],
      ),
    )
    .action((version: string, into: string | undefined, options: { outputs?: true }) =>
      does(async ({ engine, where, terminal, cancelOnSignal }) => {
        const { outputs } = options;
        const loaded = await engine.loadVersion({
          ...where,
          version,
          cancel: cancelOnSignal(),
          ...given({ into, outputs }),
        });
        if (!loaded.ok) return loaded;
        const { folder, file, files, bytes, notes } = loaded.value;
        for (const note of notes) terminal.tell(`${note}\n`);
        const again = file === null ? '' : ` \`${commandFor('reprise run', file)}\` runs it again.`;
        terminal.tell(
          `Loaded ${countText(files, 'file')}, ${sizeText(bytes)}.${again} It lies in\n`,
        );
        return ok({ json: { version, folder, files, bytes, notes }, text: () => `${folder}\n` });
      }),
    );
};
