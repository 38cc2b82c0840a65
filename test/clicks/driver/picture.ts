import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Page } from 'playwright-core';

import { REPOSITORY } from '../../support/example';

/**
 * Takes a picture of the window, or of a part of it, into `out/pictures/`, or with REPRISE_PICTURES=keep into
 * `docs/pictures/`, for the documents.
 */
export async function picture(page: Page, name: string, part?: string): Promise<void> {
  const keep = process.env.REPRISE_PICTURES === 'keep';
  const folder = path.join(REPOSITORY, ...(keep ? ['docs', 'pictures'] : ['out', 'pictures']));
  fs.mkdirSync(folder, { recursive: true });
  await page.mouse.move(0, 0); // no hover of what was clicked last
  const target = part === undefined ? page : page.locator(part).first();
  await target.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled' });
}
