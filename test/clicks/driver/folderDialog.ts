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
  await until(
    async () => {
      // what is written is looked at first, and a click before that is lost; Enter would go on into the editor
      await ok.click(SOON).catch(() => undefined);
      return !(await asks());
    },
    () => `the dialog does not take ${folder}`,
  );
}
