import { Readable } from 'node:stream';

import { ok } from '../../base/result';
import type { Difference } from '../../records/report';
import { bytesComparator, unread } from './bytes';
import type { Comparator, Comparison, FilePair, FileSide, Rule, Tools } from './comparator';
import { hasRule } from './comparator';
import { BytesGone, Doubted } from './doubted';
import { jsonComparator } from './json';
import { tableComparator } from './table';
import { textComparator } from './text';

/** What the comparators came to for one file. */
export interface FileComparison {
  readonly verdict: 'equivalent' | 'different' | 'incomparable';
  readonly comparator: string;
  readonly notes: readonly string[];
  readonly differencesTotal: number;
  readonly differences: readonly Difference[];
}

/** In order: the first that recognises both files is asked; bytes stand behind all of them. */
const COMPARATORS: readonly Comparator[] = [
  jsonComparator,
  tableComparator,
  textComparator,
  bytesComparator,
];

/** Compares two files of unequal digests. Whatever a comparator doubts or throws at is judged by bytes, with a note. */
export async function compareFiles(
  path: string,
  sides: readonly [FileSide, FileSide],
  rule: Rule,
  tools: Tools,
  comparators: readonly Comparator[] = COMPARATORS,
): Promise<FileComparison> {
  const [was, is] = sides.map(readOnce) as [FileSide, FileSide];
  if (was.digest === is.digest) throw new Error(`${path}: equal digests need no comparator`);
  const heads = [await headOf(was), await headOf(is)] as const;
  if (heads[0] === null || heads[1] === null) return gone({ path, was, is }, rule);
  const pair: FilePair = { path, was, is, heads: [heads[0], heads[1]] };
  const chosen =
    comparators.find((comparator) => comparator.recognises(pair, rule)) ?? bytesComparator;
  const comparison = await asked(chosen, pair, { rule, tools });
  switch (comparison.verdict) {
    case 'gone':
      return gone(pair, rule);
    case 'equivalent':
    case 'different':
      return finished(chosen, comparison, rule);
    case 'doubt': {
      const bytes = await bytesComparator.compare(pair, rule, tools);
      const note = `Not judged as ${chosen.name}: ${comparison.why}. Judged by its bytes.`;
      if (bytes.verdict === 'doubt' || bytes.verdict === 'gone') return gone(pair, rule);
      const judged = finished(bytesComparator, bytes, { tolerance: null, ignore: null });
      return { ...judged, notes: [note, ...judged.notes] };
    }
  }
}

/** As much as a comparator needs to recognise what it reads. */
const HEAD = 8192;
/** Smaller files are read once, as a whole. */
const MOST_AT_ONCE = 1024 * 1024;

async function asked(
  chosen: Comparator,
  pair: FilePair,
  { rule, tools }: { readonly rule: Rule; readonly tools: Tools },
): Promise<Comparison> {
  const size = Math.max(pair.was.size, pair.is.size);
  if (size > chosen.most) {
    const most = Math.floor(chosen.most / 2 ** 20);
    return { verdict: 'doubt', why: `it is larger than ${most} MiB` };
  }
  try {
    const comparison = await chosen.compare(pair, rule, tools);
    // Only a rule that somebody wrote excuses anything.
    if (comparison.verdict === 'equivalent' && !hasRule(rule)) {
      return { verdict: 'doubt', why: 'it excused a difference without a rule' };
    }
    return comparison;
  } catch (error) {
    if (error instanceof BytesGone) return { verdict: 'gone' };
    if (error instanceof Doubted) return { verdict: 'doubt', why: error.message };
    const why = error instanceof Error ? error.message : String(error);
    return { verdict: 'doubt', why: `the comparator failed (${why})` };
  }
}

function finished(
  chosen: Comparator,
  comparison: Comparison & { readonly verdict: 'equivalent' | 'different' },
  rule: Rule,
): FileComparison {
  const useless = chosen.name === bytesComparator.name && hasRule(rule);
  const note = 'No comparator reads this format yet, so its rule excused nothing.';
  const notes = useless ? [note, ...comparison.notes] : comparison.notes;
  return { ...comparison, comparator: chosen.name, notes };
}

/** Bytes that cannot be read: without a rule unequal digests are proof enough, with one they are not. */
function gone(pair: Omit<FilePair, 'heads'>, rule: Rule): FileComparison {
  const { notes, differences, differencesTotal } = unread(pair);
  const verdict = hasRule(rule) ? 'incomparable' : 'different';
  return { verdict, comparator: 'bytes', notes, differencesTotal, differences };
}

async function headOf(side: FileSide): Promise<Buffer | null> {
  if (side.size <= MOST_AT_ONCE) {
    const bytes = await side.bytes();
    return bytes.ok ? bytes.value.subarray(0, HEAD) : null;
  }
  const stream = await side.stream();
  if (!stream.ok) return null;
  try {
    for await (const piece of stream.value) return (piece as Buffer).subarray(0, HEAD);
    return Buffer.alloc(0);
  } catch {
    return null;
  } finally {
    stream.value.destroy();
  }
}

/** A small side whose bytes are fetched once, for all who ask. */
function readOnce(side: FileSide): FileSide {
  if (side.size > MOST_AT_ONCE) return side;
  let read: ReturnType<FileSide['bytes']> | null = null;
  const bytes = (): ReturnType<FileSide['bytes']> => (read ??= side.bytes());
  const stream = async (): ReturnType<FileSide['stream']> => {
    const whole = await bytes();
    return whole.ok ? ok(Readable.from([whole.value])) : whole;
  };
  return { ...side, bytes, stream };
}
