import * as assert from 'node:assert/strict';

import { narrowPlan } from '../../../src/pipeline/narrowPlan';
import { findCircle, orderSteps } from '../../../src/pipeline/order';
import { codesOf, read, stepOf } from '../../support/pipelines';
import { seededRandom } from '../../support/seededRandom';

const steps = (...lines: string[]): string =>
  `steps:\n${lines.map((line) => `  ${line}\n`).join('')}`;

describe('the order of steps', () => {
  it('is that of the file where nothing else is asked', () => {
    const { plan } = read(steps('c: { run: x }', 'a: { run: x }', 'b: { run: x }'));
    assert.deepEqual(
      plan.steps.map((step) => step.name),
      ['c', 'a', 'b'],
    );
  });

  it('puts a step right after the last one it waited for, ahead of what stands later in the file', () => {
    const reading = read(
      steps(
        'report: { run: x, inputs: [m.txt] }',
        'late: { run: x }',
        'train: { run: x, inputs: [clean.txt], outputs: [m.txt] }',
        'clean: { run: x, outputs: [clean.txt] }',
        'other: { run: x }',
      ),
    );
    assert.deepEqual(codesOf(reading), []);
    assert.deepEqual(
      reading.plan.steps.map((step) => step.name),
      ['late', 'clean', 'train', 'report', 'other'],
    );
  });

  it('is what choosing the first ready step again and again comes to', () => {
    const random = seededRandom('order');
    for (let round = 0; round < 200; round++) {
      const names = Array.from({ length: 1 + Math.floor(random() * 12) }, (_, at) => `s${at}`);
      const shuffled = [...names].sort(() => random() - 0.5);
      const needs = new Map(
        shuffled.map((name, at) => [name, shuffled.slice(0, at).filter(() => random() < 0.3)]),
      );
      const needsOf = (name: string): readonly string[] => needs.get(name) ?? [];
      const left = [...names];
      const expected: string[] = [];
      while (left.length > 0) {
        const next = left.find((name) => needsOf(name).every((need) => expected.includes(need)));
        assert.ok(next);
        left.splice(left.indexOf(next), 1);
        expected.push(next);
      }
      assert.deepEqual(orderSteps(names, needsOf), { order: expected, stuck: [] });
    }
  });

  it('names what stands in a circle, and keeps the rest in order', () => {
    const needs: Readonly<Record<string, readonly string[]>> = {
      a: ['c'],
      b: ['a'],
      c: ['b'],
      d: ['a'],
      e: [],
    };
    const needsOf = (name: string): readonly string[] => needs[name] ?? [];
    const { order, stuck } = orderSteps(['a', 'b', 'c', 'd', 'e'], needsOf);
    assert.deepEqual(
      [order, stuck],
      [
        ['e', 'a', 'b', 'c', 'd'],
        ['a', 'b', 'c', 'd'],
      ],
    );
    assert.deepEqual(findCircle(['d', 'a', 'b', 'c'], needsOf), ['a', 'c', 'b']);
  });

  it('tells two circles apart', () => {
    const reading = read(
      steps(
        'a: { run: x, inputs: [b.o], outputs: [a.o] }',
        'b: { run: x, inputs: [a.o], outputs: [b.o] }',
        'c: { run: x, inputs: [d.o, a.o], outputs: [c.o] }',
        'd: { run: x, inputs: [c.o], outputs: [d.o] }',
        'e: { run: x, inputs: [d.o] }',
      ),
    );
    assert.deepEqual(
      reading.problems.map(({ code, range }) => [code, range.line]),
      [
        ['cycle', 2],
        ['cycle', 4],
      ],
    );
    assert.equal(reading.plan.steps.length, 5);
  });
});

