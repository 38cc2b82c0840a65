import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { parse } from 'yaml';

import type { FileComparison } from '../../../src/verify/comparators/choose';
import type { Rule } from '../../../src/verify/comparators/comparator';
import { comparedFiles, fileSide, rule } from '../../support/fileSides';

const FOLDER = path.resolve(__dirname, '../../../../test/golden/verify');

/** NAME.was.EXT and NAME.is.EXT are the two sides, NAME.rule.yaml the rule, NAME.expected.txt the judgement. */
describe('judgements of pairs of files', () => {
  const files = fs.readdirSync(FOLDER);
  for (const file of files.filter((name) => name.includes('.was.'))) {
    const [name = '', extension = ''] = file.split('.was.');
    it(name, async () => {
      const read = (part: string): Buffer => fs.readFileSync(path.join(FOLDER, `${name}.${part}`));
      const sides = [read(`was.${extension}`), read(`is.${extension}`)] as const;
      const written = files.includes(`${name}.rule.yaml`)
        ? (parse(read('rule.yaml').toString()) as Partial<Rule>)
        : {};
      const judged = await comparedFiles(
        `${name}.${extension}`,
        [fileSide(sides[0]), fileSide(sides[1])],
        rule(written),
      );
      const expected = path.join(FOLDER, `${name}.expected.txt`);
      if (process.env['REPRISE_WRITE_GOLDEN'] === '1') fs.writeFileSync(expected, textOf(judged));
      assert.equal(textOf(judged), fs.readFileSync(expected, 'utf8'));
    });
  }
});

function textOf({ verdict, comparator, notes, differencesTotal, differences }: FileComparison) {
  return [
    `${verdict}, by ${comparator}, ${differencesTotal} differences`,
    ...notes.map((note) => `note: ${note}`),
    ...differences.map(
      ({ at, was, is, delta }) =>
        `${at ?? '(file)'}: ${JSON.stringify(was)} -> ${JSON.stringify(is)}` +
        (delta === null ? '' : ` (${delta})`),
    ),
    '',
  ].join('\n');
}
