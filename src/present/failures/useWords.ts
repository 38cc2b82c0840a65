import type { UseFailure } from '../../records/failures';
import { countText, listText, sizeText } from '../amounts';
import { didYouMean } from '../didYouMean';
import type { WordsFor } from './wordsFor';

/** Words for wrong use. */
export const useWords: WordsFor<UseFailure> = {
  'pipeline-file-missing': ({ file }) =>
    `There is no file ${file}. Correct the name after -f, or \`reprise init\` to write a first one.`,
  'pipeline-file-not-found': ({ folder }) =>
    `No pipeline file was found in ${folder} or above it. ` +
    '`reprise init` writes a first one; -f names one that lies elsewhere.',
  'pipeline-file-ambiguous': ({ folder, files }) =>
    `${folder} holds several pipeline files: ${listText(files, 10)}. Name one with -f.`,
  'pipeline-file-exists': ({ file }) =>
    `${file} is there already, and it stays as it is. Name another file with -f.`,
  'step-unknown': ({ step, known }) =>
    `There is no step ${step}.${didYouMean(step, known)} ` +
    (known.length === 0 ? 'The pipeline has no steps.' : `Steps are ${listText(known, 20)}.`),
  'not-as-told': ({ objects, bytes }) =>
    `Something has changed since: by now ${countText(objects, 'object')}, ${sizeText(bytes)}, would go. ` +
    'Nothing was removed. Look at `reprise gc --dry-run` again.',
  usage: ({ message }) => message,
};
