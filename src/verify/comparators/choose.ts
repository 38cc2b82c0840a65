import type { Difference } from '../../records/report';
import { bytesComparator, unread } from './bytes';
import type { Comparator, Comparison, FilePair, FileSide, Rule } from './comparator';
import { hasRule } from './comparator';
import { jsonComparator } from './json';
import { textComparator } from './text';

/** What the comparators came to for one file. */
export interface FileComparison {
  readonly verdict: 'equivalent' | 'different' | 'incomparable';
  readonly comparator: string;
  readonly notes: readonly string[];
  readonly differencesTotal: number;
  readonly differences: readonly Difference[];
}

/** In order: the first that recognises both files is asked; where it doubts, the next. Bytes stand behind all. */
const COMPARATORS: readonly Comparator[] = [jsonComparator, textComparator];

/** Compares two files of unequal digests. Whatever a comparator doubts or throws at is judged by bytes, with a note. */
export async function compareFiles(
  path: string,
  sides: readonly [FileSide, FileSide],
  rule: Rule,
  comparators: readonly Comparator[] = COMPARATORS,
): Promise<FileComparison> {
  const [was, is] = sides;
  if (was.digest === is.digest) throw new Error('equal digests are nothing to compare');
  const pair: FilePair = { path, was, is, heads: [await headOf(was), await headOf(is)] };
  const notes: string[] = [];
  for (const comparator of comparators) {
    if (!comparator.recognises(pair, rule)) continue;
    if (Math.max(was.size, is.size) > comparator.most) {
      notes.push(`Too large for the ${comparator.name} comparator; compared otherwise.`);
      continue;
    }
    const comparison = await asked(comparator, pair, rule);
    if (comparison.verdict === 'doubt') {
      notes.push(`The ${comparator.name} comparator gave up: ${comparison.why}.`);
    } else if (comparison.verdict === 'gone') {
      return {
        ...unread(pair),
        verdict: hasRule(rule) ? 'incomparable' : 'different',
        comparator: 'bytes',
      };
    } else {
      const excused = comparison.verdict === 'equivalent' && !hasRule(rule);
      if (excused) throw new Error(`${comparator.name} excused a difference without a rule`);
      return { ...comparison, comparator: comparator.name, notes: [...notes, ...comparison.notes] };
    }
  }
  const bytes = await bytesComparator.compare(pair, rule);
  const judged = bytes.verdict === 'different' ? bytes : unread(pair);
  return {
    ...judged,
    comparator: 'bytes',
    notes: [...notes, ...judged.notes],
  };
}

async function asked(comparator: Comparator, pair: FilePair, rule: Rule): Promise<Comparison> {
  try {
    return await comparator.compare(pair, rule);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { verdict: 'doubt', why: `it failed (${why})` };
  }
}

/** The first bytes, or none where they cannot be read: the comparator that needs them finds that out itself. */
async function headOf(side: FileSide): Promise<Buffer> {
  const stream = await side.stream();
  if (!stream.ok) return Buffer.alloc(0);
  try {
    for await (const chunk of stream.value) return (chunk as Buffer).subarray(0, HEAD_BYTES);
  } catch {
    return Buffer.alloc(0);
  } finally {
    stream.value.destroy();
  }
  return Buffer.alloc(0);
}

const HEAD_BYTES = 4096;
