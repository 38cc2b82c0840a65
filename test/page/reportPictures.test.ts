import assert from 'node:assert/strict';

import type { Browser } from 'playwright-core';

import { cannotRun } from '../support/cannotRun';
import { openPage, startBrowser } from '../support/reportPage/openPage';
import type { OpenedPage } from '../support/reportPage/openPage';
import { projectHandlers } from '../support/reportPage/pageHost';
import {
  DIFFERENT,
  EQUIVALENT,
  FAILING,
  IDENTICAL,
  verifiedProject,
} from '../support/reportPage/sampleProject';
import { THEMES } from '../support/reportPage/themes';

describe('pictures of the report', function () {
  this.timeout(120_000);
  let browser: Browser | string;

  before(async () => {
    browser = await startBrowser();
  });

  after(async () => {
    if (typeof browser !== 'string') await browser.close();
  });

  /** Pictures in each theme of the report of one pipeline: untouched, and with each of these outputs open. */
  const pictured = (
    files: Readonly<Record<string, string>>,
    verdict: string,
    pictures: Readonly<Record<string, string | null>>,
  ): void => {
    it(`${Object.keys(pictures).join(', ')}: in three themes`, async function () {
      if (typeof browser === 'string') return cannotRun(this, browser);
      const { folder, report } = await verifiedProject(files);
      assert.equal(report.verdict, verdict, report.sentence);
      const ref = { kind: 'verify', run: report.run, rules: 'saved' } as const;
      for (const theme of THEMES) {
        for (const [name, output] of Object.entries(pictures)) {
          const opened = await openPage(browser, projectHandlers(folder, ref), { theme });
          await opened.page.locator('h1').waitFor();
          if (output !== null) await open(opened, output);
          await opened.picture(name);
          assert.deepEqual(opened.wrong, []);
          await opened.page.context().close();
        }
      }
    });
  };

  pictured(IDENTICAL, 'identical', { identical: null });
  pictured(DIFFERENT, 'different', {
    different: null,
    metrics: 'metrics/forest.json',
    text: 'summary.md',
    table: 'predictions.csv',
    image: 'plot.png',
    bytes: 'model.bin',
    folder: 'parts',
  });
  pictured(FAILING, 'not-run', { failed: null });
  pictured(EQUIVALENT, 'equivalent', { equivalent: 'metrics/forest.json' });
});

/** Opens an output and waits until what it holds is there. */
async function open({ page }: OpenedPage, path: string): Promise<void> {
  const row = page.locator('.out', { hasText: path }).first();
  await row.locator('.row').click();
  await row.locator('.foot, .file').first().waitFor();
  await row.locator('.waiting').waitFor({ state: 'detached' });
}
