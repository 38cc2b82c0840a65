import type { SnapshotFailure } from '../../records/failures';
import { listText, shortDigest, sizeText } from '../amounts';
import type { WordsFor } from './wordsFor';

/** Words for what keeps a project from being captured or rebuilt. */
export const snapshotWords: WordsFor<SnapshotFailure> = {
  'name-not-utf8': ({ path }) =>
    `The name of ${path} is not UTF-8, so it cannot be recorded. Rename the file.`,
  'input-missing': ({ step, path }) =>
    `${step} declares the input ${path}, which matches nothing. ` +
    'Put the file there, or correct the path in the pipeline file.',
  'input-bytes-missing': ({ path, digest, lastSeen, also = [] }) =>
    `The bytes of ${path} (${shortDigest(digest)})` +
    `${also.length === 0 ? '' : ` and of ${listText(also.map((other) => `${other.path} (${shortDigest(other.digest)})`))}`} are not in the store, the workspace or git. ` +
    `They were last seen ${lastSeen === null ? 'nowhere that is on record' : `in ${lastSeen}`}. ` +
    'Put a file with these bytes at that path and try again.',
  'folder-not-empty': ({ folder }) =>
    `${folder} is not empty, and a load never writes over anything. Name a new folder.`,
  'folder-in-project': ({ folder }) =>
    `${folder} lies in the project, where tools could mix it up with your own files. ` +
    'Name a folder outside the project.',
  'link-leads-out': ({ path, target }) =>
    `${path} is a link to ${target}, outside the folder. Replace the link with the file, and run again.`,
  'not-enough-space': ({ folder, needed, free }) =>
    `${folder} needs ${sizeText(needed)} and has ${sizeText(free)} free. ` +
    'Free some space, or set REPRISE_SCRATCH to a folder on another disk.',
};
