import { nearMiss } from '../pipeline/nearMiss';

/** A question to put behind a sentence: ` Did you mean train?`; empty where no known word is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const near = nearMiss(word, known);
  return near === null ? '' : ` Did you mean ${near}?`;
}
