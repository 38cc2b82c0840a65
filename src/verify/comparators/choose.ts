import type { Difference } from '../../records/report';
import { bytesComparator } from './bytes';
import type { Comparator, Comparison, FileSide, Rule } from './comparator';

/** What the comparators came to for one file. */
export interface FileComparison {
  readonly verdict: 'equivalent' | 'different' | 'incomparable';
  readonly comparator: string;
  readonly notes: readonly string[];
  readonly differencesTotal: number;
  readonly differences: readonly Difference[];
}

/** In order: the first that recognises both files is asked; bytes stand behind all of them. */
const COMPARATORS: readonly Comparator[] = [bytesComparator];

/** Compares two files of unequal digests. Whatever a comparator doubts or throws at is judged by bytes, with a note. */
export async function compareFiles(
  path: string,
  sides: readonly [FileSide, FileSide],
  rule: Rule,
  comparators: readonly Comparator[] = COMPARATORS,
): Promise<FileComparison> {
  const [was, is] = sides;
  const pair = { path, was, is, heads: [Buffer.alloc(0), Buffer.alloc(0)] as const };
  for (const comparator of comparators) {
    const comparison: Comparison = await comparator.compare(pair, rule);
    if (comparison.verdict === 'equivalent' || comparison.verdict === 'different') {
      return { ...comparison, comparator: comparator.name };
    }
  }
  throw new Error('bytes compare anything');
}
