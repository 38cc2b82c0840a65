import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { readCases, writeCases } from '../../support/languageCases';
import { LANGUAGE_PRINTERS } from '../../support/languagePrinters';

const HERE = path.resolve(__dirname, '../../../../test/golden/language');

describe('golden language features', () => {
  let count = 0;
  for (const [feature, print] of Object.entries(LANGUAGE_PRINTERS)) {
    const file = path.join(HERE, `${feature}.cases`);
    const cases = readCases(file);
    count += cases.length;
    describe(feature, () => {
      for (const each of cases) {
        it(each.title, () => {
          const printed = print(each.marked).trimEnd();
          if (process.env['REPRISE_UPDATE_GOLDEN'] !== '1') assert.equal(printed, each.expected);
        });
      }
      after(() => {
        if (process.env['REPRISE_UPDATE_GOLDEN'] !== '1') return;
        writeCases(
          file,
          cases.map((each) => ({ ...each, expected: print(each.marked) })),
        );
      });
    });
  }

  it('has a printer for each file, no title twice, and at least a hundred cases', () => {
    const files = fs.readdirSync(HERE).filter((name) => name.endsWith('.cases'));
    assert.deepEqual(
      files.sort(),
      Object.keys(LANGUAGE_PRINTERS)
        .map((name) => `${name}.cases`)
        .sort(),
    );
    for (const file of files) {
      const titles = readCases(path.join(HERE, file)).map(({ title }) => title);
      assert.equal(new Set(titles).size, titles.length, file);
    }
    assert.ok(count >= 100, `${count} cases`);
  });
});
