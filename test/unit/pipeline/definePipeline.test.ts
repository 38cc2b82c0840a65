import * as assert from 'node:assert/strict';

import { parse } from 'yaml';

import { definePipeline } from '../../../src/pipeline/definePipeline';
import type { PipelineDefinition } from '../../../src/pipeline/keys';
import type { PipelineReading } from '../../../src/pipeline/readPipeline';
import { memoryReader } from '../../support/memoryReader';
import { codesOf, read, stepOf, WHOLE_FILES, WHOLE_PIPELINE } from '../../support/pipelines';

const define = (
  definition: PipelineDefinition,
  folder = '.',
  files = WHOLE_FILES,
): PipelineReading =>
  definePipeline(definition, { folder, reader: memoryReader(files), platform: 'linux' });

describe('definePipeline', () => {
  it('makes the plan that the file makes, under its name', () => {
    const text = WHOLE_PIPELINE.replace('share: [0.10]', 'share: ["0.10"]');
    const fromFile = read(text, WHOLE_FILES);
    const fromCode = define(parse(text) as PipelineDefinition);
    assert.deepEqual(codesOf(fromCode), []);
    assert.deepEqual({ ...fromCode.plan, pipeline: 'pipeline.yaml' }, fromFile.plan);
    assert.equal(fromCode.plan.pipeline, 'churn');
    assert.equal(fromCode.file, 'churn');
    assert.equal(fromCode.version, '1');
  });

  it('reads paths from its folder', () => {
    const reading = define(
      { name: 'n', steps: { a: { run: 'x', inputs: ['raw.csv'], outputs: ['../o.csv'] } } },
      'data',
    );
    assert.deepEqual(codesOf(reading), []);
    const step = stepOf(reading, 'a');
    assert.deepEqual(
      [step.workingFolder, step.inputs[0]?.path, step.outputs[0]?.path],
      ['data', 'data/raw.csv', 'o.csv'],
    );
  });

  it('begins each problem with the path of its key', () => {
    const definition = {
      name: 'n',
      steps: { a: { run: 'x', ouputs: ['o'] }, b: { run: 'x', inputs: ['gone.csv', '/abs'] } },
    };
    const { problems } = define(definition);
    assert.deepEqual(
      problems.map((problem) => [problem.code, problem.message.split(': ')[0], problem.range.line]),
      [
        ['key-unknown', 'steps.a.ouputs', 1],
        ['input-missing', 'steps.b.inputs[0]', 1],
        ['path-absolute', 'steps.b.inputs[1]', 1],
      ],
    );
  });

  it('needs a name that can be a folder', () => {
    const step = { a: { run: 'x' } };
    for (const name of ['', '../up', 'a/b', 'nul', '.git', 'a'.repeat(200), 'ends.']) {
      assert.deepEqual(codesOf(define({ name, steps: step })), ['name-invalid'], name);
    }
    assert.deepEqual(codesOf(define({ steps: step } as unknown as PipelineDefinition)), [
      'name-invalid',
    ]);
    for (const name of ['churn', 'My pipeline 2', 'ünï', 'a.b-c_d']) {
      assert.deepEqual(codesOf(define({ name, steps: step })), [], name);
    }
  });

  it('takes whatever else is handed to it for a problem', () => {
    const around: Record<string, unknown> = { name: 'n' };
    around['steps'] = around;
    let deep: unknown = 1;
    for (let level = 0; level < 500; level++) deep = [deep];
    const odd: readonly unknown[] = [
      null,
      undefined,
      1,
      'x',
      [],
      {},
      around,
      { name: 'n', steps: deep },
      { name: 'n', steps: { a: { run: () => 1 } } },
      { name: 'n', steps: { a: { run: new Date(0) } } },
      { name: 'n', steps: { a: { run: Symbol('x') } } },
      { name: 'n', steps: new Map() },
      { name: 'n', steps: { a: { run: 10n } } },
    ];
    for (const definition of odd) {
      const reading = define(definition as PipelineDefinition);
      assert.ok(reading.problems.length > 0);
      assert.ok(!codesOf(reading).includes('text-unreadable'), reading.problems[0]?.message);
    }
  });

  it('passes over what is undefined', () => {
    const definition = {
      name: 'n',
      version: undefined,
      steps: { a: { run: 'x', timeout: undefined } },
    };
    assert.deepEqual(codesOf(define(definition as unknown as PipelineDefinition)), []);
  });
});
