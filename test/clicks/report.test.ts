import assert from 'node:assert/strict';

import type { Frame, Page } from 'playwright-core';

import { temporaryFolder } from '../support/temporary';
import { DIFFERENT, verifiedProject } from '../support/reportPage/sampleProject';
import { tab } from './driver/editor';
import { palette } from './driver/palette';
import { picture } from './driver/picture';
import { withProduct } from './driver/product';
import { clickRow, expand, openSidebar, row } from './driver/tree';
import { until } from './driver/until';
import { webview } from './driver/webview';

const REPORT = 'churn v1.0';

describe('the report, in the installed product', function () {
  this.timeout(180_000);

  it('opens, is gone through with F7, opens the diff editor, and comes back after a reload', async function () {
    const { folder } = await verifiedProject(DIFFERENT);
    const scratch = temporaryFolder();
    await withProduct(this, { folder, scratch }, async ({ page }) => {
      await openSidebar(page);
      await expand(page, 'Versions');
      await row(page, /^v1\.0/);
      await palette(page, 'Reprise: Open Report…');
      const report = await shown(page);
      assert.equal(await report.locator('.row').count(), 6);
      await report.locator('h1').click();
      await page.keyboard.press('F7');
      await report.locator('.values').waitFor();
      await picture(page, 'report');

      const summary = report.locator('.out', { hasText: 'summary.md' });
      await summary.locator('.row').click();
      await summary.locator('button', { hasText: 'Open Diff Editor' }).click();
      await tab(page, 'summary.md');
      await until(
        async () => {
          const texts = await page.locator('.monaco-diff-editor .view-lines').allTextContents();
          return ['913', '907'].every((right, side) => texts[side]?.includes(right));
        },
        () => 'the diff editor does not show both sides',
      );
      await picture(page, 'report-diff');

      await page.locator('.tab', { hasText: REPORT }).first().click();
      await shown(page);
      await clickRow(page, 'Workspace'); // the palette opens from outside the page
      await palette(page, 'Developer: Reload Window');
      await page.locator('.tab', { hasText: REPORT }).first().click();
      const again = await shown(page);
      await again.locator('.row[aria-expanded="true"]', { hasText: 'summary.md' }).waitFor();
    });
  });
});

/** The page of the report, once it stands. */
async function shown(page: Page): Promise<Frame> {
  return webview(page, 'h1 + p.lead', 60_000);
}
