import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { Lexer } from 'yaml';

import { complaintsAbout } from '../../../../src/pipeline/complaints';
import { readDocument } from '../../../../src/pipeline/document';
import { mostTokens } from '../../../../src/pipeline/plain/mostTokens';
import { readPlain } from '../../../../src/pipeline/plain/plainText';
import { WHOLE_PIPELINE } from '../../../support/pipelines';
import { seededRandom } from '../../../support/seededRandom';

const EXAMPLES = path.join(__dirname, '..', '..', '..', '..', '..', 'examples');

/** Every kind of thing that is plain. */
const PLAIN = `# a pipeline
name: plain   # of the plainest
version: v1.0
source:
- src
- lib/*.py
steps:
  prepare:

    run: python src/prepare.py --rate \${{ params.rate }} "a b" 'c' > out.txt
    inputs: [src/prepare.py, 'data/a b.csv', "é.csv", a:b]
    inputs_2: []
    matrix: { model: [forest, linear], rate: [0.10, 1, 1200, 0], deep: {} }
 # a comment further out
    outputs:
      - data/clean.csv
      - metrics.json: { kind: metrics, tolerance: { absolute: 0.5, relative: 1e-9 } }   # judged
      - path: model.json
        kind: json
        notes: null
    cache: false
    on: true
    date: 5 o'clock, or [later] & so on
  train:
    run: |
      python src/train.py
      # a line of the command

        a line further in
    outputs:
      - model.bin: { cache: true }
      - notes: |-
          kept without its last end

      - path: b
        words: >-
          joined
          to one line
  # a comment between
  last:
    run: >
      python src/last.py
      --all

notes: none
`;

/** What is for the library, though much of it is valid. */
const NOT_PLAIN = [
  'a: |+\n  b\n',
  'a: |2\n  b\n',
  'a: | # c\n  b\n',
  'a: |\nb: c\n',
  'a: |\n\n  b\n',
  'a: |\n   b\n  c\n',
  'a: |\n  b\n      \n',
  'a: |\r\n  b\r\n',
  'a: >\n  b\n\n  c\n',
  'a: >\n  b\n    c\n',
  'a:\n',
  'a: b\n  c\n',
  'a: b: c\n',
  'a: b:\n',
  'a: &b c\n',
  'a: *b\n',
  'a: !!str b\n',
  'a: "b\\n"\n',
  "a: 'it''s'\n",
  'a: "b" c\n',
  'a: "b\n  c"\n',
  'a: [b,\n  c]\n',
  'a: [b, ]\n',
  'a: [b\n',
  'a: [b] c\n',
  'a: [b: c: d]\n',
  'a: [{{b}}]\n',
  'a: {b: 1, b: 2}\n',
  'a: {b}\n',
  'a: {b:}\n',
  'a: 1\na: 2\n',
  'a: 1E3\n',
  'a: 1e+3\n',
  'a: 1e333\n',
  'a: 0x10\n',
  'a: 0o7\n',
  'a: +1\n',
  'a: -1\n',
  'a: 01\n',
  'a: .5\n',
  'a: .inf\n',
  'a: 2020-01-01\n',
  'a: 12345678901234567890\n',
  'a: True\n',
  'a: NULL\n',
  'a: ~\n',
  'a: - b\n',
  'a: @b\n',
  'a: % b\n',
  'a:\tb\n',
  'a: b\tc\n',
  'a: b\u2028c\n',
  'a: b\u00A0c\n',
  '\uFEFFa: b\n',
  'a: b\rc: d\n',
  'a: b\u0000\n',
  'a : b\n',
  '"a": b\n',
  '1: b\n',
  '? a\n: b\n',
  '<<: { a: b }\n',
  'a:\n - b\n - - c\n',
  'a:\n  -\n    b\n',
  'a:\n  - b\n - c\n',
  'a:\n    b: 1\n  c: 2\n',
  '  a: 1\nb: 2\n',
  'a: 1\n---\nb: 2\n',
  'a: 1\n...\n',
  '%YAML 1.2\n',
  '- a\n',
  'a\n',
  '',
  '# nothing\n',
  `a: ${'b'.repeat(1100)}\n`,
  `a: ${'['.repeat(20)}${']'.repeat(20)}\n`,
  Array.from({ length: 20 }, (_, at) => `${' '.repeat(at)}a:\n`).join(''),
] as const;

