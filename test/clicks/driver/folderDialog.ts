import * as fs from 'node:fs';

import type { Page } from 'playwright-core';

import { SOON, until } from './until';

/** Answers VS Code's own dialog for a folder by writing its path, and waits until the dialog is gone. */
export async function chooseFolder(page: Page, folder: string): Promise<void> {
  const widget = page.locator('.quick-input-widget');
  const input = widget.locator('input.input').first();
  const ok = widget.locator('.quick-input-action .monaco-button').first();
  // what opens a folder takes the page away meanwhile
  const value = (): Promise<string> => input.inputValue(SOON).catch(() => '');
  const asks = async (): Promise<boolean> =>
    (await input.isVisible()) && (await value()).startsWith('/');
  const rows = (): Promise<string[]> => widget.locator('.monaco-list-row').allInnerTexts();
  // it writes down the folder it begins with when it has listed that, over whatever is written by then
  await until(
    async () => (await asks()) && isListed(await rows()),
    () => 'no dialog asks for a folder',
  );
  const wanted = `${folder}/`;
  // the dialog looks at what is written in its own time, and before that it would take the folder it began with
  await until(
    async () => {
      if ((await value()) === wanted) return listsFolder(await rows(), folder);
      await input.fill(wanted);
      return false;
    },
    async () =>
      `the dialog says ${await value()} and lists ${JSON.stringify(await rows())}, not ${folder}`,
  );
  await until(
    async () => {
      // Enter would go on into the editor
      await ok.click(SOON).catch(() => undefined);
      return !(await asks());
    },
    () => `the dialog does not take ${folder}`,
  );
}

/** Whether a folder is listed at all: the way up is a row of each. */
function isListed(rows: readonly string[]): boolean {
  return rows.some((row) => row.trim() === '..');
}

/** Whether the rows are what lies in the folder; the list is as long as it is drawn. */
function listsFolder(rows: readonly string[], folder: string): boolean {
  if (!isListed(rows)) return false;
  const names = rows.map((row) => row.trim()).filter((row) => row !== '' && row !== '..');
  const there = fs.readdirSync(folder, { withFileTypes: true });
  const folders = there.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  if (folders.length === 0) return names.length === 0;
  return names.some((name) => there.some((entry) => entry.name === name));
}
