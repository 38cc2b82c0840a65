import * as z from 'zod';

import { ignorePattern } from './ignorePattern';
import { parseJsonPath } from './jsonPath';
import { describe, hasKeys, listOf, mapping, says, textNamed } from './keyParts';

const NUMBER_AT_LEAST_ZERO = 'a number that is zero or more, such as `1e-6`';

const atLeastZero = z
  .number(says('bound-invalid', NUMBER_AT_LEAST_ZERO))
  .min(0, says('bound-invalid', NUMBER_AT_LEAST_ZERO));
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
/** Bounds for one column or place. */
export const bounds = mapping('a bound', boundKeys).refine(
  hasKeys,
  says('tolerance-empty', 'at least one of `relative`, `absolute` and `ulp`'),
);

/** `tolerance` of an output. */
export const tolerance = mapping('a tolerance', {
  ...boundKeys,
  columns: z
    .record(z.string(), bounds, says('wrong-type', 'a mapping of columns to bounds'))
    .refine(hasKeys, says('tolerance-empty', 'at least one column'))
    .optional()
    .meta(describe('Nearer bounds for columns of a table, by their names.')),
  paths: z
    .record(jsonPath, bounds, says('wrong-type', 'a mapping of JSON paths to bounds'))
    .refine(hasKeys, says('tolerance-empty', 'at least one JSON path'))
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

/** `ignore` of an output. */
export const ignore = mapping('an ignore rule', {
  columns: listOf(textNamed('the name of a column'), 'a list of columns')
    .refine(hasKeys, says('ignore-empty', 'at least one column'))
    .optional()
    .meta(describe('Columns of a table that are not looked at.')),
  paths: listOf(jsonPath, 'a list of JSON paths')
    .refine(hasKeys, says('ignore-empty', 'at least one JSON path'))
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
    .refine(hasKeys, says('ignore-empty', 'at least one regular expression'))
    .optional()
    .meta(
      describe(
        'Regular expressions; what they match is taken out of a text before it is compared.',
      ),
    ),
})
  .refine(hasKeys, says('ignore-empty', 'at least one of `columns`, `paths` and `patterns`'))
  .meta(describe('What of this output is not looked at when two runs are compared.', ['exclude']));

/** What may stand behind the path of an output. */
export const outputOptions = mapping('an output', {
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
/** What may stand behind the path of an input. */
export const inputOptions = mapping('an input', { cache: cache.optional() });

/** A list of paths, each with these options if any. */
export const declarations = <T extends z.ZodType>(options: T, expected: string) =>
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
