import * as z from 'zod';

import type { TableName } from './keyParts';
import { KEY_TABLES } from './keys';

/** Stands for any item of a list in the way to a value. */
export const ITEM = '-';

/** What may be written after a key. */
export type ValueShape =
  | { readonly kind: 'mapping' | 'list' | 'text' }
  /** One of these words. */
  | { readonly kind: 'choice'; readonly values: readonly string[] };

/** Which mapping stands at the end of a way of keys from the top of the file; null where the user names the keys. */
export function tableAt(way: readonly string[]): TableName | null {
  const [first, ...below] = way;
  if (first === undefined) return 'the file';
  if (first === 'environment') return below.length === 0 ? 'the environment' : null;
  if (first !== 'steps' || below.length === 0) return null;
  return tableInStep(below.slice(1));
}

function tableInStep([key, item, path, ...rule]: readonly string[]): TableName | null {
  if (key === undefined) return 'a step';
  if (key === 'environment' && item === undefined) return 'the environment of a step';
  if (key === 'resources' && item === undefined) return 'resources';
  if (item !== ITEM || path === undefined) return null;
  if (key === 'inputs') return rule.length === 0 ? 'an input' : null;
  if (key !== 'outputs') return null;
  const [name, kind, one] = rule;
  if (rule.length === 0) return 'an output';
  if (rule.length === 1 && name === 'ignore') return 'an ignore rule';
  if (name !== 'tolerance') return null;
  if (rule.length === 1) return 'a tolerance';
  const isBound = (kind === 'columns' || kind === 'paths') && one !== undefined;
  return rule.length === 3 && isBound ? 'a bound' : null;
}

/** What may be written after a key of a mapping. */
export function valueShapeOf(table: TableName, key: string): ValueShape {
  const type = KEY_TABLES[table][key];
  return type === undefined ? { kind: 'text' } : shapeOf(type as z.ZodType);
}

function shapeOf(type: z.ZodType): ValueShape {
  if (type instanceof z.ZodOptional) return shapeOf(type.unwrap() as z.ZodType);
  if (type instanceof z.ZodEnum) return { kind: 'choice', values: type.options.map(String) };
  if (type instanceof z.ZodBoolean) return { kind: 'choice', values: ['true', 'false'] };
  if (type instanceof z.ZodArray) return { kind: 'list' };
  if (type instanceof z.ZodObject || type instanceof z.ZodRecord) return { kind: 'mapping' };
  return { kind: 'text' };
}
