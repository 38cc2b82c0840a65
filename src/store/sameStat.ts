import type { FileStat } from './storeModel';

/** Whether nothing has touched a file between two looks at it; false where one of them saw none. */
export function sameStat(a: FileStat, b: FileStat | undefined): boolean {
  return (
    b !== undefined &&
    a.size === b.size &&
    a.mtimeMs === b.mtimeMs &&
    a.ctimeMs === b.ctimeMs &&
    a.inode === b.inode &&
    a.mode === b.mode
  );
}
