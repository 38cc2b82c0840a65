import { z } from 'zod';

import { ignorePattern } from './ignorePattern';
import { parseJsonPath } from './jsonPath';
import { LABEL_PATTERN } from './label';
import type { ProblemCode } from './problemCodes';
import { DURATION, parseDuration, parseSize, SIZE } from './quantities';

/**
 * The one table of the keys of a pipeline file: types, checks, words and other names of each. The message of a
 * check is `code: what is expected`, which `validateKeys` makes a sentence of.
 */
const says = (code: ProblemCode, expected: string): { error: string } => ({
  error: `${code}: ${expected}`,
});

/** What a key is called elsewhere, so that a stranger's word finds it. */
const describe = (description: string, aka: readonly string[] = []): Record<string, unknown> =>
  aka.length === 0 ? { description } : { description, aka };

/** A mapping of these keys and no others; `name` says in a sentence what it is. */
function mapping<S extends z.ZodRawShape>(name: TableName, shape: S) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `key-unknown: ${name}`
        : `wrong-type: a mapping of keys, as ${name} has`,
  });
}

const textNamed = (expected: string) =>
  z.union([z.string(), z.number(), z.boolean()], says('wrong-type', expected));
const listOf = <T extends z.ZodType>(item: T, expected: string) =>
  z.array(item, says('wrong-type', expected));

/** What the name of a step looks like. */
export const STEP_NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const LABEL_WORDS =
  'a label of at most 64 letters, digits and `._+-` that begins with a letter or digit, such as `v1.0`';
const NUMBER_AT_LEAST_ZERO = 'a number that is zero or more, such as `1e-6`';

const atLeastZero = z
  .number(says('bound-invalid', NUMBER_AT_LEAST_ZERO))
  .min(0, says('bound-invalid', NUMBER_AT_LEAST_ZERO));
const durationSays = says(
  'duration-invalid',
  'a duration above zero with its unit, such as `30m`, `90s` or `1h30m`',
);
const duration = z
  .string(durationSays)
  .regex(DURATION, durationSays)
  .refine((text) => parseDuration(text) !== null, durationSays);
const sizeSays = says('size-invalid', 'a size above zero with its unit, such as `8GiB` or `500MB`');
const size = z
  .string(sizeSays)
  .regex(SIZE, sizeSays)
  .refine((text) => parseSize(text) !== null, sizeSays);
const path = textNamed('a path');
const jsonPath = z
  .string()
  .refine(
    (text) => parseJsonPath(text) !== null,
    says(
      'json-path-invalid',
      'a JSON path of `$`, `.key`, `["any key"]`, `[0]`, `[*]` and `..key`',
    ),
  );
const truth = (expected = '`true` or `false`') => z.boolean(says('wrong-type', expected));
const cache = truth().meta(
  describe(
    'False: too big to keep or copy. Only the digest is recorded, and a load takes the file of the workspace if it still has that digest.',
  ),
);

const variables = z
  .record(
    z
      .string()
      .regex(
        VARIABLE_NAME,
        says(
          'variable-name-invalid',
          'a name of letters, digits and `_` that does not begin with a digit',
        ),
      ),
    textNamed('a text; an empty one is `""`'),
    says('wrong-type', 'a mapping of variables to texts'),
  )
  .meta(
    describe('Environment variables that the steps get, part of what was asked of them.', [
      'vars',
      'env',
    ]),
  );

const boundKeys = {
  relative: atLeastZero
    .optional()
    .meta(
      describe('Largest difference, divided by the larger of the two magnitudes.', ['rel', 'rtol']),
    ),
  absolute: atLeastZero
    .optional()
    .meta(describe('Largest difference, in the unit of the number itself.', ['abs', 'atol'])),
  ulp: z
    .int(says('bound-invalid', 'a whole number that is zero or more'))
    .min(0, says('bound-invalid', 'a whole number that is zero or more'))
    .optional()
    .meta(describe('Largest difference, counted in representable 64-bit numbers.', ['ulps'])),
};
const hasKeys = (value: object): boolean => Object.keys(value).length > 0;
const bounds = mapping('a bound', boundKeys).refine(
  hasKeys,
  says('tolerance-empty', 'at least one of `relative`, `absolute` and `ulp`'),
);

