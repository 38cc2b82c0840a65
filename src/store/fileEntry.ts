import type { TakenFile } from './storeModel';
import type { FileEntry } from './treeModel';

/** A file as a tree has it. */
export function fileEntry({ path, executable, size, digest }: TakenFile): FileEntry {
  return { path, kind: 'file', executable, size, digest };
}
