import type { StoreFailure } from '../../store/failures';
import { shortDigest } from '../amounts';
import type { WordsFor } from './wordsFor';

/** Words for what goes wrong with bytes and their keeping. */
export const storeWords: WordsFor<StoreFailure> = {
  'object-missing': ({ digest, path }) =>
    `The bytes of ${path ?? shortDigest(digest)} (${shortDigest(digest)}) are not in the store. ` +
    'Fetch them from a copy of the project that still has .reprise/objects.',
  'object-damaged': ({ digest, where }) =>
    `The stored bytes of ${shortDigest(digest)} in ${where} are damaged. ` +
    'Run `reprise fsck` to see all damage, and restore that file from a backup.',
  'tree-missing': ({ digest }) =>
    `The list of files ${shortDigest(digest)} is not in the store. ` +
    'Fetch .reprise/trees with git, or .reprise/objects from a copy of the project.',
  'tree-damaged': ({ digest, where }) =>
    `The list of files ${shortDigest(digest)} in ${where} is damaged. ` +
    'Restore that file with git or from a backup, then run `reprise fsck`.',
  'store-newer': ({ folder, found, known }) =>
    `${folder} has layout ${found}, written by a newer Reprise; this one knows ${known}. ` +
    'Update Reprise.',
  'store-linked': ({ folder }) =>
    `${folder} is a link, and nothing is read or written through it: it may have come with a clone. ` +
    'Put a folder there instead; .reprise itself may be a link.',
  'store-not-writable': ({ folder, error }) =>
    `Reprise cannot write in ${folder} (${error}). Check its permissions.`,
  'disk-full': ({ folder }) =>
    `The disk that holds ${folder} is full. Free some space (\`reprise gc\` helps) and try again.`,
  'record-gone': ({ folder }) =>
    `${folder} was deleted or moved while its run went on, so the run was ended and is not on record. ` +
    'What its steps wrote lies where they wrote it. Run again.',
  'file-vanished': ({ path }) =>
    `${path} went away while it was read. Let what is writing in the project end, and try again.`,
  'file-unreadable': ({ path, error }) =>
    `${path} cannot be read (${error}). Check its permissions, or have it ignored.`,
  'file-changed-while-read': ({ path }) =>
    `${path} changed while it was read. Let what is writing it end, and try again.`,
  'path-unsafe': ({ path }) =>
    `A stored list of files wants to write ${path}, outside its folder, so nothing of it was written. ` +
    'Do not trust where this version came from; `reprise fsck` tells whether it is damage.',
  'file-exists': ({ path }) =>
    `${path} is in the way and was left as it is. Move it aside and try again.`,
};