describe('edges', () => {
  const needsOf = (
    inputs: string,
    outputs: string,
    files: Readonly<Record<string, string>> = {},
  ): readonly string[] => {
    const text = steps(
      `b: { run: x, inputs: [${inputs}] }`,
      `a: { run: x, outputs: [${outputs}] }`,
    );
    return stepOf(read(text, files), 'b').needs;
  };

  it('come of files, folders and patterns, either way round', () => {
    const pairs = [
      ['o.txt', 'o.txt'],
      ['./o.txt', 'p/../o.txt'],
      ['o', 'o/x.txt'],
      ['o/x.txt', 'o/'],
      ['"o/*.txt"', 'o/x.txt'],
      ['"o/*.txt"', 'o'],
      ['o/x.txt', '"o/*.txt"'],
      ['o', '"o/**"'],
      ['"**/*.txt"', '"o/*-1.*"'],
      ['"{a,o}/x.txt"', 'o/x.txt'],
    ] as const;
    for (const [inputs, outputs] of pairs)
      assert.deepEqual(needsOf(inputs, outputs), ['a'], `${inputs} of ${outputs}`);
  });

  it('do not come of names that only begin alike', () => {
    const pairs = [
      ['out.txt', 'out'],
      ['outer/x', 'out'],
      ['"o/*.csv"', 'o/x.txt'],
      ['"*.txt"', 'o/x.txt'],
    ] as const;
    for (const [inputs, outputs] of pairs)
      assert.deepEqual(needsOf(inputs, outputs), [], `${inputs} of ${outputs}`);
  });

  it('never lead from a step to itself', () => {
    const reading = read(
      steps(
        'a: { run: "x > ${{ steps.a.outputs[0] }}", inputs: ["*.txt"], outputs: [report.txt] }',
        'b: { run: x, matrix: { m: [1, 2] }, inputs: [data], outputs: ["data/${{ matrix.m }}"] }',
      ),
      { 'a.txt': '', 'data/raw': '' },
    );
    assert.deepEqual(stepOf(reading, 'a').needs, []);
    assert.deepEqual(stepOf(reading, 'b@1').needs, ['b@2']);
    assert.deepEqual(codesOf(reading), ['cycle']);
  });

  it('come of expressions too, in the order of the file', () => {
    const reading = read(
      steps(
        'z: { run: "x ${{ steps.b@2.outputs[0] }} ${{ steps.a.outputs[1] }}" }',
        'b: { run: x, matrix: { m: [1, 2] }, outputs: ["o${{ matrix.m }}"] }',
        'a: { run: x, outputs: [p, q] }',
        'c: { run: x, inputs: [q, o1], environment: { variables: { V: "${{ steps.z.outputs[0] }}" } } }',
      ).replace('z: { run:', 'z: { outputs: [zz], run:'),
    );
    assert.deepEqual(codesOf(reading), []);
    assert.deepEqual(stepOf(reading, 'z').commands, ['x o2 q']);
    assert.deepEqual(stepOf(reading, 'z').needs, ['b@2', 'a']);
    assert.deepEqual(stepOf(reading, 'c').needs, ['z', 'b@1', 'a']);
    assert.deepEqual(stepOf(reading, 'c').variables, { V: 'zz' });
    assert.deepEqual(
      reading.plan.steps.map((step) => step.name),
      ['b@1', 'b@2', 'a', 'z', 'c'],
    );
  });

  it('hold for a thousand steps without looking at all pairs', () => {
    const lines = Array.from(
      { length: 1000 },
      (_, at) =>
        `s${at}: { run: x, inputs: [${at === 0 ? 'raw.csv' : `o/${at - 1}.csv`}, "src/*.py"], outputs: [o/${at}.csv] }`,
    );
    const reading = read(steps(...lines), { 'raw.csv': '', 'src/a.py': '' });
    assert.deepEqual(codesOf(reading), []);
    assert.deepEqual(stepOf(reading, 's999').needs, ['s998']);
    assert.equal(reading.plan.steps.at(-1)?.name, 's999');
  });
});

describe('narrowPlan', () => {
  const { plan } = read(
    steps(
      'prepare: { run: x, outputs: [clean] }',
      'train: { run: x, matrix: { m: [f, l] }, inputs: [clean], outputs: ["m/${{ matrix.m }}"] }',
      'report: { run: x, inputs: [m/f] }',
      'other: { run: x }',
    ),
  );
  const namesFor = (...targets: string[]): readonly string[] => {
    const narrowed = narrowPlan(plan, targets);
    assert.ok(narrowed.ok);
    return narrowed.value.steps.map((step) => step.name);
  };

  it('takes along what a target needs', () => {
    assert.deepEqual(namesFor('report'), ['prepare', 'train@f', 'report']);
    assert.deepEqual(namesFor('other'), ['other']);
    assert.deepEqual(namesFor('other', 'prepare'), ['prepare', 'other']);
  });

  it('takes the name of a matrix for all of its steps', () => {
    assert.deepEqual(namesFor('train'), ['prepare', 'train@f', 'train@l']);
  });

  it('names what there is where a target is not', () => {
    assert.deepEqual(narrowPlan(plan, ['prepare', 'trian']), {
      ok: false,
      failure: {
        code: 'step-unknown',
        step: 'trian',
        known: ['prepare', 'train', 'train@f', 'train@l', 'report', 'other'],
      },
    });
  });
});
