import { nearLabel, nearMiss } from '../pipeline/nearMiss';

/** A question to put behind a sentence: ` Did you mean train?`; empty where no known word is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  return question(nearMiss(word, known));
}

/** The same where a version may be meant, whose label may have been shortened. */
export function didYouMeanVersion(word: string, known: readonly string[]): string {
  return question(nearLabel(word, known));
}

function question(near: string | null): string {
  return near === null ? '' : ` Did you mean ${near}?`;
}