/** What a text is damaged with. */
const BITS = [
  ...[
    '\n',
    '\n  ',
    '\n    ',
    '\n      ',
    ' ',
    '  ',
    ':',
    ': ',
    '- ',
    '-',
    '[',
    ']',
    '{',
    '}',
    ', ',
  ],
  ...[
    "'",
    '"',
    '#',
    ' #',
    '|',
    '>',
    'a',
    '1',
    '0',
    '.',
    '1e3',
    'e-9',
    '~',
    'null',
    'true',
    'key: ',
    '_',
  ],
  ...[
    'k: v\n',
    'k: |\n',
    'k: >-\n',
    '|-',
    '- b\n',
    '  - b\n',
    '&a',
    '*a',
    '!x',
    '<<: ',
    '? ',
    '=',
    '+',
    '/',
    '%',
    '@',
    '`',
  ],
  ...['é', '😀', '\t', '\r\n', '\r', '\u2028', '\u00A0', '\\', '$', '${{ a.b }}', '---\n', "''"],
  ...['"a b"', "'c'", '.inf'],
];

describe('plain text of a pipeline file', () => {
  it('is read without the library', () => {
    assert.ok(agrees(PLAIN));
    const flat = PLAIN.slice(0, PLAIN.indexOf('  train:'));
    assert.ok(agrees(flat.replaceAll('\n', '\r\n')));
    assert.ok(agrees(PLAIN.trimEnd()));
  });

  for (const text of NOT_PLAIN) {
    it(`is not: ${JSON.stringify(text.slice(0, 40))}`, () => assert.equal(agrees(text), false));
  }

  it('means what the library says wherever it is cut', () => {
    let plain = 0;
    for (let end = 0; end <= PLAIN.length; end++) if (agrees(PLAIN.slice(0, end))) plain++;
    assert.ok(plain > 300, `${plain} of ${PLAIN.length} were plain`);
  }).timeout(20_000);

  it('means what the library says however it was damaged', () => {
    const random = seededRandom('plain');
    const upTo = (count: number): number => Math.floor(random() * count);
    const samples = [PLAIN, WHOLE_PIPELINE, ...examples()].map((text) => text.split(/(?<=\n)/));
    let plain = 0;
    for (let round = 0; round < 8000; round++) {
      const lines = samples[upTo(samples.length)] ?? [];
      const from = upTo(lines.length);
      let text = lines.slice(from, from + 1 + upTo(12)).join('');
      for (let change = upTo(4); change > 0; change--) {
        const at = upTo(text.length + 1);
        const gone = upTo(3) > 0 ? 0 : upTo(5);
        text = text.slice(0, at) + (BITS[upTo(BITS.length)] ?? '') + text.slice(at + gone);
      }
      if (agrees(upTo(8) === 0 ? text.replaceAll('\n', '\r\n') : text)) plain++;
    }
    assert.ok(plain > 1000, `${plain} were plain`);
  }).timeout(60_000);

  it('is read where it stands in a longer one', () => {
    const before = 'x: |\n  not plain\n';
    const whole = readDocument(`${before}${PLAIN}`, complaintsAbout(''));
    const length = before.length;
    const found = readPlain(`${before}${PLAIN}y: "\\n"`, {
      start: length,
      end: length + PLAIN.length,
    });
    assert.ok(whole?.kind === 'map' && found !== null);
    assert.deepEqual(found.members, whole.members.slice(1));
  });
});

/** Whether a text is plain; then it has to be valid, and to be just what the library makes of it. */
function agrees(text: string): boolean {
  const found = readPlain(text, { start: 0, end: text.length });
  if (found === null) return false;
  const complaints = complaintsAbout(text);
  assert.deepEqual(found, readDocument(text, complaints), JSON.stringify(text));
  assert.deepEqual(complaints.list(), [], JSON.stringify(text));
  const most = mostTokens(text, { start: 0, end: text.length }, found);
  assert.ok([...new Lexer().lex(text)].length <= most, JSON.stringify(text));
  return true;
}

function examples(): readonly string[] {
  const texts = fs.readdirSync(EXAMPLES).map((name) => path.join(EXAMPLES, name, 'pipeline.yaml'));
  return texts.filter((file) => fs.existsSync(file)).map((file) => fs.readFileSync(file, 'utf8'));
}
