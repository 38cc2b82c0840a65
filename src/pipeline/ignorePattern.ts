/**
 * A regular expression of `ignore.patterns`, to be replaced everywhere; null where it is none. It is read by
 * code points where it allows that, else (an escape such as `\-`) as older expressions are.
 */
export function ignorePattern(source: string): RegExp | null {
  for (const flags of ['gu', 'g']) {
    try {
      return new RegExp(source, flags);
    } catch {
      continue;
    }
  }
  return null;
}
