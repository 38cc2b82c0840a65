import type { Page } from 'playwright-core';

import { plain } from './text';
import { SOON } from './until';

/** Chooses an item of the menu that is open. It takes no mouse at first, so the keyboard is used. */
export async function chooseFromMenu(page: Page, title: string): Promise<void> {
  const items = page.locator('.monaco-menu .action-label');
  await items.first().waitFor(SOON);
  const titles = (await items.allTextContents()).map(plain).filter((text) => text !== '');
  for (let down = 0; down < titles.length; down += 1) {
    await page.keyboard.press('ArrowDown');
    const focused = page.locator('.monaco-menu .action-item.focused .action-label');
    if (plain((await focused.first().textContent(SOON)) ?? '') === title) {
      return page.keyboard.press('Enter');
    }
  }
  await page.keyboard.press('Escape');
  throw new Error(`the menu has no ${title} that can be chosen, but ${titles.join(', ')}`);
}
