import * as assert from 'node:assert/strict';

import { readPipeline } from '../../../src/pipeline/readPipeline';
import { memoryReader } from '../../support/memoryReader';
import { codesOf, read, stepOf, WHOLE_FILES, WHOLE_PIPELINE } from '../../support/pipelines';

describe('readPipeline', () => {
  const whole = read(WHOLE_PIPELINE, WHOLE_FILES);

  it('reads the head of a file', () => {
    const { plan, name, version, file } = whole;
    assert.deepEqual([file, name, version], ['pipeline.yaml', 'churn', '1.0']);
    assert.deepEqual(
      [plan.format, plan.pipeline, plan.name, plan.python, plan.lock, plan.folder, plan.source],
      [1, 'pipeline.yaml', 'churn', '.venv', 'requirements.lock', '.', ['src', 'conf/**/*.yaml']],
    );
  });

  it('puts steps in order and says where they stand', () => {
    const names = whole.plan.steps.map((step) => step.name);
    assert.deepEqual(names, ['prepare', 'train@forest-0.10', 'train@linear-0.10', 'report']);
    assert.deepEqual([...whole.places.keys()].sort(), [...names, 'train'].sort());
    const place = whole.places.get('train');
    assert.equal(WHOLE_PIPELINE.slice(place?.start, place?.end), 'train');
    assert.deepEqual(whole.places.get('train@forest-0.10'), place);
  });

  it('reads a step whole', () => {
    assert.deepEqual(stepOf(whole, 'train@forest-0.10'), {
      name: 'train@forest-0.10',
      group: 'train',
      shell: 'sh',
      commands: ['python src/train.py --model forest --lr 0.10 data/clean.csv'],
      workingFolder: '.',
      inputs: [
        { path: 'src/train.py', cache: true },
        { path: 'data/clean.csv', cache: false },
      ],
      outputs: [
        {
          path: 'models/forest.joblib',
          kind: 'model',
          cache: false,
          tolerance: null,
          ignore: null,
        },
        {
          path: 'metrics/forest.json',
          kind: 'metrics',
          cache: true,
          tolerance: {
            relative: 1e-6,
            absolute: 1e-9,
            ulp: 4,
            columns: { loss: { absolute: 0.01 } },
            paths: { '$.loss.val': { relative: 0.1 } },
          },
          ignore: { columns: ['took'], paths: ['$.meta.host'], patterns: ['in [0-9.]+ s'] },
        },
      ],
      params: { 'params.yaml': { 'train.lr': 0.1, 'train.epochs': 3 } },
      variables: { PYTHONHASHSEED: '0', REGION: 'north' },
      timeoutMs: 1_800_000,
      retries: 1,
      resources: { cpus: 2, gpus: 0, memoryBytes: 8 * 2 ** 30, timeMs: 7_200_000 },
      needs: ['prepare'],
    });
  });

  it('leaves to the shell what is its own', () => {
    const prepare = stepOf(whole, 'prepare');
    assert.deepEqual(prepare.commands, [
      'python src/prepare.py data/raw.csv\necho "${HOME} $PATH" > data/clean.csv\n',
    ]);
    assert.equal(prepare.shell, 'bash');
    assert.deepEqual(prepare.variables, { PYTHONHASHSEED: '0', REGION: 'south' });
  });

  it('takes every scalar as it is written', () => {
    const text =
      'name: 1.10\nversion: 1e3\nenvironment: { variables: { A: 0x1F, B: 010, C: yes, D: true, E: ~x, F: 1_000, G: "", H: 1.0 } }\n' +
      'steps: { a: { run: true }, b: { run: 0.10, outputs: [1.0, true] } }\n';
    const reading = read(text);
    assert.deepEqual(codesOf(reading), []);
    assert.deepEqual([reading.name, reading.version], ['1.10', '1e3']);
    assert.deepEqual(stepOf(reading, 'a').variables, {
      A: '0x1F',
      B: '010',
      C: 'yes',
      D: 'true',
      E: '~x',
      F: '1_000',
      G: '',
      H: '1.0',
    });
    assert.deepEqual(stepOf(reading, 'a').commands, ['true']);
    assert.deepEqual(stepOf(reading, 'b').commands, ['0.10']);
    assert.deepEqual(
      stepOf(reading, 'b').outputs.map((each) => each.path),
      ['1.0', 'true'],
    );
  });

  it('makes paths relative to the project, and commands relative to the folder of the file', () => {
    const text =
      'params: ./p.yaml\nenvironment: { python: ../.venv, lock: ../r.lock }\nsource: [.]\nsteps:\n' +
      '  a: { run: x, inputs: [../shared/x.csv, "./y/*.csv"], outputs: [parts/, b/../c] }\n' +
      '  b: { run: "x ${{ steps.a.outputs[0] }}", inputs: ["${{ steps.a.outputs[1] }}"], params: [k] }\n';
    const files = { 'sub/p.yaml': 'k: 1\n', 'r.lock': '', 'shared/x.csv': '', 'sub/y/a.csv': '' };
    const reading = read(text, files, { file: 'sub/exp.pipeline.yaml' });
    assert.deepEqual(codesOf(reading), []);
    const { plan } = reading;
    assert.deepEqual(
      [plan.pipeline, plan.folder, plan.python, plan.lock, plan.source],
      ['sub/exp.pipeline.yaml', 'sub', '../.venv', 'r.lock', ['sub']],
    );
    const [a, b] = [stepOf(reading, 'a'), stepOf(reading, 'b')];
    assert.equal(a.workingFolder, 'sub');
    assert.deepEqual(
      a.inputs.map((each) => each.path),
      ['shared/x.csv', 'sub/y/*.csv'],
    );
    assert.deepEqual(
      a.outputs.map((each) => each.path),
      ['sub/parts', 'sub/c'],
    );
    assert.deepEqual(b.commands, ['x parts']);
    assert.deepEqual(
      b.inputs.map((each) => each.path),
      ['sub/c'],
    );
    assert.deepEqual(b.params, { 'sub/p.yaml': { k: 1 } });
    assert.deepEqual(b.needs, ['a']);
  });

  it('leaves names to the user', () => {
    const text =
      'steps:\n  only:\n    run: python3 "my step.py"\n    inputs: [my step.py, "été/日本 🎈.csv"]\n' +
      "    outputs: [out dir/ünï, \"it's\", 'say \"hi\"', 'a$b', '#1', 'x:y', ' lead']\n";
    const reading = read(text, { 'my step.py': '', 'été/日本 🎈.csv': '' });
    assert.deepEqual(codesOf(reading), []);
    const step = stepOf(reading, 'only');
    assert.deepEqual(
      step.inputs.map((each) => each.path),
      ['my step.py', 'été/日本 🎈.csv'],
    );
    assert.deepEqual(
      step.outputs.map((each) => each.path),
      ['out dir/ünï', "it's", 'say "hi"', 'a$b', '#1', 'x:y', ' lead'],
    );
  });

  it('asks the platform for the shell where nobody said', () => {
    const text =
      'steps:\n  a: { run: x }\n  b:\n    run: |\n      x\n      y\n  c: { run: x, shell: sh }\n  d:\n    run: |\n      x\n';
    const shells = (platform: string): string[] =>
      read(text, {}, { platform }).plan.steps.map((step) => step.shell);
    assert.deepEqual(shells('linux'), ['sh', 'sh', 'sh', 'sh']);
    assert.deepEqual(shells('win32'), ['cmd', 'pwsh', 'sh', 'cmd']);
  });

  it('takes in anchors, aliases and merged keys', () => {
    const text =
      'x-common: &common { shell: bash, retries: 2, inputs: &in [a.txt] }\nsteps:\n' +
      '  a: { <<: *common, run: x, retries: 1 }\n  b: { run: y, inputs: *in }\n  c: { <<: [{ timeout: 1s }, *common], run: z }\n';
    const reading = read(text, { 'a.txt': '' });
    assert.deepEqual(codesOf(reading), []);
    const a = stepOf(reading, 'a');
    assert.deepEqual([a.shell, a.retries, a.inputs.length], ['bash', 1, 1]);
    assert.deepEqual(stepOf(reading, 'b').inputs, [{ path: 'a.txt', cache: true }]);
    assert.deepEqual([stepOf(reading, 'c').timeoutMs, stepOf(reading, 'c').retries], [1000, 2]);
  });

  it('reads CRLF, a byte order mark, tabs in flow, and JSON', () => {
    const crlf = read(`\uFEFF${WHOLE_PIPELINE.replaceAll('\n', '\r\n')}`, WHOLE_FILES);
    assert.deepEqual(codesOf(crlf), []);
    assert.deepEqual(crlf.plan.steps.length, whole.plan.steps.length);
    const json = read(
      '{\n\t"version": "v1",\n\t"steps": { "a": { "run": "x", "outputs": ["o"] } }\n}\n',
    );
    assert.deepEqual(codesOf(json), []);
    assert.deepEqual(stepOf(json, 'a').outputs[0]?.path, 'o');
  });

  it('sorts problems by place, and counts lines and columns from 1', () => {
    const text = 'version: "nul"\nsteps:\n  a:\n    run: x\n    colour: red\n    timeout: 3\n';
    const places = read(text).problems.map(({ range }) => [range.line, range.column]);
    assert.deepEqual(places, [
      [1, 10],
      [5, 5],
      [6, 14],
    ]);
  });

  it('tells one problem of a kind for each place, whatever the matrix', () => {
    const reading = read(
      'steps: { a: { run: x, matrix: { m: [1, 2, 3] }, inputs: ["${{ matrix.m }}.csv"], outputs: ["${{ matrix.m }}.o"] } }\n',
    );
    assert.deepEqual(codesOf(reading), ['input-missing']);
  });

  it('reads nothing of what is not UTF-8, and says where that begins', () => {
    const text = 'version: v1.0\nsteps: { a: { run: "echo gr\uFFFDn", outputs: [o] } }\n';
    const notUtf8At = text.indexOf('\uFFFD');
    const reading = readPipeline(text, {
      file: 'pipeline.yaml',
      reader: memoryReader(),
      notUtf8At,
    });
    assert.deepEqual(codesOf(reading), ['text-not-utf8']);
    assert.deepEqual(
      reading.problems.map(({ range, severity }) => [range.line, range.column, severity]),
      [[2, 28, 'error']],
    );
    assert.equal(reading.version, null);
    assert.deepEqual(reading.plan.steps, []);
  });

  it('does not take a fall of the reader for an end of the world', () => {
    const reading = readPipeline('steps: { a: { run: x, inputs: [y] } }\n', {
      file: 'pipeline.yaml',
      reader: {
        readText: () => null,
        kindOf: () => {
          throw new Error('the disk went away');
        },
        throughLink: () => false,
      },
    });
    assert.deepEqual(codesOf(reading), ['text-unreadable']);
    assert.match(reading.problems[0]?.message ?? '', /the disk went away/);
    assert.deepEqual(reading.plan.steps, []);
  });
});
