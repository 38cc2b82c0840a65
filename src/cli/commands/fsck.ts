import { ok } from '../../base/result';
import { findingsText } from '../../present/findingsText';
import { examples } from '../call';
import type { Define } from '../call';

/** `fsck`: proves every stored byte and record that is here. Deletes nothing. */
export const define: Define = (command, does) => {
  command
    .addHelpText(
      'after',
      examples(['reprise fsck', 'read everything again; exit 4 where something is damaged']),
    )
    .action(() =>
      does(async ({ engine, where, terminal }) => {
        const checked = await engine.checkStore(where);
        if (!checked.ok) return checked;
        const { findings, damaged } = checked.value;
        return ok({
          json: { damaged, findings },
          text: () => findingsText(findings, { paint: terminal.paint }),
          exit: damaged ? (4 as const) : (0 as const),
        });
      }),
    );
};
