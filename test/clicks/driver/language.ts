import type { Page } from 'playwright-core';

import { matcher, plain } from './text';
import { again, SOON, until } from './until';

/** Rests the mouse on a text of the editor, and gives what the hover that comes says. */
export async function hover(page: Page, text: string): Promise<string> {
  const said = page.locator('.monaco-hover:visible .hover-contents');
  return until(
    async () => {
      const words = page.locator('.view-lines .view-line span span', { hasText: text });
      await words.first().hover({ ...SOON, force: true });
      await said
        .first()
        .waitFor(SOON)
        .catch(() => undefined);
      return (await said.allTextContents()).map(plain).join('\n') || null;
    },
    () => `no hover comes over ${text}`,
  );
}

/** Asks for completions at the cursor, and gives their labels; they stay open. */
export async function completions(page: Page): Promise<string[]> {
  await page.keyboard.press('Control+Space');
  const rows = page.locator('.suggest-widget.visible .monaco-list-row .label-name');
  await rows.first().waitFor();
  return (await rows.allTextContents()).map(plain);
}

/** Asks for what can be done at the cursor, and gives the titles; the menu stays open. */
export async function quickFixes(page: Page): Promise<string[]> {
  const rows = page.locator('.action-widget .monaco-list-row.action .title');
  await again(async () => {
    await page.keyboard.press('Control+.');
    await rows.first().waitFor(SOON);
  });
  return (await rows.allTextContents()).map(plain);
}

/** Takes one of those. */
export async function fix(page: Page, title: string | RegExp): Promise<void> {
  const titles = await quickFixes(page);
  const at = titles.findIndex((one) => matcher(title).test(one));
  if (at < 0) throw new Error(`no fix is ${String(title)}, but ${titles.join(' | ')}`);
  await page.locator('.action-widget .monaco-list-row.action').nth(at).click();
}

/** How many errors and warnings the status bar counts in all files, waited for until there are so many. */
export async function problems(page: Page, errors: number, warnings: number): Promise<void> {
  const counts = page.locator('.statusbar-item[id="status.problems"]');
  await until(
    async () =>
      plain((await counts.textContent()) ?? '').replace(/\s+/g, ' ') === `${errors} ${warnings}`,
    async () => `the status bar counts ${(await counts.textContent()) ?? 'nothing'}`,
  );
}
