import type { Page } from 'playwright-core';

import { until } from './until';

/** Answers VS Code's own dialog for a folder by writing its path, and waits until the dialog is gone. */
export async function chooseFolder(page: Page, folder: string): Promise<void> {
  const widget = page.locator('.quick-input-widget');
  const input = widget.locator('input.input').first();
  await until(
    async () => (await input.isVisible()) && (await input.inputValue()).startsWith('/'),
    () => 'no dialog asks for a folder',
  );
  await input.fill(`${folder}/`);
  await until(
    async () => {
      // what is written is looked at first, and Enter before that is lost
      await page.keyboard.press('Enter');
      return !(await input.isVisible()) || !(await input.inputValue()).startsWith('/');
    },
    () => `the dialog does not take ${folder}`,
  );
}
