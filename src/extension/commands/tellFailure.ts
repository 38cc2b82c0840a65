import * as vscode from 'vscode';

import type { Answered } from '../engine/commandCalls';
import type { Services } from './services';

/** Says why something could not be done, as the engine says it; a cancel that was asked for says nothing. */
export async function tellFailure(
  { log }: Pick<Services, 'log'>,
  { exit, document, said }: Answered,
): Promise<void> {
  const error = document?.['error'] as
    { readonly code?: string; readonly message?: string } | undefined;
  if (exit === 130 || error?.code === 'cancelled') return;
  const sentence = error?.message ?? said.trim().split('\n').at(-1) ?? '';
  log.error(said.trim() === '' ? sentence : said.trim());
  const show = 'Show Output';
  const problems = 'Show Problems';
  const more = error?.code === 'pipeline-has-problems' ? problems : show;
  const chosen = await vscode.window.showErrorMessage(
    sentence === ''
      ? `Reprise ended with ${String(exit)} and said nothing.`
      : shortSentence(sentence),
    more,
  );
  if (chosen === show) log.show();
  if (chosen === problems) await vscode.commands.executeCommand('workbench.actions.view.problems');
}

/** A notification shows a few lines; the output has the rest. */
function shortSentence(text: string): string {
  return text.length <= 400 ? text : `${text.slice(0, 399)}…`;
}
