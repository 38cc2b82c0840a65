import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Page } from 'playwright-core';

import { REPOSITORY } from '../../support/example';
import { SOON } from './until';

/** What README.md and docs/extension.md show. */
const SHOWN = [
  'row-1-define',
  'row-2-version',
  'row-3-run',
  'row-4-save',
  'row-5-load',
  'row-6-7-verify',
  'row-8-reproducible',
  'row-8-not-reproducible',
];

/**
 * Takes a picture of the window, or of a part of it, into `out/pictures/`; with REPRISE_PICTURES=keep those that the
 * documents show go into `docs/pictures/`. `hovered`: the mouse stays where it is.
 */
export async function picture(
  page: Page,
  name: string,
  { part, hovered = false }: { readonly part?: string; readonly hovered?: boolean } = {},
): Promise<void> {
  const keep = process.env.REPRISE_PICTURES === 'keep' && SHOWN.includes(name);
  const folder = path.join(REPOSITORY, ...(keep ? ['docs', 'pictures'] : ['out', 'pictures']));
  fs.mkdirSync(folder, { recursive: true });
  if (!hovered) {
    // no hover of what was clicked last
    await page.mouse.move(0, 0);
    const hover = page.locator('.workbench-hover-container:visible');
    await hover
      .first()
      .waitFor({ state: 'hidden', ...SOON })
      .catch(() => undefined);
  }
  const target = part === undefined ? page : page.locator(part).first();
  await target.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled' });
}
