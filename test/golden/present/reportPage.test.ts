import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { reportPage } from '../../../src/present/reportPage/reportPage';
import { reportSentence } from '../../../src/present/reportSentence';
import type { Report } from '../../../src/records/report';
import { factsOf } from '../../support/reportPage/factsOf';

const FOLDER = path.resolve(__dirname, '../../../../test/golden/present');

/** Reports whose pages are kept in pages/: one for each way a report can come out, and the odd ones. */
const SAMPLES = [
  'different',
  'diff-different',
  'equivalent',
  'explained',
  'identical',
  'incomparable',
  'missing-output',
  'not-run',
];

describe('the page of a report, sample by sample', () => {
  for (const sample of SAMPLES) {
    it(sample, () => {
      const text = fs.readFileSync(path.join(FOLDER, `report-${sample}.json`), 'utf8');
      const read = JSON.parse(text) as Report;
      const report = { ...read, sentence: reportSentence(read) };
      const page = reportPage(factsOf(report), { canVerify: report.compared === undefined });
      const made = `${JSON.stringify(page, null, 2)}\n`;
      const expected = path.join(FOLDER, 'pages', `${sample}.json`);
      if (process.env['UPDATE_GOLDEN'] === '1') fs.writeFileSync(expected, made);
      assert.equal(made, fs.readFileSync(expected, 'utf8'));
    });
  }
});
