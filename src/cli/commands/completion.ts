import { failed, ok } from '../../base/result';
import { didYouMean } from '../../present/didYouMean';
import { examples } from '../call';
import type { Define } from '../call';
import { candidatesFor } from '../completion/candidates';
import type { Kind } from '../completion/candidates';
import { knownNames } from '../completion/knownNames';
import { completionScript, SHELLS } from '../completion/scripts';

/** `completion`: the script for a shell; what it calls back is `--words`. */
export const define: Define = (command, does, says, whole) => {
  command
    .argument('[shell]', 'bash, zsh or fish')
    .argument('[words...]', 'with --words: what has been typed after `reprise`')
    .option('--words', 'print what may stand in the place of the last word')
    .addHelpText(
      'after',
      examples(
        ['source <(reprise completion bash)', 'for this bash; put it into ~/.bashrc to keep it'],
        ['source <(reprise completion zsh)', 'the same for zsh'],
        ['reprise completion fish | source', 'and for fish'],
      ),
    )
    .action(async (shell: string | undefined, words: string[], options: { words?: true }) => {
      if (options.words) {
        const typed = shell === undefined ? [] : [shell, ...words];
        await does(async (call) => {
          const known = (kind: Kind): Promise<readonly string[]> => knownNames(call, kind, typed);
          const candidates = await candidatesFor(await whole(), typed, known);
          const text = (): string => candidates.map((word) => `${word}\n`).join('');
          return ok({ json: { candidates }, text });
        });
        return;
      }
      const known = SHELLS.find((name) => name === shell);
      if (known === undefined) {
        const hint = shell === undefined ? '' : didYouMean(shell, SHELLS);
        says(failed({ code: 'usage', message: `Name a shell: ${SHELLS.join(', ')}.${hint}` }));
        return;
      }
      const script = completionScript(known);
      says(ok({ json: { shell: known, script }, text: () => script }));
    });
};
