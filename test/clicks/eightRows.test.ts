import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Page } from 'playwright-core';

import { copyOfExample } from '../support/example';
import { temporaryFolder } from '../support/temporary';
import { changeLine, openFile, statusBar, untilLens } from './driver/editor';
import { chooseFolder } from './driver/folderDialog';
import { notification, pressIn } from './driver/notifications';
import { palette } from './driver/palette';
import { picture } from './driver/picture';
import { withProduct } from './driver/product';
import { answer, offers, pick } from './driver/quickPick';
import { descriptions, expand, openSidebar, row, rowButton, untilRow } from './driver/tree';
import { plain } from './driver/text';
import { until } from './driver/until';
import { webview } from './driver/webview';

describe('the eight rows of the main job, by mouse and keyboard alone', function () {
  this.timeout(300_000);

  it('go from a pipeline file to both verdicts', async function () {
    const scratch = temporaryFolder();
    const folder = copyOfExample('quickstart', scratch);
    withoutVersion(path.join(folder, 'pipeline.yaml'));
    const loaded = path.join(scratch, 'loaded');
    fs.mkdirSync(loaded);
    await withProduct(this, { folder, scratch }, async ({ page }) => {
      await page.setViewportSize({ width: 1240, height: 800 });
      await define(page);
      await giveVersion(page, folder);
      await run(page);
      await save(page);
      await load(page, loaded);
      await verifyWhatIsSaved(page, folder);
      await readReport(page);
      await breakIt(page, folder);
      await readDifference(page);
    });
  });
});

function withoutVersion(file: string): void {
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/^version: .*\n/m, ''));
}

/** Waits until the label stands in the file on the disk. */
async function untilWritten(folder: string, label: string): Promise<void> {
  const text = (): string => fs.readFileSync(path.join(folder, 'pipeline.yaml'), 'utf8');
  await until(
    () => Promise.resolve(text().includes(`version: ${label}\n`)),
    () => `the file says ${text()}`,
  );
}

/** What the terminals show. */
async function terminalText(page: Page): Promise<string> {
  return (await page.locator('.xterm-rows > div').allTextContents()).map(plain).join('\n');
}

/** Waits for what a terminal says. */
async function untilTerminal(page: Page, text: RegExp): Promise<void> {
  await until(
    async () => text.test(await terminalText(page)),
    async () => `the terminal says ${await terminalText(page)}`,
  );
}

/** Row 1: the file is read and its steps are shown. */
async function define(page: Page): Promise<void> {
  await openFile(page, 'pipeline.yaml');
  await openSidebar(page);
  await untilRow(page, 'Workspace', 'never run');
  assert.deepEqual(await descriptions(page, ['prepare', 'train', 'evaluate', 'Versions', 'Runs']), [
    'never run',
    'never run',
    'never run',
    'none yet',
    'none yet',
  ]);
  await untilLens(page, 'never run');
  await picture(page, 'row-1-define');
}

/** Row 2: a label, in the file; the one that is proposed. */
async function giveVersion(page: Page, folder: string): Promise<void> {
  await palette(page, 'Reprise: Set Version…');
  await answer(page, /Nothing is saved yet/, 'v1.0');
  await page.locator('.view-lines .view-line', { hasText: 'version: v1.0' }).waitFor();
  await untilWritten(folder, 'v1.0');
  assert.deepEqual(await descriptions(page, ['Versions']), ['none yet']);
  await untilLens(page, 'Save v1.0');
  await untilLens(page, 'never run');
  await picture(page, 'row-2-version');
}

/** Row 3: the steps run, and the sidebar says how they stand. */
async function run(page: Page): Promise<void> {
  await rowButton(page, 'quickstart', 'Run');
  await notification(page, /^quickstart: 3 steps, /);
  await untilRow(page, 'Workspace', 'up to date');
  await untilRow(page, 'Runs', '1');
  const told =
    /prepare *│ ▸ running \(never run\)\s+prepare *│ \d+ rows to learn from.*\s+prepare *│ ✓ \d/;
  await untilTerminal(page, told);
  await untilLens(page, 'Save v1.0');
  await untilLens(page, 'fresh');
  await picture(page, 'row-3-run');
}

