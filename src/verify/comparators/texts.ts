import { isUtf8 } from 'node:buffer';

import { failed, ok } from '../../base/result';
import type { Result } from '../../base/result';
import type { Comparison, FilePair, Rule } from './comparator';
import type { Excuses } from './excuses';
import { MOST_FOR_PATTERNS, removePatterns } from './patterns';

/** Both files as UTF-8, with what the ignore patterns match taken out; or why they cannot be read so. */
export async function textsOf(
  pair: FilePair,
  rule: Rule,
  excuses: Excuses,
): Promise<Result<readonly [Buffer, Buffer], Comparison>> {
  const was = await pair.was.bytes();
  if (!was.ok) return failed({ verdict: 'gone', failure: was.failure });
  const is = await pair.is.bytes();
  if (!is.ok) return failed({ verdict: 'gone', failure: is.failure });
  const both = [was.value, is.value] as const;
  if (!both.every((bytes) => isUtf8(bytes))) {
    return failed({ verdict: 'doubt', why: 'it is not UTF-8' });
  }
  const patterns = rule.ignore?.patterns ?? [];
  if (patterns.length === 0) return ok(both);
  if (both.some((bytes) => bytes.length > MOST_FOR_PATTERNS)) {
    return failed({ verdict: 'doubt', why: 'it is too large for an ignore pattern' });
  }
  const [a, b] = [was.value.toString('utf8'), is.value.toString('utf8')];
  const removed = removePatterns([a, b], patterns, { excuses });
  if (!removed.ok) return failed({ verdict: 'doubt', why: removed.failure });
  return ok([Buffer.from(removed.value[0]), Buffer.from(removed.value[1])]);
}
