import * as z from 'zod';

import type { TableName } from './keyParts';
import { KEY_TABLES } from './keys';

/** What is to be said of a key where it may stand. */
export interface KeyFacts {
  readonly key: string;
  readonly description: string;
  readonly required: boolean;
  /** What other tools call it. */
  readonly aka: readonly string[];
}

/** The keys of a mapping, in the order of the table. */
export function keyFactsOf(table: TableName): readonly KeyFacts[] {
  return Object.entries(KEY_TABLES[table]).map(([key, type]) => {
    const optional = type instanceof z.ZodOptional;
    const meta =
      (type as z.ZodType).meta() ?? (optional ? (type.unwrap() as z.ZodType).meta() : undefined);
    const { description, aka } = meta ?? {};
    return {
      key,
      description: description ?? '',
      required: !optional,
      aka: Array.isArray(aka) ? aka.map(String) : [],
    };
  });
}
