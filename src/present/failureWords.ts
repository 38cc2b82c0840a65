import type { Failure, FailureCode } from '../records/failures';
import { recordWords } from './failures/recordWords';
import { runWords } from './failures/runWords';
import { snapshotWords } from './failures/snapshotWords';
import { stepWords } from './failures/stepWords';
import { storeWords } from './failures/storeWords';
import { useWords } from './failures/useWords';
import type { WordsFor } from './failures/wordsFor';

/** What happened, and what to do about it, for every failure there is. */
export function failureSentence(failure: Failure): string {
  const words = WORDS[failure.code] as (failure: Failure) => string;
  return words(failure);
}

const WORDS: WordsFor<Failure> & Readonly<Record<FailureCode, unknown>> = {
  ...storeWords,
  ...snapshotWords,
  ...recordWords,
  ...stepWords,
  ...runWords,
  ...useWords,
};
