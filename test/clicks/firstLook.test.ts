import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { copyOfExample, REPOSITORY } from '../support/example';
import { temporaryFolder } from '../support/temporary';
import { palette, paletteTitles } from './driver/palette';
import { withProduct } from './driver/product';
import { openSidebar, row } from './driver/tree';
import { until } from './driver/until';

describe('the installed product, on a copy of the quickstart', function () {
  this.timeout(180_000);

  it('has its commands in the palette, its pipeline in the sidebar, and says that it is there', async function () {
    const scratch = temporaryFolder();
    const folder = copyOfExample('quickstart', scratch);
    const file = path.join(folder, 'pipeline.yaml');
    await withProduct(this, { folder, scratch, file }, async ({ page }) => {
      const titles = await paletteTitles(page, 'Reprise: ');
      const ours = titles.filter((title) => !title.startsWith('Reprise: Focus on'));
      assert.deepEqual(
        ours.filter((title) => !commandTitles().includes(title)),
        [],
      );
      assert.ok(ours.includes('Reprise: Show Output'), ours.join());

      await openSidebar(page);
      await row(page, /pipeline\.yaml|quickstart/);

      await palette(page, 'Reprise: Show Output');
      const output = page.locator('.output-view-container, .panel .view-lines').first();
      await until(
        async () => ((await output.textContent()) ?? '').includes('Reprise'),
        async () => `the output says ${await output.textContent()}`,
      );
    });
  });
});

/** The titles of package.json as the palette writes them. */
function commandTitles(): string[] {
  const manifest = JSON.parse(fs.readFileSync(path.join(REPOSITORY, 'package.json'), 'utf8')) as {
    contributes: { commands: { category: string; title: string }[] };
  };
  return manifest.contributes.commands.map(({ category, title }) => `${category}: ${title}`);
}
