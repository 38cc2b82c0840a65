import type { Rule } from './comparator';
import { boundsText, wholeBounds } from './pathRules';
import type { NearBounds } from './pathRules';

/** What the rules say of one column. */
export interface ColumnRule {
  readonly name: string;
  readonly near: NearBounds | null;
  readonly ignored: boolean;
}

/** The rule for each column of a header; a rule for a column counts before that of the whole output. */
export function columnRules(header: readonly string[], rule: Rule): ColumnRule[] {
  const whole = wholeBounds(rule);
  const bounds = new Map(Object.entries(rule.tolerance?.columns ?? {}));
  const ignored = new Set(rule.ignore?.columns ?? []);
  return header.map((name) => {
    const own = bounds.get(name);
    const near = own
      ? { bounds: own, text: `tolerance for column ${name} ${boundsText(own)}` }
      : whole;
    return { name, near, ignored: ignored.has(name) };
  });
}

/** Columns that a rule names and the table does not have. */
export function absentColumns(header: readonly string[], rule: Rule): string[] {
  const names = new Set(header);
  const named = [...Object.keys(rule.tolerance?.columns ?? {}), ...(rule.ignore?.columns ?? [])];
  return [...new Set(named)].filter((name) => !names.has(name));
}
