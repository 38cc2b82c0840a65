import type { Locator, Page } from 'playwright-core';

import { matcher, plain } from './text';
import { again, SOON, until } from './until';

/** The texts of the notifications that are shown. */
export async function notifications(page: Page): Promise<string[]> {
  return (await toasts(page).locator('.notification-list-item-message').allTextContents()).map(
    plain,
  );
}

/** Waits for a notification with this text, and gives the text. */
export async function notification(
  page: Page,
  text: string | RegExp,
  ms = 60_000,
): Promise<string> {
  const seen = new Set<string>(); // by the end of the wait those may have gone that tell why
  return until(
    async () => {
      const shown = await notifications(page);
      for (const one of shown) seen.add(one);
      return shown.find((one) => matcher(text).test(one)) ?? null;
    },
    () => `no notification says ${String(text)}, but ${[...seen].join(' | ')}`,
    ms,
  );
}

/** Presses a button of the notification with this text. */
export async function pressIn(page: Page, text: string | RegExp, button: string): Promise<void> {
  await notification(page, text);
  const message = page
    .locator('.notification-list-item-message')
    .filter({ hasText: matcher(text) });
  const toast = toasts(page).filter({ has: message }).first();
  await again(() =>
    toast
      .locator('.monaco-button', { hasText: matcher(button) })
      .first()
      .click(SOON),
  );
}

/** The texts of the dialog that stands before everything else, as one has it where a command throws; or null. */
export async function dialogText(page: Page): Promise<string | null> {
  const box = page.locator('.monaco-dialog-box');
  if (!(await box.isVisible())) return null;
  return plain((await box.locator('.dialog-message-container').allTextContents()).join(' '));
}

/** Presses a button of that dialog. */
export async function pressInDialog(page: Page, button: string): Promise<void> {
  await again(async () =>
    page.locator('.monaco-dialog-box .monaco-button', { hasText: button }).first().click(SOON),
  );
}

function toasts(page: Page): Locator {
  return page.locator('.notifications-toasts .notification-list-item');
}