/** Row 4: saved for good, by the button of the notification. */
async function save(page: Page): Promise<void> {
  await pressIn(page, /^quickstart: 3 steps, /, 'Save Version…');
  await answer(page, /message/i, 'first that we shipped');
  await notification(page, 'quickstart v1.0 is saved.');
  await untilRow(page, 'v1.0', /^Not verified yet · .* · “first that we shipped”$/);
  await untilLens(page, 'Re-run & Verify v1.0');
  await picture(page, 'row-4-save');
}

/** Row 5: what it was, in a folder elsewhere. */
async function load(page: Page, loaded: string): Promise<void> {
  await palette(page, 'Reprise: Load Version into Folder…');
  const offered = (await offers(page)).map(({ label, detail }) => [label, detail]);
  assert.deepEqual(offered, [['v1.0', 'first that we shipped']]);
  await pick(page, 'v1.0');
  await chooseFolder(page, loaded);
  await notification(page, `quickstart v1.0 is loaded into ${loaded}.`);
  assert.match(fs.readFileSync(path.join(loaded, 'pipeline.yaml'), 'utf8'), /^version: v1\.0$/m);
  assert.ok(fs.existsSync(path.join(loaded, 'models', 'model.json')));
  await picture(page, 'row-5-load');
  await palette(page, 'Notifications: Clear All Notifications');
}

/** Rows 6 and 7: the workspace is another by now, and what was saved is what runs. */
async function verifyWhatIsSaved(page: Page, folder: string): Promise<void> {
  await openFile(page, 'params.yaml');
  await changeLine(page, { line: 4, column: 9 }, '0.9');
  await untilRow(page, 'train', 'stale: train.rate 0.1 → 0.9');
  await rowButton(page, 'v1.0', 'Re-run & Verify');
  await notification(page, /^quickstart v1\.0: reproducible\. 5 outputs identical, /);
  await untilRow(page, 'v1.0', /^Reproducible · /);
  await untilTerminal(page, /^✓ Reproducible *$/m);
  assert.ok((await statusBar(page)).some((text) => /quickstart v1\.0 ✓/.test(text)));
  assert.match(fs.readFileSync(path.join(folder, 'params.yaml'), 'utf8'), /rate: 0\.9/);
  await untilRow(page, 'train', 'stale: train.rate 0.1 → 0.9');
  await picture(page, 'row-6-7-verify');
}

/** Row 8: the verdict, in words. */
async function readReport(page: Page): Promise<void> {
  await pressIn(page, /^quickstart v1\.0: reproducible/, 'Open Report');
  const report = await webview(page, 'h1');
  assert.equal(await report.locator('h1').innerText(), 'Reproducible');
  assert.match(
    await report.locator('body').innerText(),
    /5 outputs in 3 steps, .*, byte for byte\./,
  );
  await palette(page, 'View: Toggle Panel Visibility');
  await picture(page, 'row-8-reproducible');
}

/** A version that cannot come out the same twice. */
async function breakIt(page: Page, folder: string): Promise<void> {
  await openFile(page, 'params.yaml');
  await changeLine(page, { line: 2, column: 9 }, 'none');
  await palette(page, 'Reprise: Set Version…');
  await answer(page, /Saved: v1\.0/, 'v1.1');
  await untilWritten(folder, 'v1.1');
  await palette(page, 'Reprise: Run Pipeline');
  await pressIn(page, /^quickstart: 3 steps, /, 'Save Version…');
  await answer(page, /message/i, '');
  await pressIn(page, 'quickstart v1.1 is saved.', 'Re-run & Verify');
  await notification(
    page,
    'quickstart v1.1: not reproducible. It began at prepare: data/train.csv.',
  );
  await untilTerminal(page, /^✗ Not reproducible *$/m);
  assert.doesNotMatch(await terminalText(page), /re-run succeeded/);
}

/** The place where it began, in the report and in the tree. */
async function readDifference(page: Page): Promise<void> {
  await untilRow(page, 'v1.1', /^Not reproducible: prepare · /);
  await expand(page, 'v1.1');
  await row(page, 'Environment');
  await pressIn(page, /^quickstart v1\.1: not reproducible/, 'Show First Difference');
  const report = await webview(page, 'h1:text-is("Not reproducible")');
  const first = report.locator('[aria-expanded="true"]', { hasText: 'data/train.csv' });
  await first.first().waitFor();
  assert.match(await report.locator('body').innerText(), /It began at prepare: /);
  await palette(page, 'View: Toggle Panel Visibility');
  await picture(page, 'row-8-not-reproducible');
}
