import type { Page } from 'playwright-core';

import { plain } from './text';
import { until } from './until';

/** Runs a command by its whole title, as `Reprise: Show Output`; throws where the palette has none of that title. */
export async function palette(page: Page, title: string): Promise<void> {
  await ask(page, title);
  // what is mistyped is answered with similar commands, and Enter would run the first of those
  await until(
    async () => (await offered(page))[0] === title,
    async () => `the palette has no ${title}, but ${(await offered(page)).join(', ')}`,
    10_000,
  );
  await page.keyboard.press('Enter');
}

/** The titles that the palette offers to this text and that have it in them, from its top. */
export async function paletteTitles(page: Page, text: string): Promise<string[]> {
  await ask(page, text);
  const titles = await until(
    async () => {
      const before = await offered(page);
      const now = await offered(page);
      return now.join() === before.join() && now.some((title) => title.includes(text)) && now;
    },
    () => `the palette offers nothing to ${text}`,
  );
  await page.keyboard.press('Escape');
  return titles.filter((title) => title.includes(text));
}

/** Opens the palette and writes the text. */
async function ask(page: Page, text: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input.input').first().fill(`>${text}`);
}

async function offered(page: Page): Promise<string[]> {
  const names = page.locator('.quick-input-widget .monaco-list-row .label-name');
  return (await names.allTextContents()).map(plain);
}
