import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { ask, copyOfExample } from '../support/example';
import { temporaryFolder } from '../support/temporary';
import { picture } from './driver/picture';
import { withProduct } from './driver/product';
import { expand, openSidebar, rowMenu, selectRows } from './driver/tree';
import { webview } from './driver/webview';

describe('two runs that are selected in the sidebar', function () {
  this.timeout(240_000);

  it('are compared from the menu, the earlier one first', async function () {
    const scratch = temporaryFolder();
    const folder = copyOfExample('quickstart', scratch);
    ask(folder, ['run']);
    const params = path.join(folder, 'params.yaml');
    fs.writeFileSync(params, fs.readFileSync(params, 'utf8').replace('rate: 0.1', 'rate: 0.01'));
    ask(folder, ['run']);
    await withProduct(this, { folder, scratch }, async ({ page }) => {
      await openSidebar(page);
      await expand(page, 'Runs');
      await selectRows(page, /^\d?\d:\d\d/, 2);
      await rowMenu(page, /^\d?\d:\d\d/, 'Compare…');
      const report = await webview(page, 'h1');
      await report.getByText('models/model.json').first().waitFor();
      assert.equal(await report.locator('h1').innerText(), 'Outputs differ');
      const text = await report.locator('body').innerText();
      const [earlier, later] = runsOf(folder).map((id) => `…${id.replace(/^.*-/, '')}`);
      assert.match(
        text,
        new RegExp(`^Run ${earlier} and run ${later} differ from train on: `, 'm'),
      );
      assert.match(text, /param train\.rate changed from 0\.1 to 0\.01/);
      await picture(page, 'report-two-runs');
    });
  });
});

/** The ids of the runs, which sort by time. */
function runsOf(folder: string): string[] {
  return fs.readdirSync(path.join(folder, '.reprise', 'runs')).sort();
}