const tolerance = mapping('a tolerance', {
  ...boundKeys,
  columns: z
    .record(z.string(), bounds, says('wrong-type', 'a mapping of columns to bounds'))
    .optional()
    .meta(describe('Nearer bounds for columns of a table, by their names.')),
  paths: z
    .record(jsonPath, bounds, says('wrong-type', 'a mapping of JSON paths to bounds'))
    .optional()
    .meta(describe('Nearer bounds for places in a JSON document, by JSON path.')),
})
  .refine(
    hasKeys,
    says('tolerance-empty', 'at least one of `relative`, `absolute`, `ulp`, `columns` and `paths`'),
  )
  .meta(
    describe(
      'How far a number may be off and still count as equivalent. It passes when any of the given bounds holds.',
      ['tol'],
    ),
  );

const ignore = mapping('an ignore rule', {
  columns: listOf(textNamed('the name of a column'), 'a list of columns')
    .optional()
    .meta(describe('Columns of a table that are not looked at.')),
  paths: listOf(jsonPath, 'a list of JSON paths')
    .optional()
    .meta(describe('Places in a JSON document that are not looked at.')),
  patterns: listOf(
    z
      .string(says('wrong-type', 'a regular expression'))
      .refine(
        (text) => ignorePattern(text) !== null,
        says('regex-invalid', 'a regular expression of JavaScript'),
      ),
    'a list of regular expressions',
  )
    .optional()
    .meta(
      describe(
        'Regular expressions; what they match is taken out of a text before it is compared.',
      ),
    ),
})
  .refine(hasKeys, says('ignore-empty', 'at least one of `columns`, `paths` and `patterns`'))
  .meta(describe('What of this output is not looked at when two runs are compared.', ['exclude']));

const outputOptions = mapping('an output', {
  kind: z
    .enum(
      ['metrics', 'plot', 'model', 'data'],
      says('kind-unknown', 'one of `metrics`, `plot`, `model` and `data`'),
    )
    .optional()
    .meta(describe('What the output is for, and so how it is shown.', ['type'])),
  tolerance: tolerance.optional(),
  ignore: ignore.optional(),
  cache: cache.optional(),
});
const inputOptions = mapping('an input', { cache: cache.optional() });

const declarations = <T extends z.ZodType>(options: T, expected: string) =>
  listOf(
    z.union(
      [
        z.string(),
        z.number(),
        z.boolean(),
        z.record(
          z.string(),
          z.union([z.null(), options], says('wrong-type', 'a mapping of options')),
        ),
      ],
      says('wrong-type', 'a path, or a path with `: ` and a mapping of options'),
    ),
    expected,
  );

const resources = mapping('resources', {
  cpus: z
    .number(says('resource-invalid', 'a number of processors above zero'))
    .gt(0, says('resource-invalid', 'a number of processors above zero'))
    .optional()
    .meta(describe('Processors that the step keeps busy.', ['cpu', 'cores'])),
  gpus: z
    .int(says('resource-invalid', 'a whole number that is zero or more'))
    .min(0, says('resource-invalid', 'a whole number that is zero or more'))
    .optional()
    .meta(describe('Graphics processors that the step uses.', ['gpu'])),
  memory: size
    .optional()
    .meta(describe('Memory that the step needs, such as `8GiB`.', ['mem', 'ram'])),
  time: duration
    .optional()
    .meta(describe('How long the step takes at most, such as `2h`.', ['walltime'])),
});

const step = mapping('a step', {
  run: textNamed('the command of the step, as a text or a block of lines after `|`')
    .refine((text) => String(text).trim() !== '', says('run-empty', 'a command'))
    .meta(
      describe(
        'The command. Lines of a block are one script, which ends at the first command that fails.',
        ['cmd', 'command', 'commands', 'script', 'exec'],
      ),
    ),
  shell: z
    .enum(
      ['sh', 'bash', 'cmd', 'pwsh'],
      says('shell-unknown', 'one of `sh`, `bash`, `cmd` and `pwsh`'),
    )
    .optional()
    .meta(
      describe(
        'Which shell reads the command: `sh` where nothing is said (`cmd` on Windows, `pwsh` for a block there).',
      ),
    ),
  inputs: declarations(inputOptions, 'a list of paths, each after a `-`')
    .optional()
    .meta(
      describe(
        'Files, folders and patterns that the step reads. One that another step writes makes this step wait for it.',
        ['deps', 'dependencies', 'input', 'in', 'needs', 'requires'],
      ),
    ),
  outputs: declarations(outputOptions, 'a list of paths, each after a `-`')
    .optional()
    .meta(
      describe(
        'Files, folders and patterns that the step writes. They are taken away before it starts.',
        ['outs', 'output', 'out', 'metrics', 'plots', 'artifacts', 'produces'],
      ),
    ),
  params: listOf(
    textNamed('the dotted name of a param, such as `train.lr`'),
    'a list of param names, such as `train.lr`',
  )
    .optional()
    .meta(
      describe(
        'Params that the step reads by itself; their values are part of what was asked of it.',
        ['parameters'],
      ),
    ),
  matrix: z
    .record(
      z
        .string()
        .regex(STEP_NAME, says('matrix-key-invalid', 'a name of letters, digits, `_` and `-`')),
      listOf(textNamed('a text or a number'), 'a list of values').min(
        1,
        says('matrix-empty', 'at least one value'),
      ),
      says('wrong-type', 'a mapping of names to lists of values'),
    )
    .refine(hasKeys, says('matrix-empty', 'at least one list of values'))
    .optional()
    .meta(describe('Makes one step of each combination of these values.', ['foreach'])),
  environment: mapping('the environment of a step', { variables: variables.optional() })
    .optional()
    .meta(describe('Variables of this step, over those of the file.', ['env'])),
  timeout: duration
    .optional()
    .meta(describe('How long one attempt may take, such as `30m`; then it is ended.')),
  retries: z
    .int(says('retries-invalid', 'a whole number from 0 to 100'))
    .min(0, says('retries-invalid', 'a whole number from 0 to 100'))
    .max(100, says('retries-invalid', 'a whole number from 0 to 100'))
    .optional()
    .meta(describe('How often a failed step is tried again.', ['retry'])),
  resources: resources.optional().meta(describe('What the step asks of the machine.')),
});

