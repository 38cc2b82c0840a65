import * as assert from 'node:assert/strict';

import { PROBLEM_CODES } from '../../../src/pipeline/problemCodes';
import { readPipeline } from '../../../src/pipeline/readPipeline';
import type { PipelineReading } from '../../../src/pipeline/readPipeline';
import { memoryReader } from '../../support/memoryReader';
import { read, WHOLE_FILES, WHOLE_PIPELINE } from '../../support/pipelines';
import { seededRandom } from '../../support/seededRandom';

/** Every kind of thing that a file can hold, once, in few characters. */
const COMPACT = `name: c
version: 1.0
params: params.yaml
environment: { python: .venv, lock: requirements.lock, variables: { A: "0" } }
x-a: &a { shell: bash }
steps:
  p:
    <<: *a
    run: |
      x "\${{ params.train.lr }}" '\${{ env.A }}'
    inputs: [src/*.py, 'data/raw.csv']
    outputs: [o/]
  t: # trains
    matrix: { m: [f, 0.10] }
    run: >-
      y \${{ matrix.m }}
      \${{ steps.p.outputs[0] }}
    params: [train.lr]
    outputs:
      - m/\${{ matrix.m }}.json: { kind: metrics, tolerance: { paths: { "$.a": { ulp: 4 } } } }
    timeout: 30m
`;

describe('a damaged pipeline file', () => {
  it('is read at every character it may be cut at', () => {
    for (let end = 0; end <= COMPACT.length; end++) holds(COMPACT.slice(0, end));
  }).timeout(30_000);

  it('is read where a long one is cut, here and there', () => {
    for (let end = 0; end <= WHOLE_PIPELINE.length; end += 11) holds(WHOLE_PIPELINE.slice(0, end));
  });

  it('is read without every character of its end', () => {
    for (let start = 0; start <= WHOLE_PIPELINE.length; start += 17) {
      holds(WHOLE_PIPELINE.slice(start));
    }
  });

  it('is read with characters put in, taken out and turned', () => {
    const random = seededRandom('damage');
    const upTo = (count: number): number => Math.floor(random() * count);
    const ODD = [
      '{',
      '}',
      '[',
      ']',
      ':',
      ' ',
      '\n',
      '\t',
      '-',
      '*',
      '&',
      '!',
      '|',
      '>',
      '"',
      "'",
      '#',
      '%',
      '@',
      '`',
      '?',
      ',',
      '\0',
      '\uD800',
      '\uFEFF',
      '\r',
      '<<: ',
      '${{',
      '}}',
      '..',
      '/',
      '\\',
      '🎈',
      '~',
      '*a',
      '&a ',
    ];
    for (let round = 0; round < 150; round++) {
      let text = WHOLE_PIPELINE;
      for (let change = 0; change <= upTo(4); change++) {
        const at = upTo(text.length);
        const odd = ODD[upTo(ODD.length)] as string;
        text = text.slice(0, at) + odd + text.slice(at + upTo(3));
      }
      holds(text);
    }
  });

  it('is read when lines change places', () => {
    const random = seededRandom('lines');
    for (let round = 0; round < 60; round++) {
      const lines = WHOLE_PIPELINE.split('\n');
      for (let change = 0; change < 3; change++) {
        const [one] = lines.splice(Math.floor(random() * lines.length), 1);
        lines.splice(Math.floor(random() * lines.length), 0, one ?? '');
      }
      holds(lines.join('\n'));
    }
  });

  it('is read when its params file is damaged', () => {
    const params = WHOLE_FILES['params.yaml'] ?? '';
    for (let end = 0; end < params.length; end++) {
      const files = { ...WHOLE_FILES, 'params.yaml': params.slice(0, end) };
      wellFormed(read(WHOLE_PIPELINE, files), WHOLE_PIPELINE);
    }
  });

  it('takes no bait', () => {
    const rows = (count: number, row: (at: number) => string): string =>
      Array.from({ length: count }, (_, at) => row(at)).join('');
    const baits: Readonly<Record<string, string>> = {
      'ten million characters': 'a: b\n'.repeat(2_000_000),
      brackets: '['.repeat(500_000),
      braces: '{'.repeat(500_000),
      'keys in keys': 'a: ['.repeat(100_000),
      hyphens: '- '.repeat(200_000),
      'question marks': '? '.repeat(200_000),
      indentation: rows(2000, (at) => `${' '.repeat(at)}a:\n`),
      anchors: '&a '.repeat(220_000),
      commas: `[${','.repeat(450_000)}`,
      documents: '---\n'.repeat(20_000),
      directives: '%x\n'.repeat(20_000),
      quote: `a: "${'\\'.repeat(300_000)}`,
      'alias bomb': `a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n${rows(30, (at) => `a${at + 1}: &a${at + 1} [${Array(10).fill(`*a${at}`).join(',')}]\n`)}`,
      'aliases in depth': `a0: &a0 ${'['.repeat(80)}${']'.repeat(80)}\n${rows(60, (at) => `a${at + 1}: &a${at + 1} ${'['.repeat(80)}*a${at}${']'.repeat(80)}\n`)}`,
      'merge bomb': `x-a: &a {${rows(1000, (at) => `k${at}: 1,`)}}\nx-b: {<<: [${'*a,'.repeat(3000)}]}\n`,
      'matrix bomb': `steps: { a: { run: x, matrix: {${rows(12, (at) => `k${at}: [1,2,3,4,5,6,7,8,9],`)}} } }`,
      'brace bomb': `steps: { a: { run: x, outputs: ['${'{a,b}'.repeat(100)}'] } }`,
      'star bomb': `steps: { a: { run: x, inputs: ['${'*a'.repeat(200)}b'], outputs: ['${'*b'.repeat(200)}c'] } }`,
      'folders bomb': `steps: { a: { run: x, inputs: ['${'**/a/'.repeat(200)}b'] }, b: { run: x, outputs: ['${'a/**/'.repeat(200)}c'] } }`,
      expressions: `steps: { a: { run: "${'${{ params.x }} '.repeat(10_000)}" } }`,
      'open expressions': `steps: { a: { run: '${'${{ "'.repeat(50_000)}' } }`,
      'one output of all': `steps:\n${rows(400, (at) => `  s${at}: { run: x, inputs: [o], outputs: [o] }\n`)}`,
      'long names': `steps: { ${'a'.repeat(100_000)}: { run: x } }`,
    };
    for (const [name, text] of Object.entries(baits)) {
      const started = process.cpuUsage().user;
      const reading = readPipeline(text, { file: 'pipeline.yaml', reader: memoryReader() });
      const milliseconds = (process.cpuUsage().user - started) / 1000;
      assert.ok(HARMLESS.includes(name) || reading.problems.length > 0, name);
      assert.ok(!reading.problems.some((problem) => problem.code === 'text-unreadable'), name);
      assert.ok(milliseconds < 4000, `${name} took ${milliseconds} ms`);
    }
  }).timeout(60_000);
});

