import type { Browser } from 'playwright-core';
import assert from 'node:assert/strict';

import type { Report } from '../../src/records/report';
import { cannotRun } from '../support/cannotRun';
import { lookAt, openOutput } from '../support/reportPage/lookAt';
import { startBrowser } from '../support/reportPage/openPage';
import type { OpenedPage } from '../support/reportPage/openPage';
import { projectHandlers } from '../support/reportPage/pageHost';
import { DIFFERENT, verifiedProject } from '../support/reportPage/sampleProject';
import {
  differentOutput,
  manyOutputs,
  reportOf,
  sameOutput,
  stepOf,
  writtenHandlers,
} from '../support/reportPage/writtenReport';

const LONG = 'models/2026/11/24/experiment-with-a-very-long-name/shards/part-00042-of-00128';

/** A report with reasons, drift, warnings, names from right to left and names that do not end. */
const ODD: Report = reportOf(
  [
    stepOf('prepare', [sameOutput('data/clean.csv')]),
    stepOf('train@forest-0.1', [differentOutput('metrics/forest.json', '0.913', '0.907')], {
      explanation: {
        kind: 'nondeterminism',
        cause: ['unseeded-random'],
        sentence: 'numpy.random is drawn from without a seed.',
        evidence: ['Two re-runs from the same inputs parted.', 'With the seed held they agreed.'],
        suggestion: 'Seed it in src/train.py, or declare a tolerance beside the output.',
      },
    }),
    stepOf(
      'train@a-very-long-matrix-value_that_goes_on_and_on-0.25',
      [differentOutput(`${LONG}.safetensors`), differentOutput('נתונים/קובץ.txt', 'שלום', 'עולם')],
      { role: 'carrier', notes: ['It read a file of the project from outside the room.'] },
    ),
  ],
  {
    environment: {
      drift: [
        { what: 'package numpy', was: '2.1.0', is: '2.2.0' },
        { what: 'variable REGION', was: 'eu-central', is: null },
        { what: 'time zone', was: 'UTC', is: 'Europe/Berlin' },
      ],
    },
    warnings: [{ code: 'products', paths: ['notes.txt', 'debug.log'] }],
  },
);

/** A graph that is wide, high, and has edges over several columns. */
const WIDE: Report = reportOf(
  Array.from({ length: 40 }, (_, at) =>
    stepOf(`step-${at}`, [at === 17 ? differentOutput(`o${at}`) : sameOutput(`o${at}`)]),
  ),
);
/** What each of its steps needs. */
const NEEDS = (at: number): string[] =>
  (at % 8 === 0 ? [at - 8] : at % 3 === 0 ? [at - 1, at - 6] : [at - 3])
    .filter((one) => one >= 0)
    .map((one) => `step-${one}`);

describe('odd reports, in pictures', function () {
  this.timeout(120_000);
  let browser: Browser | string;

  before(async () => {
    browser = await startBrowser();
  });

  after(async () => {
    if (typeof browser !== 'string') await browser.close();
  });

  const pictured = (name: string, report: Report, opened: string | null = null): void => {
    it(name, async function () {
      if (typeof browser === 'string') return cannotRun(this, browser);
      const handlers = writtenHandlers(report, [], name === 'wide' ? NEEDS : undefined);
      const first = async ({ page }: OpenedPage): Promise<void> => {
        await page.locator('.out').first().waitFor();
        if (opened !== null) await page.locator('.row', { hasText: opened }).click();
        await page.locator('.all-details summary').click();
        await page.evaluate('window.scrollTo(0, 0)');
      };
      const looks = { first, narrow: true, whole: name !== 'many', rings: name === 'odd' };
      assert.deepEqual(await lookAt(browser, handlers, name, looks), []);
    });
  };

  pictured('odd', ODD, 'forest.json');
  pictured('wide', WIDE);
  pictured('many', manyOutputs(5000));

  it('pictures laid over each other, and what differs between them', async function () {
    if (typeof browser === 'string') return cannotRun(this, browser);
    const { folder, report } = await verifiedProject(DIFFERENT);
    const ref = { kind: 'verify', run: report.run, rules: 'saved' } as const;
    const handlers = projectHandlers(folder, ref);
    for (const way of ['Swipe', 'Blink', 'Difference']) {
      const first = async (opened: OpenedPage): Promise<void> => {
        const { page } = opened;
        await openOutput(opened, 'plot.png');
        await page.locator('.ways label', { hasText: way }).click();
        if (way !== 'Difference') return;
        const words = await page.locator('.stage p').allTextContents();
        assert.match(
          words.join(' '),
          /^\d,\d+ of 79,200 pixels differ \(\d\.\d\d %\), by up to 255 of 255\.$/,
        );
      };
      const name = `image-${way.toLowerCase()}`;
      assert.deepEqual(await lookAt(browser, handlers, name, { first }), []);
    }
  });
});
