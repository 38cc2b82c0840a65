import * as assert from 'node:assert/strict';

import type { Problem } from '../../../src/pipeline/problem';
import { read } from '../../support/pipelines';

/** The problem of a text that has one of this code. */
function problemIn(text: string, code: string): Problem {
  const found = read(text, { 'a.csv': '' }).problems.find((problem) => problem.code === code);
  assert.ok(found, code);
  return found;
}

const relatedLines = (text: string, code: string): readonly string[] =>
  (problemIn(text, code).related ?? []).map(({ range, message }) => `${range.line}: ${message}`);

describe('the places of a problem', () => {
  it('are the whole ring of a cycle', () => {
    const text =
      'steps:\n  a: { run: x, inputs: [c], outputs: [a] }\n  b: { run: x, inputs: [a], outputs: [b] }\n  c: { run: x, inputs: [b], outputs: [c] }\n';
    assert.deepEqual(relatedLines(text, 'cycle'), [
      '2: `a` reads `c`, and `c` writes `c`.',
      '4: `c` reads `b`, and `b` writes `b`.',
      '3: `b` reads `a`, and `a` writes `a`.',
    ]);
  });

  it('are the other writer of an output', () => {
    const outputs = (path: string): string =>
      `steps:\n  a: { run: x, outputs: [out/a] }\n  b: { run: x, outputs: ["${path}"] }\n`;
    for (const [path, code] of [
      ['out/a', 'output-twice'],
      ['out/*', 'output-overlap'],
      ['out', 'output-inside-output'],
    ] as const) {
      assert.deepEqual(relatedLines(outputs(path), code), ['2: Step `a` writes `out/a` here.']);
    }
  });

  it('are the first of two equal keys and names', () => {
    const keys = 'name: a\nname: b\nsteps:\n  a: { run: x }\n  A: { run: y }\n';
    assert.deepEqual(relatedLines(keys, 'key-duplicate'), ['1: The first one stands here.']);
    assert.deepEqual(relatedLines(keys, 'step-name-taken'), ['4: The name is taken here.']);
  });
});

describe('what was meant', () => {
  const meant: readonly (readonly [code: string, text: string, instead: string | undefined])[] = [
    ['key-unknown', 'stpes:\n  a: { run: x }\n', 'steps'],
    ['key-unknown', 'steps:\n  a: { cmd: x }\n', 'run'],
    ['key-unknown', 'steps:\n  a: { cmd: x, run: y }\n', undefined],
    [
      'param-unknown',
      'params: { train: { lr: 1 } }\nsteps:\n  a: { run: "${{ params.train.rl }}" }\n',
      '${{ params.train.lr }}',
    ],
    [
      'param-unknown',
      'params: { train: { lr: 1 } }\nsteps:\n  a: { run: x, params: [tarin.lr] }\n',
      'train.lr',
    ],
    [
      'param-unknown',
      'params: { "a b": 1 }\nsteps:\n  a: { run: "${{ params[\'a c\'] }}" }\n',
      undefined,
    ],
    [
      'matrix-key-unknown',
      'steps:\n  a: { run: "${{ matrix.modle }}", matrix: { model: [x] } }\n',
      '${{ matrix.model }}',
    ],
    [
      'variable-unknown',
      'environment: { variables: { REGION: a } }\nsteps:\n  a: { run: "x ${{ env.REGON }}" }\n',
      '${{ env.REGION }}',
    ],
    [
      'step-unknown',
      'steps:\n  train: { run: x, outputs: [a] }\n  b: { run: "${{ steps.tarin.outputs[0] }}" }\n',
      '${{ steps.train.outputs[0] }}',
    ],
    [
      'step-has-matrix',
      'steps:\n  a: { run: x, matrix: { m: [p, q] }, outputs: ["${{ matrix.m }}"] }\n  b: { run: "${{ steps.a.outputs[0] }}" }\n',
      '${{ steps.a@p.outputs[0] }}',
    ],
    ['path-backslash', 'steps:\n  a: { run: x, outputs: [o\\p] }\n', 'o/p'],
    ['path-backslash', 'steps:\n  a: { run: x, outputs: ["o\\\\p"] }\n', undefined],
  ];

  for (const [code, text, instead] of meant) {
    it(`${code}: ${instead ?? 'nothing that could be put there'}`, () => {
      assert.equal(problemIn(text, code).instead, instead);
    });
  }
});
