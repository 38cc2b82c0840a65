import * as assert from 'node:assert/strict';

import { commandFor } from '../../../src/present/commandText';

describe('a command to paste', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['/home/ada/churn/pipeline.yaml', '/home/ada/churn/pipeline.yaml'],
    ['/home/ada/my churn/pipeline.yaml', "'/home/ada/my churn/pipeline.yaml'"],
    ["/home/ada's/$x/p.yaml", "'/home/ada'\\''s/$x/p.yaml'"],
    ['/home/größe/p.yaml', "'/home/größe/p.yaml'"],
    ['C:\\churn\\pipeline.yaml', 'C:\\churn\\pipeline.yaml'],
    ['C:\\my churn\\pipeline.yaml', '"C:\\my churn\\pipeline.yaml"'],
  ];
  for (const [file, word] of cases) {
    it(`names ${file} as one word`, () => {
      assert.equal(commandFor('reprise run', file), `reprise run -f ${word}`);
    });
  }
});
