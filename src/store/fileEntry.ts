import type { TakenFile } from './storeModel';
import type { FileEntry } from './treeModel';

/** A file as a tree has it. */
export function fileEntry({ path, executable, size, digest }: TakenFile): FileEntry {
  return { path, kind: 'file', executable, size, digest };
}

/** Whether the owner may execute a file; nobody can tell on Windows. */
export function isExecutable(mode: number): boolean {
  return process.platform !== 'win32' && (mode & 0o100) !== 0;
}
