import type { Page } from 'playwright-core';

import { matcher, partsOf, plain } from './text';
import { until } from './until';

/** What a quick pick offers: a line, and the smaller text beside and below it. */
export interface Offer {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

/** Waits for a quick pick with something in it, and gives what it offers. */
export async function offers(page: Page): Promise<Offer[]> {
  return until(
    async () => {
      const all = await drawnOffers(page);
      return all.length > 0 && all;
    },
    () => 'there is no quick pick with anything in it',
  );
}

/** Waits for a quick pick that has a line like this, and takes that line. */
export async function pick(page: Page, label: string | RegExp): Promise<void> {
  await until(
    async () => (await drawnOffers(page)).some((offer) => matcher(label).test(offer.label)),
    async () => `no quick pick has ${String(label)}: ${JSON.stringify(await drawnOffers(page))}`,
  );
  const row = page.locator('.quick-input-widget .monaco-list-row');
  const named = page.locator('.label-name').filter({ hasText: matcher(label) });
  await row.filter({ has: named }).first().click();
}

/** Waits for an input box whose prompt or placeholder matches, writes the text, and presses Enter. */
export async function answer(page: Page, asked: RegExp, text: string): Promise<void> {
  const input = page.locator('.quick-input-widget input.input').first();
  await until(
    async () => {
      if (!(await input.isVisible())) return false;
      const message = await page
        .locator('.quick-input-widget .quick-input-message')
        .allTextContents();
      const placeholder = (await input.getAttribute('placeholder')) ?? '';
      return [...message, placeholder].some((said) => asked.test(plain(said)));
    },
    () => `nothing asks ${String(asked)}`,
  );
  await input.fill(text);
  await page.keyboard.press('Enter');
}

async function drawnOffers(page: Page): Promise<Offer[]> {
  const widget = page.locator('.quick-input-widget');
  if (!(await widget.isVisible())) return [];
  const written = await widget.locator('input.input').first().inputValue();
  if (written.startsWith('>')) return []; // the palette, on its way out
  const read = await partsOf(widget.locator('.monaco-list-row'), {
    label: '.label-name',
    description: '.quick-input-list-row .label-description',
    detail: '.quick-input-list-label-meta',
  });
  return read.map(({ label = '', description = '', detail = '' }) => {
    return { label, description, detail };
  });
}
