import type { Failure } from '../records/failures';
import { failureSentence } from './failureWords';
import { problemText } from './problemText';

/** A failure in full, as a terminal shows it: every problem of a pipeline file that has some, then the sentence. */
export function failureText(failure: Failure, speaker = ''): string {
  const sentence = `${speaker}${failureSentence(failure)}`;
  if (failure.code !== 'pipeline-has-problems') return sentence;
  const problems = failure.problems.map((problem) => problemText(failure.file, problem));
  return [...problems, sentence].join('\n');
}
