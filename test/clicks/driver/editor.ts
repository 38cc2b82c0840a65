import type { Page } from 'playwright-core';

import { matcher, plain } from './text';
import { again, SOON, until } from './until';

/** The texts of the lenses that are drawn, from the top. */
export async function lenses(page: Page): Promise<string[]> {
  const texts = await page.locator('.codelens-decoration a').allTextContents();
  return texts.map(plain);
}

/** Waits for a lens of this text. One that calls nothing is no link, so those of a line are read as one text. */
export async function untilLens(page: Page, text: string | RegExp): Promise<void> {
  const says = (line: string): boolean =>
    line.split('|').some((one) => matcher(text).test(plain(one)));
  await until(
    async () => (await page.locator('.codelens-decoration').allTextContents()).some(says),
    async () => `no lens says ${String(text)}, but ${(await lenses(page)).join(' | ')}`,
  );
}

/** Waits for a lens with this text, and clicks it. */
export async function lens(page: Page, text: string | RegExp): Promise<void> {
  const found = page
    .locator('.codelens-decoration a')
    .filter({ hasText: matcher(text) })
    .first();
  await until(
    () => found.isVisible(),
    async () => `no lens says ${String(text)}, but ${(await lenses(page)).join(' | ')}`,
  );
  await again(() => found.click(SOON));
}

/** Opens a file by the name that the explorer's quick access knows, and waits for its text. */
export async function openFile(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+P');
  await page.locator('.quick-input-widget input.input').first().fill(name);
  const rows = page.locator('.quick-input-widget .monaco-list-row .label-name');
  const base = name.split('/').at(-1) ?? name;
  await until(
    async () => plain((await rows.allTextContents())[0] ?? '') === base,
    () => `there is no file ${name}`,
  );
  await page.keyboard.press('Enter');
  await tab(page, base);
}

/** Waits for a tab of an editor by the name of what it shows. A tab's label leaves out the extension. */
export async function tab(page: Page, name: string): Promise<void> {
  await page.locator(`.tabs-container .tab[data-resource-name="${name}"]`).first().waitFor();
}

/** Sets the cursor of the active editor, from line 1 and column 1, and waits until it stands there. */
export async function cursorAt(page: Page, line: number, column: number): Promise<void> {
  const there = `Ln ${line}, Col ${column}`;
  await again(async () => {
    await page.keyboard.press('Control+G');
    const input = page.locator('.quick-input-widget input.input').first();
    await input.fill(`:${line}:${column}`, SOON);
    await page.keyboard.press('Enter');
    await until(
      async () => (await statusBar(page)).includes(there),
      async () => `the cursor is not at ${there}: ${(await statusBar(page)).join(' | ')}`,
      SOON.timeout,
    );
  });
}

/** Writes in the active editor where the cursor is, and waits until that is drawn. */
export async function write(page: Page, text: string): Promise<void> {
  await page.keyboard.insertText(text);
  const last = text.split('\n').at(-1) ?? '';
  await page.locator('.view-lines .view-line', { hasText: last }).first().waitFor();
}

/** Writes another rest of a line of the active editor, from this column on, and saves. */
export async function changeLine(
  page: Page,
  { line, column }: { readonly line: number; readonly column: number },
  text: string,
): Promise<void> {
  await cursorAt(page, line, column);
  await page.keyboard.press('Shift+End');
  await write(page, text);
  await saveFile(page);
}

/** Saves the active editor, and waits until it is. */
async function saveFile(page: Page): Promise<void> {
  await page.keyboard.press('Control+S');
  await page.locator('.tabs-container .tab.active.dirty').waitFor({ state: 'detached' });
}

/** The entries of the status bar, as they are read. */
export async function statusBar(page: Page): Promise<string[]> {
  return (await page.locator('.statusbar .statusbar-item').allTextContents())
    .map(plain)
    .filter(Boolean);
}
