import * as assert from 'node:assert/strict';

import { canonicalJson } from '../../../src/base/json';
import { parseKeys, parseReference, parseTemplate } from '../../../src/pipeline/expressions';
import { ignorePattern } from '../../../src/pipeline/ignorePattern';
import { parseJsonPath } from '../../../src/pipeline/jsonPath';
import { isLabel } from '../../../src/pipeline/label';
import { INLINE_PARAMS } from '../../../src/pipeline/model';
import { nearLabel, nearMiss } from '../../../src/pipeline/nearMiss';
import { parseDuration, parseSize } from '../../../src/pipeline/quantities';
import { codesOf, read, stepOf } from '../../support/pipelines';

describe('labels', () => {
  it('are names of files on every platform', () => {
    const good = [
      'v1.0',
      '1.0',
      '0',
      'V',
      'a'.repeat(64),
      '2024-01-01',
      'a+b_c.d-e',
      'com10',
      'console',
      'null',
      'lpt',
      'v1.nul',
    ];
    const bad = [
      '',
      '.a',
      '-a',
      '+a',
      '_a',
      'a'.repeat(65),
      'a b',
      'a/b',
      'ä',
      'a\n',
      'con',
      'NUL',
      'Com1',
      'lpt9',
      'aux.1',
      'prn.json',
      '🎈',
    ];
    assert.deepEqual(
      good.filter((label) => !isLabel(label)),
      [],
    );
    assert.deepEqual(bad.filter(isLabel), []);
  });
});

describe('quantities', () => {
  it('are durations', () => {
    const known = {
      '30m': 1_800_000,
      '90s': 90_000,
      '2h': 7_200_000,
      '500ms': 500,
      '1d': 86_400_000,
      '1h30m': 5_400_000,
      '1.5h': 5_400_000,
      '0.5s': 500,
      '1m1s1ms': 61_001,
    };
    for (const [text, milliseconds] of Object.entries(known))
      assert.equal(parseDuration(text), milliseconds, text);
    for (const text of [
      '',
      '30',
      'm',
      '30 m',
      '-1s',
      '0s',
      '1e3s',
      '1w',
      '30M',
      '.5s',
      '1h 30m',
      '9'.repeat(30) + 'h',
      '0.1ms',
    ]) {
      assert.equal(parseDuration(text), null, text);
    }
  });

  it('are sizes', () => {
    const known = {
      '8GiB': 8 * 2 ** 30,
      '8GB': 8e9,
      '512 MiB': 512 * 2 ** 20,
      '1KiB': 1024,
      '1KB': 1000,
      '1.5GiB': 1.5 * 2 ** 30,
      '100B': 100,
      '4G': 4e9,
      '4Gi': 4 * 2 ** 30,
      '1TiB': 2 ** 40,
    };
    for (const [text, bytes] of Object.entries(known)) assert.equal(parseSize(text), bytes, text);
    for (const text of [
      '',
      '8',
      'GiB',
      '-1GB',
      '0B',
      '1e3B',
      '8gib',
      '8 Gigs',
      '1ZB',
      '9'.repeat(30) + 'GB',
    ]) {
      assert.equal(parseSize(text), null, text);
    }
  });
});

describe('JSON paths', () => {
  it('know keys, indices, all members and any depth', () => {
    assert.deepEqual(parseJsonPath('$'), []);
    assert.deepEqual(parseJsonPath('$.loss.val'), [
      { kind: 'key', key: 'loss' },
      { kind: 'key', key: 'val' },
    ]);
    assert.deepEqual(parseJsonPath('$["any key"][0][*]..took-ms'), [
      { kind: 'key', key: 'any key' },
      { kind: 'index', index: 0 },
      { kind: 'all' },
      { kind: 'anywhere', key: 'took-ms' },
    ]);
    assert.deepEqual(parseJsonPath('$["a\\"b"][\'c d\'].é'), [
      { kind: 'key', key: 'a"b' },
      { kind: 'key', key: 'c d' },
      { kind: 'key', key: 'é' },
    ]);
  });

  it('refuse the rest', () => {
    const bad = [
      '',
      'a',
      '.a',
      '$a',
      '$.',
      '$..',
      '$[',
      '$[]',
      '$[-1]',
      '$[a]',
      '$["a]',
      '$.a.',
      '$.*',
      '$.a b',
      '$["\\x"]',
      '$[0',
    ];
    assert.deepEqual(
      bad.filter((text) => parseJsonPath(text) !== null),
      [],
    );
  });
});

describe('patterns to ignore', () => {
  it('are read by code points, or as older expressions are', () => {
    assert.equal('took in 3.2 s'.replace(ignorePattern('in [0-9.]+ s') ?? '', ''), 'took ');
    assert.equal('a🎈b'.replace(ignorePattern('a.b') ?? '', ''), '');
    assert.ok(ignorePattern('\\-')?.test('-'));
    assert.deepEqual(
      ['(', '[', '(?P<a>x)', '*'].filter((text) => ignorePattern(text) !== null),
      [],
    );
  });
});

