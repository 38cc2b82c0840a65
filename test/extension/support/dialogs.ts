import * as vscode from 'vscode';

/** A question that a command asked. */
export interface Asked {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
}

/** A button by its words, or whatever somebody does before they press one. */
export type Answer = string | undefined | ((asked: Asked) => Promise<string | undefined>);

type Door = 'showWarningMessage' | 'showInformationMessage' | 'showErrorMessage';

/**
 * Answers the dialogs and notifications of commands with these buttons, one after another, while something is
 * done; what is not foreseen is dismissed. Comes back with all that was asked.
 */
export async function answering(
  answers: readonly Answer[],
  work: () => PromiseLike<unknown>,
): Promise<Asked[]> {
  const asked: Asked[] = [];
  const waiting = [...answers];
  const answer = async (message: string, ...rest: unknown[]): Promise<unknown> => {
    const [first] = rest;
    const options = typeof first === 'object' ? (first as vscode.MessageOptions) : {};
    const buttons = rest.filter((one) => typeof one === 'string');
    const one = { message, detail: options.detail ?? '', buttons };
    asked.push(one);
    const next = waiting.shift();
    const chosen = typeof next === 'function' ? await next(one) : next;
    if (chosen !== undefined && !buttons.includes(chosen)) {
      throw new Error(`no button ${chosen} at “${message}”: ${buttons.join(', ')}`);
    }
    return chosen;
  };
  const doors: readonly Door[] = [
    'showWarningMessage',
    'showInformationMessage',
    'showErrorMessage',
  ];
  await replacing(Object.fromEntries(doors.map((door) => [door, answer])), work);
  return asked;
}

/** The rows that a quick pick showed. */
export interface Shown {
  readonly placeHolder: string;
  readonly labels: readonly string[];
}

/** Picks in each quick pick of a command the row of this label; undefined dismisses it. */
export async function picking(
  labels: readonly (string | undefined)[],
  work: () => PromiseLike<unknown>,
): Promise<Shown[]> {
  const shown: Shown[] = [];
  const waiting = [...labels];
  const showQuickPick = async (
    given: PromiseLike<readonly (string | vscode.QuickPickItem)[]>,
    options?: vscode.QuickPickOptions,
  ): Promise<unknown> => {
    const rows = await given;
    const labelOf = (row: string | vscode.QuickPickItem): string =>
      typeof row === 'string' ? row : row.label;
    shown.push({ placeHolder: options?.placeHolder ?? '', labels: rows.map(labelOf) });
    const wanted = waiting.shift();
    return rows.find((row) => labelOf(row) === wanted);
  };
  await replacing({ showQuickPick }, work);
  return shown;
}

/** Extension and tests are given the same `vscode.window`, so what stands in it here stands in it there. */
async function replacing(
  doors: Readonly<Record<string, unknown>>,
  work: () => PromiseLike<unknown>,
): Promise<void> {
  const window = vscode.window as unknown as Record<string, unknown>;
  const before = Object.fromEntries(Object.keys(doors).map((door) => [door, window[door]]));
  Object.assign(window, doors);
  try {
    await work();
  } finally {
    Object.assign(window, before);
  }
}
