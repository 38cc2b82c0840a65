import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { openSteering } from '../support/steered';
import type { Steering } from '../support/steered';
import { temporaryFolder } from '../support/temporary';
import { lens, lenses } from './driver/editor';
import { notification, notifications, pressIn } from './driver/notifications';
import { picture } from './driver/picture';
import { withProduct } from './driver/product';
import { expand, openSidebar, untilRow } from './driver/tree';
import { until } from './driver/until';

describe('a run that was started by a click', function () {
  this.timeout(240_000);

  it('is picked up where it is when the window is loaded again, and shown to its end', async function () {
    const { steering, ...where } = await projectOfOneStep();
    await withProduct(this, where, async ({ page }) => {
      await openSidebar(page);
      await lens(page, /Run$/);
      await notification(page, /^Running held/);
      const step = await steering.started('hold');
      await untilRow(page, 'Workspace', 'running');

      await page.reload();
      await openSidebar(page);
      await untilRow(page, 'Workspace', 'running');
      await untilRow(page, 'hold', 'running');
      await untilRow(page, /\d:\d\d/, /^hold .* 0 of 1$/);
      await until(
        async () => (await lenses(page)).some((text) => /Running hold, 0 of 1/.test(text)),
        async () => (await lenses(page)).join(' | '),
      );
      await picture(page, 'tree-live-after-reload');

      await step.write('out.txt', 'done');
      await step.exit(0);
      await untilRow(page, 'Workspace', 'up to date');
      await untilRow(page, /\d:\d\d/, /^1 step · /);
    });
  });

  it('ends at Cancel in its notification, with every process, also those that ignore a polite signal', async function () {
    const { steering, ...where } = await projectOfOneStep();
    await withProduct(this, where, async ({ page }) => {
      await openSidebar(page);
      await lens(page, /Run$/);
      const step = await steering.started('hold');
      await step.ignorePoliteSignals();
      await step.child('below');
      const below = await steering.started('below');
      await below.ignorePoliteSignals();
      await notification(page, /^Running held: hold .* 0 of 1$/);
      await pressIn(page, /^Running held/, 'Cancel');
      await Promise.all([step.gone, below.gone]);
      await expand(page, 'Runs');
      await untilRow(page, /\d:\d\d/, /cancelled/);
      await until(
        async () => (await notifications(page)).length === 0,
        async () => `a cancel that was asked for says ${(await notifications(page)).join(' | ')}`,
      );
      assert.ok(!fs.existsSync(path.join(where.folder, 'out.txt')));
    });
  });
});

/** A project whose one step does what the test tells it. */
async function projectOfOneStep(): Promise<{
  readonly steering: Steering;
  readonly scratch: string;
  readonly folder: string;
  readonly file: string;
}> {
  const steering = await openSteering();
  const scratch = temporaryFolder();
  const folder = path.join(scratch, 'held');
  fs.mkdirSync(folder);
  const file = path.join(folder, 'pipeline.yaml');
  const run = JSON.stringify(steering.command('hold'));
  fs.writeFileSync(file, `name: held\nsteps:\n  hold:\n    run: ${run}\n    outputs: [out.txt]\n`);
  return { steering, scratch, folder, file };
}