describe('near misses', () => {
  it('are what a hand does wrong', () => {
    const known = ['outputs', 'inputs', 'run', 'timeout', 'retries'];
    const misses = {
      ouputs: 'outputs',
      outpust: 'outputs',
      Inputs: 'inputs',
      rnu: 'run',
      time_out: 'timeout',
      retrys: 'retries',
    };
    for (const [word, meant] of Object.entries(misses))
      assert.equal(nearMiss(word, known), meant, word);
    assert.deepEqual(
      ['x', 'colour', 'zzz', ''].filter((word) => nearMiss(word, known) !== null),
      [],
    );
  });

  it('of labels are those too that begin with the word', () => {
    const known = ['v1.0', 'v1.1', 'exp-long-name'];
    const words = { v1: 'v1.0', 'V1.': 'v1.0', exp: 'exp-long-name', 'v1.2': 'v1.0' };
    for (const [word, meant] of Object.entries(words)) {
      assert.equal(nearLabel(word, known), meant, word);
    }
    for (const word of ['', 'x', '1']) assert.equal(nearLabel(word, known), null, word);
    assert.equal(nearLabel('v1', ['v2', 'v1-long-name']), 'v1-long-name');
    assert.equal(nearLabel('V1.0', ['v1.0-b', 'v1.0']), 'v1.0');
  });

  it('of labels may name a pipeline, by its file or by a beginning of it', () => {
    const known = ['v1.0', 'v2.0', 'b.pipeline.yaml@v1.0', 'b.pipeline.yaml@v3.0-long'];
    const words = {
      'pipeline.yaml@v1': 'v1.0',
      'pipeline@v2': 'v2.0',
      'churn@v1.0': 'v1.0',
      '@v1': 'v1.0',
      'b.pipeline.yaml@v1': 'b.pipeline.yaml@v1.0',
      'b.pipeline.yaml@v3': 'b.pipeline.yaml@v3.0-long',
      'B@v1': 'b.pipeline.yaml@v1.0',
    };
    for (const [word, meant] of Object.entries(words)) {
      assert.equal(nearLabel(word, known), meant, word);
    }
    for (const word of ['pipeline.yaml@', '@', 'churn@x', 'c@v9.9-other']) {
      assert.equal(nearLabel(word, known), null, word);
    }
  });
});

describe('expressions', () => {
  it('are taken apart and lose nothing', () => {
    for (const text of [
      '',
      'a',
      'x ${{ params.a }} y',
      '${{a}}${{b}}',
      '$HOME ${HOME} ${{ x',
      '}} ${{',
      'a ${{ params["}}"] }} b',
      '${{ " }}',
    ]) {
      const joined = parseTemplate(text).map((part) =>
        part.kind === 'text' ? part.text : part.written,
      );
      assert.equal(joined.join(''), text);
    }
  });

  it('refer to four things', () => {
    assert.deepEqual(parseReference('params.train.lr'), { kind: 'params', keys: ['train', 'lr'] });
    assert.deepEqual(parseReference('params.layers[0]["a b"]'), {
      kind: 'params',
      keys: ['layers', '0', 'a b'],
    });
    assert.deepEqual(parseReference('matrix.model-name'), { kind: 'matrix', key: 'model-name' });
    assert.deepEqual(parseReference('env.HOME'), { kind: 'env', name: 'HOME' });
    assert.deepEqual(parseReference('steps.a-b@c-0.1.outputs[12]'), {
      kind: 'output',
      step: 'a-b@c-0.1',
      index: 12,
    });
    const none = [
      '',
      'params',
      'matrix',
      'env.A.B',
      'matrix.a.b',
      'steps.a',
      'steps.a.outputs',
      'steps.a.outputs[-1]',
      'steps.a.inputs[0]',
      'params..a',
      'a.b',
      'params.a ',
      'params.a + 1',
      '$',
    ];
    assert.deepEqual(
      none.filter((text) => parseReference(text) !== null),
      [],
    );
    assert.equal(parseKeys('a."b"'), null);
  });
});

