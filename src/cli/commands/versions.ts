import { ok } from '../../base/result';
import { failureSentence } from '../../present/failureWords';
import { versionsText } from '../../present/versionsText';
import { examples } from '../call';
import type { Define } from '../call';
import { versionDocument } from '../versionDocument';

/** `versions`: what is saved, with the last verdicts. */
export const define: Define = (command, does) => {
  command
    .addHelpText('after', examples(['reprise versions', 'labels, last verdicts, ages, messages']))
    .action(() =>
      does(({ engine, where, terminal }) => {
        const listed = engine.listVersions(where);
        if (!listed.ok) return Promise.resolve(listed);
        const { versions, damaged } = listed.value;
        for (const failure of damaged) terminal.tell(`${failureSentence(failure)}\n`);
        return Promise.resolve(
          ok({
            json: { versions: versions.map(versionDocument), damaged },
            text: () =>
              versionsText(versions, {
                now: where.host.now(),
                damaged: damaged.length,
                paint: terminal.paint,
              }),
            exit: damaged.length > 0 ? (4 as const) : (0 as const),
          }),
        );
      }),
    );
};