/** The whole file. Keys that begin with `x-` are the user's own. */
export const pipelineSchema = mapping('the file', {
  name: textNamed('a name')
    .optional()
    .meta(describe('What the pipeline is called.', ['title'])),
  version: z
    .union(
      [z.string().regex(LABEL_PATTERN), z.number(), z.boolean()],
      says('label-invalid', LABEL_WORDS),
    )
    .optional()
    .meta(
      describe('The label under which the next save keeps this pipeline, such as `v1.0`.', [
        'label',
        'tag',
      ]),
    ),
  params: z
    .union(
      [z.string(), z.record(z.string(), z.unknown())],
      says('wrong-type', 'a params file such as `params.yaml`, or a mapping of params'),
    )
    .optional()
    .meta(
      describe('A YAML or JSON file of params, or the params themselves.', ['parameters', 'vars']),
    ),
  environment: mapping('the environment', {
    python: textNamed('a path')
      .optional()
      .meta(
        describe('A virtual environment or an interpreter: what `python` means in the steps.', [
          'venv',
          'interpreter',
        ]),
      ),
    lock: textNamed('a path')
      .optional()
      .meta(
        describe(
          'The file that the environment was built from; its digest is part of what was asked.',
          ['lockfile', 'requirements'],
        ),
      ),
    variables: variables.optional(),
  })
    .optional()
    .meta(describe('The Python, the lock file and the variables of all steps.', ['env'])),
  source: listOf(path, 'a list of paths, each after a `-`')
    .optional()
    .meta(
      describe('Narrows the project files that a version keeps, in a large repository.', [
        'sources',
        'src',
      ]),
    ),
  steps: z
    .record(
      z
        .string()
        .regex(
          STEP_NAME,
          says(
            'step-name-invalid',
            'a name of letters, digits, `_` and `-` that begins with a letter or `_`',
          ),
        ),
      step,
      says('wrong-type', 'a mapping of step names to steps'),
    )
    .refine(hasKeys, says('steps-empty', 'at least one step'))
    .meta(describe('The steps, each under its name.', ['stages', 'jobs', 'tasks'])),
});

/** What the mappings of a pipeline file are called in a sentence. */
export type TableName =
  | 'the file'
  | 'the environment'
  | 'a step'
  | 'the environment of a step'
  | 'an input'
  | 'an output'
  | 'a tolerance'
  | 'a bound'
  | 'an ignore rule'
  | 'resources';

/** The keys of each mapping. */
export const KEY_TABLES: Readonly<Record<TableName, z.ZodRawShape>> = {
  'the file': pipelineSchema.shape,
  'the environment': pipelineSchema.shape.environment.unwrap().shape,
  'a step': step.shape,
  'the environment of a step': step.shape.environment.unwrap().shape,
  'an input': inputOptions.shape,
  'an output': outputOptions.shape,
  'a tolerance': tolerance.shape,
  'a bound': bounds.shape,
  'an ignore rule': ignore.shape,
  resources: resources.shape,
};

/** A pipeline defined in code: the keys of the file as an object. */
export type PipelineDefinition = z.input<typeof pipelineSchema> & { readonly name: string };
