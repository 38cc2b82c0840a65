import * as fs from 'node:fs';

import type { Page } from 'playwright-core';

import { SOON, until } from './until';

/** Answers VS Code's own dialog for a folder by writing its path, and waits until the dialog is gone. */
export async function chooseFolder(page: Page, folder: string): Promise<void> {
  const widget = page.locator('.quick-input-widget');
  const input = widget.locator('input.input').first();
  const ok = widget.locator('.quick-input-action .monaco-button').first();
  // what opens a folder takes the page away meanwhile
  const asks = async (): Promise<boolean> =>
    (await input.isVisible()) && (await input.inputValue(SOON).catch(() => '')).startsWith('/');
  await until(asks, () => 'no dialog asks for a folder');
  await input.fill(`${folder}/`);
  // the dialog looks at what is written in its own time, and before that it would take the folder it began with
  await until(
    async () => listsFolder(await widget.locator('.monaco-list-row').allInnerTexts(), folder),
    async () =>
      `the dialog lists ${JSON.stringify(await widget.locator('.monaco-list-row').allInnerTexts())}, not ${folder}`,
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

/** Whether the rows are what lies in the folder; the list is as long as it is drawn. */
function listsFolder(rows: readonly string[], folder: string): boolean {
  const names = rows.map((row) => row.trim()).filter((row) => row !== '' && row !== '..');
  const there = fs.readdirSync(folder, { withFileTypes: true });
  const folders = there.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  if (folders.length === 0) return names.length === 0;
  return names.some((name) => there.some((entry) => entry.name === name));
}
