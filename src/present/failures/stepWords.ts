import type { SnapshotFailure, StepFailure } from '../../records/failures';
import type { StoreFailure } from '../../store/failures';
import { listText } from '../amounts';
import { durationText } from '../durations';
import { snapshotWords } from './snapshotWords';
import { storeWords } from './storeWords';
import type { WordsFor } from './wordsFor';

/** Words for why a step has no outcome. */
export const stepWords: WordsFor<StepFailure> = {
  'step-exit': ({ step, exit, signal }) =>
    signal === null
      ? `${step} failed with exit ${exit ?? 'unknown'}. Its log says why.`
      : `${step} was ended by ${signal}. Its log may say why.`,
  'step-timeout': ({ step, timeoutMs }) =>
    `${step} took longer than its timeout of ${durationText(timeoutMs)} and was ended. ` +
    'Give it more time with `timeout:`, or find out in its log what it waits for.',
  'step-not-started': ({ step, error }) =>
    `${step} could not be started (${error}). Check its shell and that its folder is there.`,
  'step-lost': ({ step }) =>
    `${step} ended without leaving its exit, so it does not count as done. Run it again.`,
  'step-not-kept': ({ step, cause }) =>
    `What ${step} reads or writes could not be kept: ${causeSentence(cause)}`,
  'step-cancelled': ({ step }) => `${step} was cancelled.`,
  'step-blocked': ({ step, by }) => `${step} did not run, because ${by} failed. Mend ${by} first.`,
  'input-gone': ({ step, path }) =>
    `${step} needs ${path}, which was not there when the step was about to start. ` +
    'Declare it as the output of the step that makes it, or put it back.',
  'output-missing': ({ step, paths }) =>
    `${step} ended well but did not write ${listText(paths)}. ` +
    'Correct the path under `outputs:`, or have the step write it.',
  'output-link-leads-out': ({ step, path, target }) =>
    `${step} left a link at ${path} to ${target}, outside the output. ` +
    'Have it write the file itself, or a relative link that stays inside the output.',
  'output-never-taken': ({ step, path }) =>
    `${path}, an output of ${step}, is or leads to what is never taken (an environment folder, bytecode, ` +
    'the cache of a tool), so nothing of it could be compared. Have it write under another name.',
  'output-not-readable': ({ step, path, error }) =>
    `The output ${path} of ${step} cannot be read (${error}). Have the step write a plain, readable file.`,
  'shell-missing': ({ step, shell }) =>
    `${step} asks for the shell ${shell}, which was not found. Install it, or name another under \`shell:\`.`,
};

function causeSentence(cause: StoreFailure | SnapshotFailure): string {
  const words: WordsFor<StoreFailure | SnapshotFailure> = { ...storeWords, ...snapshotWords };
  return (words[cause.code] as (cause: StoreFailure | SnapshotFailure) => string)(cause);
}