/** Baits that are odd and yet nothing is wrong with. */
const HARMLESS = ['long names', 'star bomb', 'folders bomb'];

function holds(text: string): void {
  const reading = readPipeline(text, {
    file: 'pipeline.yaml',
    reader: memoryReader(WHOLE_FILES),
    platform: 'linux',
  });
  wellFormed(reading, text);
}

/** What has to be true of any reading. */
function wellFormed(reading: PipelineReading, text: string): void {
  const codes: readonly string[] = PROBLEM_CODES;
  let last = 0;
  for (const { code, range, message } of reading.problems) {
    assert.ok(codes.includes(code), `${code} is in no list`);
    assert.notEqual(code, 'text-unreadable', `${message}\n${text}`);
    assert.ok(
      range.start >= last && range.end >= range.start && range.end <= text.length,
      `${code} in ${text}`,
    );
    assert.equal(text.slice(0, range.start).split('\n').length, range.line);
    assert.ok(message.length > 20 && !/undefined|\[object|NaN/.test(message), message);
    last = range.start;
  }
  const names = new Set(reading.plan.steps.map((step) => step.name));
  assert.equal(names.size, reading.plan.steps.length, 'names are unique');
  for (const step of reading.plan.steps) {
    assert.ok(step.needs.every((need) => names.has(need) && need !== step.name));
    for (const { path } of [...step.inputs, ...step.outputs]) {
      assert.ok(!path.startsWith('/') && !path.startsWith('..') && !path.endsWith('/'), path);
    }
  }
}
