import { runInNewContext } from 'node:vm';

import { failed, ok } from '../../base/result';
import type { Result } from '../../base/result';
import { ignorePattern } from '../../pipeline/ignorePattern';
import type { Excuses } from './excuses';

/** The largest text that patterns are applied to, in bytes: the text stands in memory three times. */
export const MOST_FOR_PATTERNS = 32 * 1024 * 1024;

/** Some expressions never end on some texts; after this they are given up, and nothing is excused. */
const MOST_MS = 10_000;

/**
 * Takes what the patterns match out of both texts, whole texts at a time: `.` stops at the end of a
 * line, `^` and `$` stand at lines, letters count by their case. The failure says why it could not be done.
 */
export function removePatterns(
  texts: readonly [string, string],
  patterns: readonly string[],
  options: { readonly excuses: Excuses; readonly mostMs?: number },
): Result<readonly [string, string], string> {
  let [was, is] = texts;
  const until = Date.now() + (options.mostMs ?? MOST_MS);
  for (const pattern of patterns) {
    const expression = ignorePattern(pattern);
    if (expression === null) return failed(`the pattern ${pattern} is not a regular expression`);
    const flags = `${expression.flags}m`;
    const left = take(was, pattern, { flags, until });
    const right = take(is, pattern, { flags, until });
    if (left === null || right === null) {
      return failed(`the pattern ${pattern} did not come to an end on this text`);
    }
    [was, is] = [left.text, right.text];
    options.excuses.removed(pattern, left.count, right.count);
  }
  return ok([was, is]);
}

/** Only a script that the virtual machine runs can be interrupted in the midst of an expression. */
function take(
  text: string,
  pattern: string,
  { flags, until }: { readonly flags: string; readonly until: number },
): { text: string; count: number } | null {
  const timeout = Math.max(1, until - Date.now());
  try {
    return runInNewContext(SCRIPT, { text, pattern, flags }, { timeout }) as {
      text: string;
      count: number;
    };
  } catch {
    return null;
  }
}

const SCRIPT = `
  let count = 0;
  const without = text.replace(new RegExp(pattern, flags), (found) => {
    if (found !== '') count += 1;
    return '';
  });
  ({ text: without, count });
`;
