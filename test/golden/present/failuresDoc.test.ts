import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { FAILURES, WARNINGS } from '../../support/everyCode';

describe('docs/failures.md', () => {
  const file = path.resolve(__dirname, '../../../../docs/failures.md');
  const text = fs.readFileSync(file, 'utf8');

  for (const code of [...Object.keys(FAILURES), ...Object.keys(WARNINGS)]) {
    it(`explains ${code}: meaning, cause, cure`, () => {
      const heading = `\n### ${code}\n`;
      const at = text.indexOf(heading);
      assert.notEqual(at, -1, `no paragraph \`### ${code}\``);
      const paragraph = text.slice(at + heading.length).split(/\n#/)[0] ?? '';
      assert.ok(paragraph.trim().length > 60, 'the paragraph says too little');
    });
  }
});
