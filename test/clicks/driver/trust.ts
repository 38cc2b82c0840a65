import type { Page } from 'playwright-core';

import { dialogText, pressInDialog } from './notifications';
import { palette } from './palette';
import { again, SOON, until } from './until';

/** Answers the question that VS Code asks about a folder it does not know. */
export async function answerTrust(page: Page, trusts: boolean): Promise<void> {
  await until(
    async () => /Do you trust/.test((await dialogText(page)) ?? ''),
    () => 'nobody asks whether to trust the folder',
  );
  await pressInDialog(page, trusts ? 'Yes, I trust' : "No, I don't trust");
  await until(
    async () => (await dialogText(page)) === null,
    () => 'the question stays',
  );
}

/**
 * Trusts the folder of a window in Restricted Mode, by the editor that is there for it, and closes that. `isOpen`:
 * something else has opened that editor.
 */
export async function grantTrust(
  page: Page,
  { isOpen = false }: { readonly isOpen?: boolean } = {},
): Promise<void> {
  if (!isOpen) await palette(page, 'Workspaces: Manage Workspace Trust');
  const editor = page.locator('.workspace-trust-editor');
  await again(() =>
    editor
      .locator('.monaco-button', { hasText: /^Trust$/ })
      .first()
      .click(SOON),
  );
  await editor.locator('.workspace-trust-header.workspace-trust-trusted').waitFor();
  // the focus is nowhere now, so that no key would close it
  await again(() => page.locator('[aria-label^="Close Modal Editor"]').first().click(SOON));
  await editor.waitFor({ state: 'hidden' });
}
