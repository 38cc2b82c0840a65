import * as z from 'zod';

import type { ProblemCode } from './problemCodes';
import { DURATION, parseDuration, parseSize, SIZE } from './quantities';

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

/** The message of a check: `code: what is expected`, which `validateKeys` makes a sentence of. */
export const says = (code: ProblemCode, expected: string): { error: string } => ({
  error: `${code}: ${expected}`,
});

/** What hover and completion say of a key, and what it is called elsewhere, so that a stranger's word finds it. */
export const describe = (
  description: string,
  aka: readonly string[] = [],
): Record<string, unknown> => (aka.length === 0 ? { description } : { description, aka });

/** A mapping of these keys and no others; `name` says in a sentence what it is. */
export function mapping<S extends z.ZodRawShape>(name: TableName, shape: S) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `key-unknown: ${name}`
        : `wrong-type: a mapping of keys, as ${name} has`,
  });
}

/** A text, or what YAML takes for a number or truth value: its characters count. */
export const textNamed = (expected: string) =>
  z.union([z.string(), z.number(), z.boolean()], says('wrong-type', expected));

/** A list of such items. */
export const listOf = <T extends z.ZodType>(item: T, expected: string) =>
  z.array(item, says('wrong-type', expected));

/** Whether a mapping or a list says anything. */
export const hasKeys = (value: object): boolean => Object.keys(value).length > 0;

const durationSays = says(
  'duration-invalid',
  'a duration above zero with its unit, such as `30m`, `90s` or `1h30m`',
);

/** A time with its unit. */
export const duration = z
  .string(durationSays)
  .regex(DURATION, durationSays)
  .refine((text) => parseDuration(text) !== null, durationSays);

const sizeSays = says('size-invalid', 'a size above zero with its unit, such as `8GiB` or `500MB`');

/** An amount of memory with its unit. */
export const size = z
  .string(sizeSays)
  .regex(SIZE, sizeSays)
  .refine((text) => parseSize(text) !== null, sizeSays);
