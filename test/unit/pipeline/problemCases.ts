import type { ProblemCode } from '../../../src/pipeline/problemCodes';

/** A text with one thing wrong: the place of the problem stands between `«` and `»`. */
export interface ProblemCase {
  readonly code: ProblemCode;
  readonly text: string;
  /** What the sentence has to mention. */
  readonly says: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly links?: readonly string[];
  readonly file?: string;
  /** Problems that come along because they must. */
  readonly besides?: readonly ProblemCode[];
  readonly severity?: 'warning';
}

const step = (keys: string): string => `steps:\n  a:\n    run: x\n    ${keys}\n`;
const output = (options: string): string => step(`outputs: [{ o.csv: { ${options} } }]`);

/** At least one text for each problem that a pipeline file can have. */
export const PROBLEM_CASES: readonly ProblemCase[] = [
  // The text
  { code: 'file-empty', text: '«»', says: ['steps:'] },
  { code: 'file-empty', text: '«»# only words\n', says: ['steps:'] },
  { code: 'file-empty', text: '«»---\n', says: ['steps:'] },
  { code: 'file-too-large', text: `«»${'a: b\n'.repeat(1_000_000)}`, says: ['5.0 million'] },
  { code: 'file-too-large', text: `«»steps: {${'a,'.repeat(300_000)}}`, says: ['too large'] },
  { code: 'dialect-unknown', text: '«»stages: {}\n', file: 'dvc.yaml', says: ['pipeline.yaml'] },
  { code: 'yaml-invalid', text: 'steps:\n  a:\n«»\trun: x\n', says: ['spaces'] },
  { code: 'yaml-invalid', text: 'steps:\n  a:\n    run: [x\n«»', says: ['open'] },
  {
    code: 'yaml-invalid',
    text: 'steps:\n  a:\n    run: x\n    outputs: [m/$«{»{ matrix.m }}.txt]\n',
    says: ['in quotes'],
  },
  {
    code: 'alias-unknown',
    text: 'steps:\n  a:\n    run: «*x»\n',
    says: ['&x'],
    besides: ['value-missing'],
  },
  {
    code: 'alias-unknown',
    text: 'steps: { a: { run: x, inputs: [«*.csv»] } }\n',
    says: ['"*.csv"'],
    besides: ['value-missing'],
  },
  {
    code: 'yaml-tag',
    text: 'steps:\n  a:\n    run: «!mine» x\n',
    says: ['remove it'],
    severity: 'warning',
  },
  { code: 'many-documents', text: 'steps:\n  a:\n    run: x\n«---»\nsteps: {}\n', says: ['---'] },
  { code: 'too-deep', text: `steps: ${'['.repeat(99)}«[»`, says: ['100 levels'] },
  {
    code: 'too-many-nodes',
    text: `x-a: &a [1,2,3,4,5,6,7,8,9,0]\nx-b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nx-c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nx-d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\nx-e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nx-f: «[*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]»\nsteps: { a: { run: x } }\n`,
    says: ['aliases'],
  },
  {
    code: 'alias-circular',
    text: 'x-a: &a [«*a»]\nsteps: { a: { run: x } }\n',
    says: ['*a', 'Write the value out'],
  },
  { code: 'merge-invalid', text: 'steps:\n  a:\n    <<: «1»\n    run: x\n', says: ['mapping'] },
  {
    code: 'key-duplicate',
    text: 'steps:\n  a:\n    run: x\n    «run»: y\n',
    says: ['`run`', 'line 3'],
  },
  {
    code: 'key-duplicate',
    text: 'steps:\n  a: { run: x }\n  «a»: { run: y }\n',
    says: ['`a`', 'line 2'],
  },
  {
    code: 'key-not-text',
    text: 'steps:\n  a:\n    run: x\n    ? «[b]»\n    : c\n',
    says: ['quotes'],
  },
  // The keys
  {
    code: 'key-unknown',
    text: 'steps:\n  a:\n    run: touch ran\n    «ouputs»: [ran]\n',
    says: ['ouputs', 'Did you mean `outputs`'],
  },
  {
    code: 'key-unknown',
    text: '«stages»:\n  a: { run: x }\nsteps: { a: { run: x } }\n',
    says: ['Did you mean `steps`'],
  },
  {
    code: 'key-unknown',
    text: 'steps:\n  a:\n    run: x\n    «deps»: [b]\n',
    says: ['Did you mean `inputs`'],
  },
  { code: 'key-unknown', text: step('«colour»: red'), says: ['Its keys are', '`timeout`'] },
  {
    code: 'key-unknown',
    text: output('tolerance: { «rel»: 1 }'),
    says: ['Did you mean `relative`'],
  },
  { code: 'key-missing', text: '«»name: x\n', says: ['`steps`'] },
  { code: 'key-missing', text: 'steps:\n  «a»: { outputs: [b] }\n', says: ['Step `a`', '`run`'] },
  { code: 'wrong-type', text: '«[1, 2]»\n', says: ['the file', 'a list'] },
  { code: 'wrong-type', text: 'steps: «[a]»\n', says: ['`steps`', 'a list'] },
  {
    code: 'wrong-type',
    text: step('inputs: «a.txt»'),
    says: ['`inputs` of step `a`', 'a list of paths', '`a.txt`'],
    files: { 'a.txt': '' },
  },
  { code: 'wrong-type', text: step('outputs: [«[b]»]'), says: ['Item 1 of `outputs`'] },
  { code: 'wrong-type', text: output('cache: «no»'), says: ['`true` or `false`'] },
  { code: 'wrong-type', text: step('outputs: [{ o.csv: «yes» }]'), says: ['a mapping of options'] },
  { code: 'value-missing', text: 'steps:\n  a:\n    «run»:\n', says: ['`run` of step `a`'] },
  { code: 'value-missing', text: step('«outputs»:'), says: ['has no value'] },
  { code: 'value-missing', text: 'steps:\n  «a»:\n', says: ['Step `a`'] },
  {
    code: 'label-invalid',
    text: 'version: «v 1»\nsteps: { a: { run: x } }\n',
    says: ['`v 1`', '64'],
  },
  { code: 'label-invalid', text: 'version: «nul»\nsteps: { a: { run: x } }\n', says: ['Windows'] },
  { code: 'label-invalid', text: 'version: «-1»\nsteps: { a: { run: x } }\n', says: ['`-1`'] },
  { code: 'label-invalid', text: 'version: «[v1]»\nsteps: { a: { run: x } }\n', says: ['a list'] },
  { code: 'steps-empty', text: 'steps: «{}»\n', says: ['at least one step'] },
  { code: 'step-name-invalid', text: 'steps:\n  «1st»: { run: x }\n', says: ['`1st`', 'Rename'] },
  { code: 'step-name-invalid', text: 'steps:\n  «a b»: { run: x }\n', says: ['`a b`'] },
  {
    code: 'name-reserved',
    text: 'steps:\n  «__proto__»: { run: x }\n  a: { run: x }\n',
    says: ['`__proto__`', 'Rename'],
  },
  {
    code: 'name-reserved',
    text: 'environment: { variables: { «__proto__»: a } }\nsteps: { a: { run: x } }\n',
    says: ['`__proto__`', 'Rename'],
  },
  {
    code: 'name-reserved',
    text: step(
      'outputs: [{ m.csv: { tolerance: { columns: { «__proto__»: { absolute: 1 } } } } }]',
    ),
    says: ['`__proto__`', 'Rename'],
  },
  {
    code: 'step-name-taken',
    text: 'steps:\n  train: { run: x }\n  «Train»: { run: x }\n',
    says: ['`Train`', '`train`'],
  },
  { code: 'run-empty', text: 'steps:\n  a:\n    run: «"  "»\n', says: ['a command'] },
  { code: 'shell-unknown', text: step('shell: «zsh»'), says: ['`bash`', '`zsh`'] },
  { code: 'kind-unknown', text: output('kind: «metric»'), says: ['`metrics`', '`metric`'] },
  { code: 'duration-invalid', text: step('timeout: «30»'), says: ['`30m`', 'the number 30'] },
  { code: 'duration-invalid', text: step('timeout: «0s»'), says: ['above zero'] },
  { code: 'duration-invalid', text: step('resources: { time: «2 hours» }'), says: ['2 hours'] },
  { code: 'size-invalid', text: step('resources: { memory: «8» }'), says: ['`8GiB`'] },
  { code: 'size-invalid', text: step('resources: { memory: «lots» }'), says: ['`lots`'] },
  { code: 'retries-invalid', text: step('retries: «-1»'), says: ['0 to 100'] },
  { code: 'retries-invalid', text: step('retries: «1.5»'), says: ['whole number'] },
  { code: 'retries-invalid', text: step('retries: «many»'), says: ['`many`'] },
  { code: 'resource-invalid', text: step('resources: { cpus: «0» }'), says: ['above zero'] },
  { code: 'resource-invalid', text: step('resources: { gpus: «0.5» }'), says: ['whole number'] },
  { code: 'resource-invalid', text: step('resources: { cpus: «1e300» }'), says: ['can have'] },
  {
    code: 'bound-invalid',
    text: output('tolerance: { relative: «-1» }'),
    says: ['zero or more', '-1'],
  },
  { code: 'bound-invalid', text: output('tolerance: { ulp: «0.5» }'), says: ['whole number'] },
  {
    code: 'bound-invalid',
    text: output('tolerance: { columns: { loss: { absolute: «.inf» } } }'),
    says: ['.inf'],
  },
  { code: 'tolerance-empty', text: output('tolerance: «{}»'), says: ['`relative`'] },
  {
    code: 'tolerance-empty',
    text: output('tolerance: { columns: { loss: «{}» } }'),
    says: ['`relative`'],
  },
  { code: 'tolerance-empty', text: output('tolerance: { columns: «{}» }'), says: ['one column'] },
  { code: 'tolerance-empty', text: output('tolerance: { paths: «{}» }'), says: ['JSON path'] },
  { code: 'ignore-empty', text: output('ignore: «{}»'), says: ['`columns`'] },
  { code: 'ignore-empty', text: output('ignore: { columns: «[]» }'), says: ['one column'] },
  { code: 'ignore-empty', text: output('ignore: { paths: «[]» }'), says: ['JSON path'] },
  { code: 'ignore-empty', text: output('ignore: { patterns: «[]» }'), says: ['expression'] },
  {
    code: 'json-path-invalid',
    text: output('tolerance: { paths: { «loss.val»: { relative: 1 } } }'),
    says: ['`$`', 'loss.val'],
  },
  { code: 'json-path-invalid', text: output('ignore: { paths: [«"$.a["»] }'), says: ['`$`'] },
  {
    code: 'regex-invalid',
    text: output('ignore: { patterns: [«"(took"»] }'),
    says: ['regular expression'],
  },
  {
    code: 'item-ambiguous',
    text: 'steps:\n  a:\n    run: x\n    outputs:\n      - «m.json:\n        kind: metrics»\n',
    says: ['indent'],
  },
  {
    code: 'variable-name-invalid',
    text: step('environment: { variables: { «A-B»: x } }'),
    says: ['`A-B`'],
  },
  {
    code: 'expression-not-here',
    text: 'name: «${{ params.x }}»\nsteps: { a: { run: x } }\n',
    says: ['Write the value out'],
  },
  {
    code: 'expression-not-here',
    text: step('matrix: { m: [«"${{ params.x }}"»] }'),
    says: ['matrix'],
  },
  // Params, matrix, expressions
  {
    code: 'params-file-missing',
    text: 'params: «params.yaml»\nsteps: { a: { run: x } }\n',
    says: ['`params.yaml`'],
  },
  {
    code: 'params-file-invalid',
    text: 'params: «p.json»\nsteps: { a: { run: x } }\n',
    files: { 'p.json': '{"a": 1,\n "b": }' },
    says: ['p.json'],
  },
  {
    code: 'params-file-invalid',
    text: 'params: «p.yaml»\nsteps: { a: { run: x } }\n',
    files: { 'p.yaml': 'a: [1\n' },
    says: ['p.yaml:2:1'],
  },
  {
    code: 'params-file-invalid',
    text: 'params: «p.yaml»\nsteps: { a: { run: x } }\n',
    files: { 'p.yaml': '- 1\n' },
    says: ['mapping'],
  },
  {
    code: 'params-format-unknown',
    text: 'params: «p.toml»\nsteps: { a: { run: x } }\n',
    files: { 'p.toml': 'a = 1\n' },
    says: ['YAML and JSON'],
  },
  { code: 'params-missing', text: step('params: [«lr»]'), says: ['`lr`', 'params.yaml'] },
  {
    code: 'params-missing',
    text: 'steps: { a: { run: "x «${{ params.lr }}»" } }\n',
    says: ['`lr`'],
  },
  {
    code: 'param-unknown',
    text: `params: { train: { rate: 1 } }\n${step('params: [«train.rat»]')}`,
    says: ['`train.rat`', 'Did you mean `train.rate`'],
  },
  {
    code: 'param-unknown',
    text: 'params: p.yaml\nsteps: { a: { run: "x «${{ params.train.lr.x }}»" } }\n',
    files: { 'p.yaml': 'train: { lr: 1 }\n' },
    says: ['`train.lr.x`', '`p.yaml`'],
  },
  {
    code: 'param-unknown',
    text: `params: { a: 1 }\n${step('params: [«"a..b"»]')}`,
    says: ['train.lr'],
  },
  { code: 'matrix-empty', text: step('matrix: «{}»'), says: ['at least one'] },
  { code: 'matrix-empty', text: step('matrix: { m: «[]» }'), says: ['at least one value'] },
  { code: 'matrix-key-invalid', text: step('matrix: { «a b»: [x] }'), says: ['`a b`'] },
  { code: 'matrix-value-invalid', text: step('matrix: { m: [x, «"a/b"»] }'), says: ['`a/b`'] },
  { code: 'matrix-value-invalid', text: step('matrix: { m: [«""»] }'), says: ['name of a step'] },
  { code: 'matrix-name-twice', text: step('matrix: { m: [x, «x»] }'), says: ['`a@x`'] },
  { code: 'matrix-name-twice', text: step('matrix: { m: [x, «X»] }'), says: ['`a@X`'] },
  {
    code: 'matrix-name-twice',
    text: step('matrix: { m: [x-y, x], n: [z, «y-z»] }'),
    says: ['`a@x-y-z`'],
  },
  {
    code: 'matrix-too-large',
    text: step(
      `matrix: «{ ${'abcdefghij'
        .split('')
        .map((key) => `${key}: [1,2,3,4,5,6,7,8,9]`)
        .join(', ')} }»`,
    ),
    says: ['3486784401', '10000'],
  },
  {
    code: 'expression-unclosed',
    text: 'steps: { a: { run: "x «${{ params.lr»" } }\n',
    says: ['`}}`'],
  },
  {
    code: 'expression-invalid',
    text: 'steps: { a: { run: "x «${{ lr }}»" } }\n',
    says: ['`params.a.b`'],
  },
  {
    code: 'expression-invalid',
    text: 'steps: { a: { run: "x «${{ }}»" } }\n',
    says: ['`params.a.b`'],
  },
  {
    code: 'expression-invalid',
    text: 'steps: { a: { run: "x «${{ steps.a.inputs[0] }}»" } }\n',
    says: ['`steps.name.outputs[0]`'],
  },
  {
    code: 'expression-not-scalar',
    text: 'params: { a: { b: 1 } }\nsteps: { a: { run: "x «${{ params.a }}»" } }\n',
    says: ['a mapping'],
  },
  {
    code: 'expression-circular',
    text: 'steps:\n  a: { run: x, outputs: ["${{ steps.b.outputs[0] }}.a"] }\n  b: { run: x, outputs: ["«${{ steps.a.outputs[0] }}».b"] }\n',
    says: ['asks for'],
    besides: ['expression-circular'],
  },
  {
    code: 'expression-circular',
    text: step('environment: { variables: { A: "x${{ env.B }}", B: "«${{ env.A }}»" } }'),
    says: ['`A`'],
  },
  {
    code: 'matrix-key-unknown',
    text: step('matrix: { model: [m] }').replace('run: x', 'run: x «${{ matrix.modle }}»'),
    says: ['Did you mean `model`'],
  },
  {
    code: 'matrix-key-unknown',
    text: 'steps: { a: { run: "x «${{ matrix.m }}»" } }\n',
    says: ['Give step `a` a `matrix`'],
  },
  {
    code: 'variable-unknown',
    text: 'steps: { a: { run: "x «${{ env.HOME }}»" } }\n',
    says: ['$HOME'],
  },
  {
    code: 'step-unknown',
    text: 'steps: { prepare: { run: x, outputs: [o] }, b: { run: "x «${{ steps.prepair.outputs[0] }}»" } }\n',
    says: ['Did you mean `prepare`'],
  },
  {
    code: 'step-has-matrix',
    text: 'steps: { t: { run: x, matrix: { m: [u] }, outputs: [o] }, b: { run: "x «${{ steps.t.outputs[0] }}»" } }\n',
    says: ['steps.t@u.outputs[0]'],
  },
  {
    code: 'output-unknown',
    text: 'steps: { a: { run: x, outputs: [o] }, b: { run: "x «${{ steps.a.outputs[1] }}»" } }\n',
    says: ['declares 1'],
  },
  // Paths and the graph
  { code: 'path-empty', text: step('outputs: [«""»]'), says: ['empty'] },
  { code: 'path-invalid', text: step('outputs: [«"a\\0b"»]'), says: ['characters'] },
  { code: 'path-invalid', text: step(`outputs: [«${'x'.repeat(5000)}»]`), says: ['shorten'] },
  { code: 'path-absolute', text: step('outputs: [«/abs/o»]'), says: ['/abs/o', 'relative'] },
  { code: 'path-absolute', text: step('inputs: [«/data/raw»]'), says: ['link'] },
  { code: 'path-absolute', text: step("outputs: [«'C:\\x'»]"), says: ['C:\\x'] },
  { code: 'path-absolute', text: step('outputs: [«C:/x»]'), says: ['C:/x'] },
  { code: 'path-absolute', text: step("outputs: [«'\\\\server\\share'»]"), says: ['server'] },
  { code: 'path-absolute', text: step('outputs: [«~/x»]'), says: ['~/x'] },
  { code: 'path-is-address', text: step('inputs: [«s3://bucket/x»]'), says: ['address'] },
  { code: 'path-outside', text: step('outputs: [«../o»]'), says: ['`..`'] },
  { code: 'path-outside', text: step('inputs: [«a/../../b»]'), says: ['`..`'] },
  { code: 'path-outside', text: step('outputs: [«"{a,../b}/c"»]'), says: ['`..`'] },
  {
    code: 'path-outside',
    text: 'environment: { python: «../venv» }\nsteps: { a: { run: x } }\n',
    says: ['../venv'],
  },
  { code: 'path-never-taken', text: step('outputs: [«.git/x»]'), says: ['`.git`'] },
  { code: 'path-never-taken', text: step('inputs: [«.reprise/format»]'), says: ['`.reprise`'] },
  { code: 'path-never-taken', text: step('outputs: [«src/__pycache__»]'), says: ['__pycache__'] },
  { code: 'path-never-taken', text: step('inputs: [«"src/**/*.pyc"»]'), says: ['*.pyc'] },
  {
    code: 'path-never-taken',
    text: step('inputs: [«node_modules/x/index.js»]'),
    says: ['node_modules'],
  },
  {
    code: 'path-never-taken',
    text: step('inputs: [«.venv/bin/python»]'),
    files: { '.venv/pyvenv.cfg': '' },
    says: ['`.venv`'],
  },
  {
    code: 'path-never-taken',
    text: step('inputs: [«envs/ml/bin/python»]'),
    files: { 'envs/ml/conda-meta/history': '' },
    says: ['`envs/ml`'],
  },
  {
    code: 'path-backslash',
    text: step("outputs: [«'data\\o.csv'»]"),
    says: ['data/o.csv'],
    severity: 'warning',
  },
  { code: 'pattern-invalid', text: step("outputs: [«'a[b'»]"), says: ['`[`', 'Close it'] },
  { code: 'pattern-invalid', text: step("outputs: [«'a{b'»]"), says: ['Close it'] },
  { code: 'pattern-invalid', text: step(`outputs: [«'${'{a,b}'.repeat(12)}'»]`), says: ['256'] },
  {
    code: 'pattern-invalid',
    text: 'params: «"*.yaml"»\nsteps: { a: { run: x } }\n',
    says: ['one file'],
  },
  {
    code: 'pattern-is-name',
    text: step("inputs: [«'pages/[id].tsx'»]"),
    files: { 'pages/[id].tsx': '' },
    says: ['pages/[[]id].tsx'],
  },
  {
    code: 'lock-missing',
    text: 'environment: { lock: «r.lock» }\nsteps: { a: { run: x } }\n',
    says: ['`r.lock`'],
  },
  { code: 'input-missing', text: step('inputs: [«gone.csv»]'), says: ['`gone.csv`', 'step `a`'] },
  { code: 'input-missing', text: step('inputs: [«"gone/*.csv"»]'), says: ['`gone`'] },
  {
    code: 'input-twice',
    text: step('inputs: [a.txt, «./a.txt»]'),
    files: { 'a.txt': '' },
    says: ['twice'],
  },
  {
    code: 'output-twice',
    text: 'steps:\n  a: { run: x, outputs: [o] }\n  b: { run: x, outputs: [«o»] }\n',
    says: ['step `b`', 'step `a`', 'line 2'],
  },
  { code: 'output-twice', text: step('outputs: [o, «o/»]'), says: ['same step'] },
  {
    code: 'output-twice',
    text: 'steps:\n  a: { run: x, matrix: { m: [u, v] }, outputs: [«o.txt»] }\n',
    says: ['a@u', '${{ matrix'],
  },
  {
    code: 'output-inside-output',
    text: 'steps:\n  a: { run: x, outputs: [o] }\n  b: { run: x, outputs: [«o/p»] }\n',
    says: ['`o/p`', '`o`', 'step `a`'],
  },
  {
    code: 'output-inside-output',
    text: 'steps:\n  a: { run: x, outputs: [o/p] }\n  b: { run: x, outputs: [«o»] }\n',
    says: ['`o/p`', '`o`'],
  },
  {
    code: 'output-overlap',
    text: 'steps:\n  a: { run: x, outputs: ["m/*.json"] }\n  b: { run: x, outputs: [«m/b.json»] }\n',
    says: ['m/*.json', 'step `a`'],
  },
  {
    code: 'output-overlap',
    text: 'steps:\n  a: { run: x, outputs: ["m/*-1.json"] }\n  b: { run: x, outputs: [«"m/f*.json"»] }\n',
    says: ['narrower'],
  },
  {
    code: 'output-contains-input',
    text: step('inputs: [d/a.txt]\n    outputs: [«d»]'),
    files: { 'd/a.txt': '' },
    says: ['`d/a.txt`'],
  },
  {
    code: 'output-contains-input',
    text: step('inputs: [a.txt]\n    outputs: [«"*.txt"»]'),
    files: { 'a.txt': '' },
    says: ['a.txt'],
  },
  {
    code: 'output-contains-input',
    text: step('inputs: [a.txt]\n    outputs: [«a.txt»]'),
    files: { 'a.txt': '' },
    says: ['a.txt'],
  },
  {
    code: 'output-contains-input',
    text: step('inputs: ["d/x/*.txt"]\n    outputs: [«"d/**"»]'),
    files: { 'd/x/a.txt': '' },
    says: ['d/x/*.txt'],
  },
  {
    code: 'output-contains-pipeline',
    text: step('outputs: [«.»]'),
    file: 'pipelines/../pipelines/pipeline.yaml',
    says: ['pipeline file'],
  },
  {
    code: 'output-contains-pipeline',
    text: step('outputs: [«"*.yaml"»]'),
    says: ['`pipeline.yaml`'],
  },
  { code: 'output-contains-store', text: step('outputs: [«.»]'), says: ['.reprise'] },
  {
    code: 'output-contains-params',
    text: `params: conf/p.yaml\n${step('outputs: [«conf»]')}`,
    files: { 'conf/p.yaml': 'a: 1\n' },
    says: ['conf/p.yaml'],
  },
  {
    code: 'output-contains-lock',
    text: `environment: { lock: r.lock }\n${step('outputs: [«r.lock»]')}`,
    files: { 'r.lock': '' },
    says: ['r.lock'],
  },
  { code: 'output-through-link', text: step('outputs: [«big/o»]'), links: ['big'], says: ['link'] },
  {
    code: 'output-through-link',
    text: step('outputs: [«"big/*.o"»]'),
    links: ['big'],
    says: ['link'],
  },
  {
    code: 'cycle',
    text: 'steps:\n  «a»: { run: x, inputs: [c.o], outputs: [a.o] }\n  b: { run: x, inputs: [a.o], outputs: [b.o] }\n  c: { run: x, inputs: [b.o], outputs: [c.o] }\n',
    says: ['`a` → `c` → `b` → `a`', '`a` reads `c.o`, and `c` writes `c.o`'],
  },
  {
    code: 'graph-too-large',
    text: `steps:\n  a: { run: x, matrix: { i: [${Array.from({ length: 720 }, (_, at) => at).join(',')}] }, outputs: ["o/\${{ matrix.i }}"] }\n  «b»: { run: x, matrix: { i: [${Array.from({ length: 720 }, (_, at) => at).join(',')}] }, inputs: [o] }\n`,
    says: ['connections'],
  },
];
