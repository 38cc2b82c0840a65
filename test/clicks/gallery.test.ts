import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { ask, copyOfExample } from '../support/example';
import { temporaryFolder } from '../support/temporary';
import { cursorAt, untilLens, write } from './driver/editor';
import { completions, hover, quickFixes } from './driver/language';
import { palette } from './driver/palette';
import { withProduct } from './driver/product';
import type { Product } from './driver/product';
import { pick } from './driver/quickPick';
import { descriptions, expand, openSidebar, row, untilRow } from './driver/tree';
import { webview } from './driver/webview';

describe('a window with a past: tree, lenses, completion, hover, quick fix, report', function () {
  this.timeout(240_000);

  it('in every theme', async function () {
    const scratch = temporaryFolder();
    const folder = projectWithPast(scratch);
    const file = path.join(folder, 'pipeline.yaml');
    await withProduct(this, { folder, scratch, file }, async (product) => {
      await product.page.setViewportSize({ width: 1240, height: 900 });
      await lookAtTree(product);
      await lookAtLanguage(product);
      await lookAtReport(product);
    });
  });
});

/** A version of each verdict, a run that failed, and a workspace that has moved on. */
function projectWithPast(scratch: string): string {
  const folder = copyOfExample('quickstart', scratch);
  const change = (name: string, from: string, to: string): void => {
    const file = path.join(folder, name);
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(from, to));
  };
  ask(folder, ['run']);
  ask(folder, ['save', '--message', 'first that we shipped']);
  ask(folder, ['verify', 'v1.0']);
  change('params.yaml', 'seed: 7', 'seed: none');
  change('pipeline.yaml', 'version: v1.0', 'version: v1.1');
  ask(folder, ['run']);
  ask(folder, ['save']);
  ask(folder, ['verify', 'v1.1'], 1);
  change('src/evaluate.py', 'def main():', 'def main():\n    raise SystemExit(7)');
  ask(folder, ['run'], 3);
  change('src/evaluate.py', '\n    raise SystemExit(7)', '');
  change('params.yaml', 'rate: 0.1', 'rate: 0.2');
  change('pipeline.yaml', 'version: v1.1', 'version: v1.2');
  return folder;
}

async function lookAtTree({ page, pictures }: Product): Promise<void> {
  await openSidebar(page);
  await untilRow(page, 'train', 'stale: train.rate 0.1 → 0.2');
  await expand(page, 'v1.1');
  await row(page, 'Environment');
  await expand(page, 'Runs');
  const [version, run] = await descriptions(page, ['v1.1', 'Runs']);
  assert.match(version ?? '', /^Not reproducible: prepare · /);
  assert.equal(run, '5');
  await untilRow(page, /^\d?\d:\d\d/, /evaluate failed/);
  await untilLens(page, /^Save v1\.2$/);
  await untilLens(page, /^stale: train\.rate 0\.1 → 0\.2$/);
  await untilLens(page, /^✗ did not reproduce in v1\.1 \(train\.csv\)$/);
  await untilLens(page, /^↳ carries a difference in v1\.1 \(model\.json\)$/);
  await pictures('window');
}

async function lookAtLanguage({ page, pictures }: Product): Promise<void> {
  assert.match(await hover(page, 'evaluate'), /python3 src\/evaluate\.py/);
  await pictures('hover', { hovered: true });
  await page.keyboard.press('Escape');

  await cursorAt(page, 15, 1);
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  const offered = await completions(page);
  assert.ok(offered.includes('timeout'), offered.join());
  await pictures('completion');
  await page.keyboard.press('Escape');
  for (let undo = 0; undo < 2; undo += 1) await page.keyboard.press('Control+Z');

  await cursorAt(page, 15, 14);
  await page.keyboard.press('Shift+End');
  await write(page, 'src/trian.py, data/train.csv]');
  await page.locator('.squiggly-error').first().waitFor();
  await cursorAt(page, 15, 16);
  const fixes = await quickFixes(page);
  assert.ok(
    fixes.some((title) => title.includes('src/train.py')),
    fixes.join(),
  );
  await pictures('quick-fix');
  await page.keyboard.press('Escape');
  await palette(page, 'File: Revert File');
}

async function lookAtReport({ page, pictures }: Product): Promise<void> {
  await palette(page, 'Reprise: Open Report…');
  await pick(page, /v1\.1/);
  const report = await webview(page, 'h1');
  assert.equal(await report.locator('h1').innerText(), 'Not reproducible');
  await report.getByText('data/train.csv').first().waitFor();
  await pictures('report');
}
