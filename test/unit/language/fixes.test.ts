import * as assert from 'node:assert/strict';
import * as path from 'node:path';

import { diagnosticsOf } from '../../../src/language/diagnostics';
import { fixesFor } from '../../../src/language/fixes/fixes';
import { documentIn, documentOf, readCases } from '../../support/languageCases';
import { mended } from '../../support/languagePrinters';

const CASES = path.resolve(__dirname, '../../../../test/golden/language/fixes.cases');

describe('a quick fix', () => {
  it('does away with its problem, whichever of all samples it is for', () => {
    let count = 0;
    for (const { title, marked } of readCases(CASES)) {
      const { document } = documentOf(marked);
      const problems = diagnosticsOf(document);
      for (const problem of problems) {
        const fixes = fixesFor(document, problem);
        assert.ok(fixes.filter(({ preferred }) => preferred).length <= 1, title);
        for (const fix of fixes) {
          count++;
          assert.equal(fix.code, problem.code);
          const { text, files } = mended(document.text, fix);
          const left = diagnosticsOf(documentIn(text, { ...files, 'pipeline.yaml': text }));
          const same = (all: typeof left): number =>
            all.filter(({ message }) => message === problem.message).length;
          assert.equal(same(left), same(problems) - 1, `${title}: ${fix.title}`);
        }
      }
    }
    assert.ok(count >= 35, `${count} fixes`);
  });

  it('is not offered for a file where a folder would have to be', () => {
    const { document } = documentOf('steps:\n  a: { run: x, inputs: [README.md/x] }\n');
    const titles = diagnosticsOf(document).flatMap((each) =>
      fixesFor(document, each).map(({ title }) => title),
    );
    assert.deepEqual(titles, []);
  });

  it('for an expression without quotes does away with all that YAML stumbled over in it', () => {
    const mendedBy = (command: string): readonly string[] => {
      const { document } = documentOf(`steps:\n  a: { matrix: { m: [x] }, run: ${command} }\n`);
      const problems = diagnosticsOf(document);
      assert.ok(problems.length > 1, command);
      const fixes = problems.flatMap((each) => fixesFor(document, each));
      return [...new Set(fixes.map((fix) => mended(document.text, fix).text))];
    };
    const [text, ...others] = mendedBy('fit --to ${{ matrix.m }} now');
    assert.deepEqual(others, []);
    assert.match(text ?? '', /run: "fit --to \$\{\{ matrix\.m \}\} now" \}/);
    assert.deepEqual(diagnosticsOf(documentOf(text ?? '').document), []);
    assert.deepEqual(mendedBy("fit 'it' --to ${{ matrix.m }}"), []);
  });
});
