import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { pipelineJsonSchema } from '../../../src/pipeline/jsonSchema';
import { keyFactsOf } from '../../../src/pipeline/keyFacts';
import type { TableName } from '../../../src/pipeline/keyParts';
import { KEY_TABLES } from '../../../src/pipeline/keys';
import { codesOf, read, WHOLE_FILES } from '../../support/pipelines';

const ROOT = path.resolve(__dirname, '../../../..');
const TABLES = Object.keys(KEY_TABLES) as TableName[];

describe('the table of keys', () => {
  it('is what schemas/pipeline.schema.json was made from: if not, run `node scripts/schema.js`', () => {
    const published = fs.readFileSync(path.join(ROOT, 'schemas/pipeline.schema.json'), 'utf8');
    assert.deepEqual(JSON.parse(published), pipelineJsonSchema());
  });

  it('describes every key in a sentence', () => {
    for (const table of TABLES) {
      for (const { key, description } of keyFactsOf(table)) {
        assert.match(description, /^[A-Z].{15,}\.$/, `${key} of ${table}`);
      }
    }
  });

  it('has no other name that is a key itself, or that two keys share', () => {
    for (const table of TABLES) {
      const facts = keyFactsOf(table);
      const names = [...facts.map((fact) => fact.key), ...facts.flatMap((fact) => fact.aka)];
      assert.deepEqual(
        names.filter((name, at) => names.indexOf(name) !== at),
        [],
        table,
      );
    }
  });

  it('is kept to by the example of docs/pipeline-file.md', () => {
    const text = fs.readFileSync(path.join(ROOT, 'docs/pipeline-file.md'), 'utf8');
    const example = /^```yaml\n(.*?)^```$/ms.exec(text)?.[1] ?? '';
    const files = { ...WHOLE_FILES, 'params.yaml': 'train: { lr: 0.1, epochs: 3 }\n' };
    const reading = read(example, files);
    assert.deepEqual(codesOf(reading), []);
    assert.equal(reading.plan.steps.length, 3);
  });

  it('has every key in docs/pipeline-file.md', () => {
    const text = fs.readFileSync(path.join(ROOT, 'docs/pipeline-file.md'), 'utf8');
    for (const table of TABLES) {
      for (const { key } of keyFactsOf(table)) {
        assert.ok(text.includes(`\`${key}\``) || text.includes(`${key}:`), `${key} of ${table}`);
      }
    }
  });
});
