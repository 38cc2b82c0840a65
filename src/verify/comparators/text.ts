import type { Difference } from '../../records/report';
import type { Comparator, Comparison, FilePair, Rule } from './comparator';
import { DifferenceList } from './differenceList';
import { lineChanges } from './lineChanges';
import { readTexts } from './texts';

/** Compares text line by line. A tolerance is about numbers of a format, and plain text has none. */
export const textComparator: Comparator = {
  name: 'text',
  most: 64 * 1024 * 1024,
  recognises: ({ heads }) => heads.every((head) => !head.includes(0)),
  compare: compareText,
};

async function compareText(pair: FilePair, rule: Rule): Promise<Comparison> {
  const texts = await readTexts(pair, rule);
  if ('verdict' in texts) return texts;
  const notes = [...texts.notes];
  if (rule.tolerance !== null) {
    notes.push('A tolerance is for the numbers of a format; in plain text it excuses nothing.');
  }
  if (texts.was === texts.is) {
    // Only a pattern can have made them equal: the digests are not.
    return texts.notes.length > 0
      ? { verdict: 'equivalent', notes, differencesTotal: 0, differences: [] }
      : { verdict: 'doubt', why: 'the text is equal although the bytes are not' };
  }
  const found = new DifferenceList();
  for (const change of lineChanges(texts.was, texts.is)) {
    found.add((): Difference => ({ file: pair.path, ...change, delta: null }));
  }
  notes.push(...layoutNotes(texts.was, texts.is));
  return {
    verdict: 'different',
    notes,
    differencesTotal: Math.max(1, found.total),
    differences: found.kept,
  };
}

function layoutNotes(was: string, is: string): string[] {
  const notes: string[] = [];
  if (was.includes('\r\n') !== is.includes('\r\n'))
    notes.push('The line endings are not the same.');
  if (was.startsWith('\ufeff') !== is.startsWith('\ufeff')) {
    notes.push('One side begins with a byte order mark.');
  }
  if (was.endsWith('\n') !== is.endsWith('\n')) notes.push('One side ends without a line break.');
  return notes;
}
