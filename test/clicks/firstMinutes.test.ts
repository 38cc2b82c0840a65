import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Page } from 'playwright-core';

import { copyOfExample } from '../support/example';
import { temporaryFolder } from '../support/temporary';
import { tab } from './driver/editor';
import { chooseFolder } from './driver/folderDialog';
import { palette } from './driver/palette';
import { withProduct } from './driver/product';
import { answer } from './driver/quickPick';
import { openSidebar, row, untilRow } from './driver/tree';
import { answerTrust, grantTrust } from './driver/trust';
import { again, SOON, until } from './driver/until';

const SIDEBAR = '[id="workbench.view.extension.reprise"]';

describe('the first minutes', function () {
  this.timeout(240_000);

  it('an empty folder says what to do next, and its buttons do it', async function () {
    const scratch = temporaryFolder();
    const folder = path.join(scratch, 'nothing');
    fs.mkdirSync(folder);
    await withProduct(this, { folder, scratch }, async ({ page, another, pictures }) => {
      const none = await another(null);
      await openSidebar(none);
      await none.locator(`${SIDEBAR} .welcome-view-content .monaco-button`).first().waitFor();
      await pictures('tree-no-folder', { of: none, part: SIDEBAR });
      await none.close();

      await openSidebar(page);
      const welcome = page.locator(`${SIDEBAR} .welcome-view-content`);
      await welcome.getByText('There is no pipeline file in this folder yet.').waitFor();
      await pictures('tree-empty', { part: SIDEBAR });

      await pressInWelcome(page, 'Take the Walkthrough');
      await page.getByText('Your first verdict').first().waitFor();
      const steps = await page.locator('.getting-started-step .step-title').allTextContents();
      assert.deepEqual(steps, [
        'Open the example',
        'Run it, and save v1.0',
        'Change a number',
        'Re-run & verify',
        'Read the report',
      ]);
      await page
        .locator('.getting-started-media iframe, .getting-started-media img')
        .first()
        .waitFor();
      await pictures('walkthrough');

      await pressInWelcome(page, 'Create a Pipeline');
      await answer(page, /Its steps run in the folder/, 'pipeline.yaml');
      await tab(page, 'pipeline.yaml');
      await untilRow(page, 'Workspace', /./);
      assert.ok(fs.existsSync(path.join(folder, 'pipeline.yaml')));
    });
  });

  it('Open the Example makes a copy and opens it', async function () {
    const scratch = temporaryFolder();
    const folder = path.join(scratch, 'nothing');
    fs.mkdirSync(folder);
    const parent = path.join(scratch, 'projects');
    fs.mkdirSync(path.join(parent, 'another'), { recursive: true });
    await withProduct(this, { folder, scratch }, async ({ page }) => {
      await openSidebar(page);
      await pressInWelcome(page, 'Open the Example');
      await chooseFolder(page, parent);
      await page.waitForURL(/reprise-quickstart/);
      await page.locator('.activitybar [aria-label^="Reprise"]').first().waitFor();
      // The window was loaded anew: whoever was led here is led on.
      await page.locator('.getting-started').getByText('Your first verdict').first().waitFor();
      await page.locator('.tab[data-resource-name="pipeline.yaml"]').first().waitFor();
      await openSidebar(page);
      await row(page, 'quickstart');
      assert.ok(fs.existsSync(path.join(parent, 'reprise-quickstart', 'src', 'train.py')));
    });
  });

  it('Restricted Mode says that nothing runs, and has the way out', async function () {
    const scratch = temporaryFolder();
    const folder = copyOfExample('quickstart', scratch);
    await withProduct(this, { folder, scratch, trusted: false }, async ({ page, pictures }) => {
      await answerTrust(page, false);
      await openSidebar(page);
      await untilRow(page, 'train', 'not checked');
      const said = page.locator(`${SIDEBAR} .message`);
      await said.getByText(/can be read and edited here, but not run/).waitFor();
      await pictures('tree-restricted', { part: SIDEBAR });
      await assert.rejects(palette(page, 'Reprise: Run Pipeline'), /has no/);
      await page.keyboard.press('Escape');

      await again(() => page.locator('[aria-label^="Trust this Folder"]').first().click(SOON));
      await grantTrust(page, { isOpen: true });
      await untilRow(page, 'train', 'never run');
      await until(
        async () => !(await said.isVisible()),
        async () => `the tree still says ${await said.innerText()}`,
      );
    });
  });
});

async function pressInWelcome(page: Page, button: string): Promise<void> {
  const buttons = page.locator(`${SIDEBAR} .welcome-view-content .monaco-button`);
  await again(() => buttons.filter({ hasText: button }).first().click(SOON));
}