describe('params', () => {
  const PARAMS =
    'train: { lr: 0.10, rate: 1.0e-3, big: 12345678901234567890, huge: 1e400, inf: .inf, flag: yes, on: true, none: null, list: [1, { a: 2.50 }], "a b": c, 7: seven }\ntop: 010\n';
  const text = (run: string, params: string): string =>
    `params: params.yaml\nsteps:\n  a:\n    run: ${JSON.stringify(run)}\n    params: [${params}]\n`;
  const valuesOf = (params: string, files = { 'params.yaml': PARAMS }): unknown =>
    stepOf(read(text('x', params), files), 'a').params['params.yaml'];

  it('are inserted as they are written', () => {
    const run =
      '${{ params.train.lr }} ${{params.train.rate}} ${{ params.train.big }} ${{ params.top }} ${{ params.train.on }} ${{ params.train.list[1].a }} ${{ params.train["a b"] }} ${{ params.train.7 }} ${{ params.train.inf }}';
    const reading = read(text(run, ''), { 'params.yaml': PARAMS });
    assert.deepEqual(codesOf(reading), []);
    assert.deepEqual(stepOf(reading, 'a').commands, [
      '0.10 1.0e-3 12345678901234567890 010 true 2.50 c seven .inf',
    ]);
  });

  it('are inserted as written from JSON too', () => {
    const reading = read(
      text('${{ params.a }} ${{ params.b }}', 'a').replace('params.yaml', 'p.json'),
      {
        'p.json': '{\n\t"a": 0.10, "b": "\\ud83c\\udf88\\/"\n}',
      },
    );
    assert.deepEqual(codesOf(reading), []);
    assert.deepEqual(stepOf(reading, 'a').commands, ['0.10 🎈/']);
    assert.deepEqual(stepOf(reading, 'a').params, { 'p.json': { a: 0.1 } });
  });

  it('are numbers in the plan where JSON holds them, else texts', () => {
    assert.deepEqual(
      valuesOf(
        'train.lr, train.rate, train.big, train.huge, train.inf, train.flag, train.on, train.none',
      ),
      {
        'train.lr': 0.1,
        'train.rate': 0.001,
        'train.big': '12345678901234567890',
        'train.huge': '1e400',
        'train.inf': '.inf',
        'train.flag': 'yes',
        'train.on': true,
        'train.none': null,
      },
    );
  });

  it('may be named as a whole subtree, and always make canonical JSON', () => {
    const whole = valuesOf('train');
    assert.deepEqual((whole as { train: { list: unknown } }).train.list, [1, { a: 2.5 }]);
    assert.match(
      canonicalJson(whole as Parameters<typeof canonicalJson>[0]),
      /"big":"12345678901234567890"/,
    );
  });

  it('may be named by a matrix', () => {
    const reading = read(
      'params: { f: { lr: 1 }, l: { lr: 2 } }\nsteps: { a: { run: "x ${{ matrix.m }}", matrix: { m: [f, l] }, params: ["${{ matrix.m }}.lr"] } }\n',
    );
    assert.deepEqual(codesOf(reading), []);
    assert.deepEqual(stepOf(reading, 'a@l').params, { [INLINE_PARAMS]: { 'l.lr': 2 } });
  });

  it('do not mind names that objects have of their own', () => {
    const reading = read(
      'params: { __proto__: { a: 1 }, constructor: 2, toString: 3 }\nsteps: { toString: { run: "${{ params.__proto__.a }} ${{ params.constructor }}", params: [__proto__.a, constructor] } }\n',
    );
    assert.deepEqual(codesOf(reading), []);
    const step = stepOf(reading, 'toString');
    assert.deepEqual(step.commands, ['1 2']);
    assert.deepEqual(step.params, { [INLINE_PARAMS]: { '__proto__.a': 1, constructor: 2 } });
    assert.deepEqual(
      codesOf(read('params: { a: 1 }\nsteps: { a: { run: "${{ params.toString }}" } }\n')),
      ['param-unknown'],
    );
  });
});

describe('a matrix', () => {
  it('makes a step of each combination, the last key turning fastest', () => {
    const { plan } = read(
      'steps: { t: { run: "x", matrix: { model: [forest, linear], lr: [0.10, 1.0, 1e-3] } } }\n',
    );
    assert.deepEqual(
      plan.steps.map((step) => step.name),
      [
        't@forest-0.10',
        't@forest-1.0',
        't@forest-1e-3',
        't@linear-0.10',
        't@linear-1.0',
        't@linear-1e-3',
      ],
    );
    assert.ok(plan.steps.every((step) => step.group === 't'));
  });

  it('takes its values as they are written, quoted or not', () => {
    const { plan } = read(
      'steps: { t: { run: "${{ matrix.v }}", matrix: { v: [0.10, "0.20", true, 007, a+b_c.d] } } }\n',
    );
    assert.deepEqual(
      plan.steps.map((step) => step.commands[0]),
      ['0.10', '0.20', 'true', '007', 'a+b_c.d'],
    );
  });
});

describe('variables', () => {
  it('of a step lie over those of the file, and may be made of one another', () => {
    const reading = read(
      'params: { r: eu }\nenvironment: { variables: { A: a, B: "${{ env.A }}-${{ params.r }}", C: c } }\nsteps:\n' +
        '  one: { run: "${{ env.B }}" }\n  two: { run: "${{ env.B }}", environment: { variables: { A: z } } }\n',
    );
    assert.deepEqual(codesOf(reading), []);
    assert.deepEqual(stepOf(reading, 'one').variables, { A: 'a', B: 'a-eu', C: 'c' });
    assert.deepEqual(stepOf(reading, 'two').commands, ['z-eu']);
  });
});
