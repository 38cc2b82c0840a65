import * as z from 'zod';

import { describe, duration, hasKeys, listOf, mapping, says, size, textNamed } from './keyParts';
import type { TableName } from './keyParts';
import { LABEL_PATTERN } from './label';
import { bounds, declarations, ignore, inputOptions, outputOptions, tolerance } from './outputKeys';

/** What the name of a step looks like. */
export const STEP_NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const LABEL_WORDS =
  'a label of at most 64 letters, digits and `._+-` that begins with a letter or digit, such as `v1.0`';

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

const resources = mapping('resources', {
  cpus: z
    .number(says('resource-invalid', 'a number of processors above zero'))
    .gt(0, says('resource-invalid', 'a number of processors above zero'))
    .max(1_000_000, says('resource-invalid', 'a number of processors that a machine can have'))
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

/**
 * The one table of the keys of a pipeline file: their types, checks, words and other names. Validation, the types of
 * a pipeline in code, completion, hover and the published schema are made of it. Keys that begin with `x-` are the
 * user's own.
 */
export const pipelineSchema = mapping('the file', {
  name: textNamed('a name')
    .optional()
    .meta(describe('What the pipeline is called.', ['title'])),
  version: z
    .union(
      [
        z.string().regex(LABEL_PATTERN, says('label-invalid', LABEL_WORDS)),
        z.number(),
        z.boolean(),
      ],
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
  source: listOf(textNamed('a path'), 'a list of paths, each after a `-`')
    .optional()
    .meta(
      describe('Narrows the project files that a version keeps, in a large repository.', [
        'sources',
        'src',
      ]),
    ),
  steps: z
    .record(
      // Names are checked where steps are read, so that a step of a wrong name is looked into all the same.
      z.string().meta({ pattern: STEP_NAME.source }),
      step,
      says('wrong-type', 'a mapping of step names to steps'),
    )
    .refine(hasKeys, says('steps-empty', 'at least one step'))
    .meta(describe('The steps, each under its name.', ['stages', 'jobs', 'tasks'])),
});

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
