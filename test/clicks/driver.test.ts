import assert from 'node:assert/strict';
import * as path from 'node:path';

import { copyOfExample, REPOSITORY } from '../support/example';
import { temporaryFolder } from '../support/temporary';
import { cursorAt, lens, openFile, statusBar, write } from './driver/editor';
import { completions, fix, hover, problems, quickFixes } from './driver/language';
import {
  dialogText,
  notification,
  notifications,
  pressIn,
  pressInDialog,
} from './driver/notifications';
import { palette } from './driver/palette';
import { withProduct } from './driver/product';
import { answer, offers, pick } from './driver/quickPick';
import { clickRow, expand, openSidebar, row, rowButton, rowMenu, rows } from './driver/tree';
import { answerTrust, grantTrust } from './driver/trust';
import { until } from './driver/until';
import { webview } from './driver/webview';

/** An extension with one of everything. */
const PROBE = path.join(REPOSITORY, 'test', 'fixtures', 'probe');

describe('the driver of the clicking suite', function () {
  this.timeout(240_000);

  it('takes hold of everything that a user does', async function () {
    const scratch = temporaryFolder();
    const folder = copyOfExample('quickstart', scratch);
    await withProduct(this, { folder, scratch, beside: [PROBE] }, async ({ page }) => {
      await openSidebar(page);
      await expand(page, 'branch');
      await row(page, 'leaf two');
      const tree = (await rows(page)).filter(({ description }) => description.startsWith('about'));
      assert.deepEqual(tree, [
        { label: 'branch', description: 'about branch', level: 1 },
        { label: 'leaf one', description: 'about leaf one', level: 2 },
        { label: 'leaf two', description: 'about leaf two', level: 2 },
      ]);
      await clickRow(page, 'leaf one');
      await notification(page, 'clicked leaf one');
      await rowButton(page, 'leaf two', 'Mark Row');
      await notification(page, 'marked leaf two');
      await rowMenu(page, 'leaf two', 'Name Row');
      await notification(page, 'named leaf two');

      await palette(page, 'Probe: Ask');
      assert.deepEqual(await offers(page), [
        { label: 'red', description: 'warm', detail: 'as blood' },
        { label: 'blue', description: 'cold', detail: 'as the sea' },
      ]);
      await pick(page, 'blue');
      await answer(page, /Which name/, 'Ada');
      await pressIn(page, 'Ada is blue', 'Yes');
      await notification(page, 'pressed Yes');
      await assert.rejects(palette(page, 'Probe: Akk'), /no Probe: Akk/);
      assert.ok(!(await notifications(page)).includes('pressed No'));

      await openFile(page, 'pipeline.yaml');
      await lens(page, 'Probe lens');
      await notification(page, 'clicked the lens');
      await cursorAt(page, 3, 10);
      await problems(page, 1, 0);
      assert.match(await hover(page, 'name'), /told by the probe/);
      await cursorAt(page, 1, 3);
      assert.deepEqual(await quickFixes(page), ['Take the probe away']);
      await page.keyboard.press('Escape');
      await fix(page, 'Take the probe away');
      await page.locator('.view-lines .view-line', { hasText: 'mended' }).waitFor();
      await cursorAt(page, 1, 9);
      await write(page, '\npro');
      assert.ok((await completions(page)).includes('probed'));
      await page.keyboard.press('Escape');

      await palette(page, 'Probe: Show Page');
      const frame = await webview(page, '#heading');
      await frame.locator('button').click();
      await frame.getByText('pressed').waitFor();

      await palette(page, 'Probe: Fail');
      const said = await until(
        () => dialogText(page),
        () => 'no dialog came',
      );
      assert.match(said, /the probe fails/);
      await pressInDialog(page, 'OK');
    });
  });

  it('answers whether to trust a folder, and trusts one later', async function () {
    const scratch = temporaryFolder();
    const folder = copyOfExample('quickstart', scratch);
    await withProduct(this, { folder, scratch, trusted: false }, async ({ page }) => {
      await answerTrust(page, false);
      await until(
        async () => (await statusBar(page)).includes('Restricted Mode'),
        async () => (await statusBar(page)).join(' | '),
      );
      await grantTrust(page);
      await until(
        async () => !(await statusBar(page)).includes('Restricted Mode'),
        async () => (await statusBar(page)).join(' | '),
      );
    });
  });
});
