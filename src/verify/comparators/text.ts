import { isUtf8 } from 'node:buffer';

import type { Comparator, Comparison, FilePair, Rule, Tools } from './comparator';
import { Excuses } from './excuses';
import { lineDifferences } from './lineDifferences';
import { textsOf } from './texts';

/** Reads any UTF-8 text by lines. An ignore pattern can excuse what it matches; numbers are text here. */
export const textComparator: Comparator = {
  name: 'text',
  most: Infinity,
  recognises: ({ heads }) => heads.every(looksLikeText),
  compare: compareText,
};

async function compareText(pair: FilePair, rule: Rule, tools: Tools): Promise<Comparison> {
  const excuses = new Excuses();
  const [was, is] = textsOf(pair, rule, { tools, excuses });
  try {
    const { list, byPlace } = await lineDifferences(pair.path, was, is);
    const notes = [...excuses.notes(), ...uselessNotes(rule)];
    if (list.total === 0) {
      return { verdict: 'equivalent', notes, differencesTotal: 0, differences: [] };
    }
    if (byPlace) {
      notes.push('Too much differs to align the lines: they are compared by their place.');
    }
    return { verdict: 'different', notes, differencesTotal: list.total, differences: list.kept };
  } finally {
    was.close();
    is.close();
  }
}

/** No NUL, and UTF-8 but for a character that the end of the head may cut. */
function looksLikeText(head: Buffer): boolean {
  if (head.includes(0)) return false;
  return [0, 1, 2, 3].some((cut) => isUtf8(head.subarray(0, Math.max(0, head.length - cut))));
}

function uselessNotes({ tolerance, ignore }: Rule): string[] {
  const notes: string[] = [];
  if (tolerance) notes.push('A tolerance says nothing about plain text, so it excused nothing.');
  if (ignore?.paths || ignore?.columns) {
    notes.push('Plain text has neither JSON paths nor columns to ignore.');
  }
  return notes;
}
