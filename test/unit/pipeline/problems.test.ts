import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { PROBLEM_CODES } from '../../../src/pipeline/problemCodes';
import { codesOf, read, WHOLE_FILES, WHOLE_PIPELINE } from '../../support/pipelines';

import { PROBLEM_CASES } from './problemCases';
import type { ProblemCase } from './problemCases';

const ROOT = path.resolve(__dirname, '../../../..');

/** Codes of what no text of a file can provoke; the tests named here do. */
const PROVOKED_ELSEWHERE = new Set([
  'name-invalid', // definePipeline.test.ts
  'text-unreadable', // readPipeline.test.ts
  'text-not-utf8', // readPipeline.test.ts
]);

describe('problems of a pipeline file', () => {
  for (const [at, each] of PROBLEM_CASES.entries()) {
    it(`${each.code} (${at + 1}): ${title(each)}`, () => {
      const start = each.text.indexOf('«');
      const end = each.text.lastIndexOf('»') - 1;
      const text = each.text.replaceAll(/[«»]/g, '');
      const reading = read(text, each.files, each);
      const problem = reading.problems.find((one) => one.code === each.code);
      assert.ok(problem, `found ${reading.problems.map((one) => one.message).join('; ')}`);
      assert.equal(problem.range.start, start);
      if (end > start) assert.equal(problem.range.end, end);
      assert.equal(problem.severity, each.severity ?? 'error');
      for (const said of each.says) assert.ok(problem.message.includes(said), problem.message);
      assert.match(problem.message, /[.?]$/, 'a sentence has an end');
      assert.deepEqual(
        codesOf(reading).filter(
          (code) => code !== each.code && !each.besides?.some((one) => one === code),
        ),
        [],
        reading.problems.map((one) => one.message).join('; '),
      );
    });
  }

  it('has a text for every code', () => {
    const provoked = new Set<string>(PROBLEM_CASES.map((each) => each.code));
    const missing = PROBLEM_CODES.filter(
      (code) => !provoked.has(code) && !PROVOKED_ELSEWHERE.has(code),
    );
    assert.deepEqual(missing, []);
  });

  it('has a paragraph in docs/failures.md for every code, and for none that is no more', () => {
    const text = fs.readFileSync(path.join(ROOT, 'docs/failures.md'), 'utf8');
    const section =
      /^## Problems in a pipeline file$(.*?)(?=^## |(?![\s\S]))/ms.exec(text)?.[1] ?? '';
    const headings = [...section.matchAll(/^### (.+)$/gm)].map((match) =>
      match[1]?.replaceAll('`', ''),
    );
    assert.deepEqual([...headings].sort(), [...PROBLEM_CODES].sort());
    for (const paragraph of section.split(/^### /m).slice(1)) {
      assert.ok(paragraph.trim().split('\n').slice(1).join(' ').length > 40, paragraph);
    }
  });

  it('is empty for a pipeline that uses every key', () => {
    assert.deepEqual(read(WHOLE_PIPELINE, WHOLE_FILES).problems, []);
  });

  it('ask whether a file of that folder was meant, where one is near', () => {
    const files = { 'data/raw.csv': '', 'train.py': '', '.git/x': '', 'data/test.csv': '' };
    const said = (input: string): string => {
      const text = `steps:\n  a: { run: x, inputs: [${input}], outputs: [o] }\n`;
      return read(text, files)
        .problems.map(({ message }) => message)
        .join();
    };
    assert.match(
      said('data/rwa.csv'),
      /no other step writes it\. Did you mean `data\/raw\.csv`\? Make/,
    );
    assert.match(said('trian.py'), /Did you mean `train\.py`\?/);
    assert.match(said('dta'), /Did you mean `data`\?/);
    for (const far of ['data/other.json', 'nothing/raw.csv', '"dta/*.csv"', '.gti']) {
      assert.match(said(far), /The input/);
      assert.doesNotMatch(said(far), /Did you mean/, far);
    }
  });
});

function title(each: ProblemCase): string {
  const marked = each.text.slice(
    Math.max(0, each.text.indexOf('«') - 25),
    each.text.lastIndexOf('»') + 10,
  );
  return JSON.stringify(marked.slice(0, 90));
}
