import * as assert from 'node:assert/strict';

import { complete } from '../../../src/language/complete/complete';
import { definitionAt } from '../../../src/language/definition';
import { diagnosticsOf } from '../../../src/language/diagnostics';
import { fixesFor } from '../../../src/language/fixes/fixes';
import { foldsOf } from '../../../src/language/folding';
import { hoverAt } from '../../../src/language/hover';
import { linksOf } from '../../../src/language/links';
import { raiseVersion } from '../../../src/language/raiseVersion';
import { symbolsOf } from '../../../src/language/symbols';
import type { DocumentSymbol } from '../../../src/language/editorModel';
import type { Span } from '../../../src/pipeline/textNode';
import { documentIn } from '../../support/languageCases';
import { seededRandom } from '../../support/seededRandom';

/** Every kind of thing that a file can hold, once, in few characters. */
const GOOD = `# c
name: c
version: v1.0
params: params.yaml
environment: { python: .venv, variables: { A: "0" } }
source: [src/]
steps:
  p:
    run: |
      python src/prepare.py "\${{ params.train.lr }}" '\${{ env.A }}'
    inputs: [src/*.py, 'data/raw.csv']
    outputs: [o/]
  t: # trains
    matrix: { m: [f, 0.10] }
    run: >-
      y \${{ matrix.m }}
      \${{ steps.p.outputs[0] }}
    params: [train.lr]
    inputs: [o]
    outputs:
      - m/\${{ matrix.m }}.json: { kind: metrics, tolerance: { paths: { "$.a": { ulp: 4 } } } }
    timeout: 30m
`;

describe('language features', () => {
  it('take a good file without a word', () => {
    assert.deepEqual(diagnosticsOf(documentIn(GOOD)), []);
  });

  it('live through a good file cut at every character', () => {
    for (let end = 0; end <= GOOD.length; end++) holds(GOOD.slice(0, end), [end]);
  }).timeout(30_000);

  it('live through a good file without its beginning', () => {
    for (let start = 0; start <= GOOD.length; start += 7) holds(GOOD.slice(start), [0]);
  });

  it('answer at every character of a good file', () => {
    holds(
      GOOD,
      Array.from(GOOD, (_, at) => at),
    );
  });

  it('live through odd characters anywhere', () => {
    const random = seededRandom('language damage');
    const upTo = (count: number): number => Math.floor(random() * count);
    const odd = [
      '{',
      '}',
      '[',
      ']',
      ': ',
      '\n',
      '\t',
      '- ',
      '"',
      "'",
      '#',
      '\${{',
      '}}',
      '&a ',
      '|',
      '\r',
      '🎈',
      '\0',
    ];
    for (let round = 0; round < 60; round++) {
      let text = GOOD;
      for (let change = 0; change <= upTo(3); change++) {
        const at = upTo(text.length);
        text = text.slice(0, at) + (odd[upTo(odd.length)] as string) + text.slice(at + upTo(3));
      }
      holds(text, [upTo(text.length + 1), upTo(text.length + 1)]);
    }
  });
});

/** Asks everything of a text; what comes back has to lie in it. */
function holds(text: string, offsets: readonly number[]): void {
  const document = documentIn(text);
  const lies = (span: Span): void => {
    assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length, text);
  };
  for (const problem of diagnosticsOf(document)) {
    lies(problem);
    problem.related.forEach(lies);
    for (const fix of fixesFor(document, problem)) fix.edits.forEach(lies);
  }
  for (const offset of offsets) {
    for (const { edit } of complete(document, offset)) {
      lies(edit);
      assert.ok(edit.start <= offset && offset <= edit.end, `${offset} of ${text}`);
    }
    const hover = hoverAt(document, offset, () => null);
    if (hover !== null) lies(hover);
    const definition = definitionAt(document, offset);
    if (definition !== null) lies(definition.origin);
  }
  const within = (symbols: readonly DocumentSymbol[], outer: Span): void => {
    for (const { span, nameSpan, children } of symbols) {
      lies(span);
      assert.ok(outer.start <= span.start && span.end <= outer.end, text);
      assert.ok(span.start <= nameSpan.start && nameSpan.end <= span.end, text);
      within(children, span);
    }
  };
  within(symbolsOf(document), { start: 0, end: text.length });
  const lines = text.split('\n').length;
  for (const { first, last } of foldsOf(document)) assert.ok(first < last && last < lines, text);
  linksOf(document).forEach(lies);
  const raise = raiseVersion(document, { labels: ['v1.0'], differing: ['v1.0'] });
  if (raise !== null) lies(raise);
}
