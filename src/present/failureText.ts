import type { Failure } from '../records/failures';
import { failureSentence } from './failureWords';
import { problemText } from './problemText';

/** A failure in full: its sentence, and before it every problem of a pipeline file that has some. */
export function failureText(failure: Failure): string {
  const sentence = failureSentence(failure);
  if (failure.code !== 'pipeline-has-problems') return sentence;
  return [...failure.problems.map((problem) => problemText(failure.file, problem)), sentence].join(
    '\n',
  );
}
