import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import type { Browser } from 'playwright-core';

import { processHost, runPipeline } from '../../src/engine';
import type { ReportRef } from '../../src/records/reportRef';
import { cannotRun } from '../support/cannotRun';
import { goldenReport, lookAt, openOutput } from '../support/reportPage/lookAt';
import { startBrowser } from '../support/reportPage/openPage';
import type { OpenedPage } from '../support/reportPage/openPage';
import { projectHandlers } from '../support/reportPage/pageHost';
import {
  COMPARED,
  DIFFERENT,
  EQUIVALENT,
  FAILING,
  IDENTICAL,
  verifiedProject,
} from '../support/reportPage/sampleProject';
import { temporaryFolder, writeFiles } from '../support/temporary';
import { writtenHandlers } from '../support/reportPage/writtenReport';

describe('pictures of the report', function () {
  this.timeout(180_000);
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
    it(`${Object.keys(pictures).join(', ')}: in every theme`, async function () {
      if (typeof browser === 'string') return cannotRun(this, browser);
      const { folder, report } = await verifiedProject(files);
      assert.equal(report.verdict, verdict, report.sentence);
      const handlers = projectHandlers(folder, { kind: 'verify', run: report.run, rules: 'saved' });
      const faults: string[] = [];
      for (const [name, output] of Object.entries(pictures)) {
        const first = async (opened: OpenedPage): Promise<void> => {
          if (output !== null) await openOutput(opened, output);
        };
        const rings = output === null;
        faults.push(...(await lookAt(browser, handlers, name, { first, narrow: true, rings })));
        if (name !== 'metrics') continue;
        faults.push(...(await lookAt(browser, handlers, name, { first, zoom: 1.5 })));
      }
      assert.deepEqual(faults, []);
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

  for (const name of ['incomparable', 'missing-output', 'explained', 'diff-reused']) {
    it(`${name}: in every theme`, async function () {
      if (typeof browser === 'string') return cannotRun(this, browser);
      const handlers = writtenHandlers(goldenReport(name));
      assert.deepEqual(await lookAt(browser, handlers, name, { narrow: true }), []);
    });
  }

  it('two runs, with what changed between them: in every theme', async function () {
    if (typeof browser === 'string') return cannotRun(this, browser);
    const { folder, ref } = await comparedRuns();
    const first = async (opened: OpenedPage): Promise<void> => {
      const { page } = opened;
      await openOutput(opened, 'metrics.json');
      assert.match(
        await page.locator('.lead').innerText(),
        /^Run …\w+ and run …\w+ differ from train on: /,
      );
      assert.match(
        await page.locator('.step-note').innerText(),
        /input make\.js changed, .*param lr changed from 0\.1 to 0\.2/,
      );
    };
    const handlers = projectHandlers(folder, ref);
    assert.deepEqual(await lookAt(browser, handlers, 'two-runs', { first, narrow: true }), []);
  });

  it('a calm page shows neither filter nor list until somebody asks for all', async function () {
    if (typeof browser === 'string') return cannotRun(this, browser);
    const { folder, report } = await verifiedProject(IDENTICAL);
    const handlers = projectHandlers(folder, { kind: 'verify', run: report.run, rules: 'saved' });
    const first = async ({ page }: OpenedPage): Promise<void> => {
      assert.equal(await page.locator('input[type=search], select').first().isVisible(), false);
      await page.locator('button', { hasText: 'Show All 2' }).click();
      assert.equal(await page.locator('select').isVisible(), true);
      assert.equal(await page.locator('.out').count(), 2);
      await page.locator('select').selectOption('only');
      assert.equal(await page.locator('select').isVisible(), false);
      await page.locator('button', { hasText: 'Show All 2' }).click();
    };
    assert.deepEqual(await lookAt(browser, handlers, 'identical-all', { first }), []);
  });
});

/** Two runs of one pipeline with another param and another file between them. */
async function comparedRuns(): Promise<{ folder: string; ref: ReportRef }> {
  const folder = temporaryFolder();
  writeFiles(folder, COMPARED);
  const sides: string[] = [];
  for (const lr of ['0.1', '0.2']) {
    fs.writeFileSync(path.join(folder, 'params.yaml'), `lr: ${lr}\n`);
    const done = await runPipeline({ folder, host: processHost(), targets: [] });
    assert.ok(done.ok);
    sides.push(done.value.run.id);
    fs.appendFileSync(path.join(folder, 'make.js'), '// changed\n');
  }
  const [was = '', is = ''] = sides;
  return {
    folder,
    ref: { kind: 'compare', was: { kind: 'run', run: was }, is: { kind: 'run', run: is } },
  };
}
